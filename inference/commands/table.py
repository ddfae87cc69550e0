"""What the commands' tables say of a photo."""

from rich.style import Style
from rich.table import Column, Table
from rich.text import Text

NO_FIGURE = "—"


def photo_table(*columns: str, title: str | None = None) -> Table:
    """A table with a photo a row, named in full however narrow the terminal is."""
    return Table(Column("photo", overflow="fold"), *columns, title=title)


def name_photo(name: str, *, address: str | None = None) -> Text:
    """A photo's path or id, word for word; a link in terminals that know links."""
    return Text(name, Style(link=address))


def name_kind(label: str, *, known: bool) -> str:
    """The kind that a photo shows; of one that the model does not know, the nearest comes second."""
    return label if known else f"unknown (perhaps {label})"


def tell_sureness(score: float, *, known: bool) -> str:
    """How sure the kind is, where it is known at all."""
    return f"{score:.1%}" if known else NO_FIGURE
