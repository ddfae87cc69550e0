"""Domains: what can be recognised, and what people call it."""

from functools import cached_property
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from catalog.errors import UnknownLabel
from catalog.toml_data import load_toml

DOMAINS_FOLDER = Path(__file__).parent / "data" / "domains"
DOMAIN_FILE = "domain.toml"
LANGUAGES = ("en", "ru")

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]


class Forms(BaseModel):
    """How one language counts a thing, by CLDR plural category; `one` is its display name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    one: str
    other: str
    few: str | None = None
    many: str | None = None


class Label(BaseModel):
    """One kind: its forms by language, and the other words that people use for it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    slug: Slug = "unnamed"
    forms: dict[str, Forms]
    synonyms: dict[str, tuple[str, ...]] = {}

    @property
    def names(self) -> dict[str, str]:
        """The display name by language."""
        return {language: forms.one for language, forms in self.forms.items()}

    def words(self, language: str) -> tuple[str, ...]:
        """All names of the kind in a language: forms, then synonyms."""
        forms = self.forms.get(language)
        own = tuple(word for word in (forms.one, forms.other, forms.few, forms.many) if word) if forms else ()
        return tuple(dict.fromkeys(own + self.synonyms.get(language, ())))


class Domain(BaseModel):
    """A set of kinds that one model tells apart; `examples` are requests in words, by language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Slug = "unnamed"
    titles: dict[str, str]
    examples: dict[str, tuple[str, ...]] = {}
    label_table: dict[Slug, Label] = Field(alias="labels", min_length=2)

    @cached_property
    def labels(self) -> tuple[Label, ...]:
        """The kinds, by slug."""
        return tuple(label.model_copy(update={"slug": slug}) for slug, label in sorted(self.label_table.items()))

    @cached_property
    def slugs(self) -> tuple[str, ...]:
        """The slugs in order."""
        return tuple(sorted(self.label_table))

    def label(self, slug: str) -> Label:
        """Find a kind.

        Raises:
            UnknownLabel: the domain does not have it.
        """
        if slug not in self.label_table:
            raise UnknownLabel(f"{self.name} has no label {slug!r}; it has {', '.join(self.slugs)}")
        return self.label_table[slug].model_copy(update={"slug": slug})


def load_domains(folder: Path = DOMAINS_FOLDER, *, models: Path | None = None) -> dict[str, Domain]:
    """Read every `<domain>.toml` of a folder, and every `<domain>/domain.toml` that lies beside a model of `models`.

    Where both have a domain, the words beside the model win: they are those of its labels.
    """
    files = {path.stem: path for path in folder.glob("*.toml")}
    if models is not None:
        files |= {path.parent.name: path for path in models.glob(f"*/{DOMAIN_FILE}")}
    return {name: load_toml(path, Domain).model_copy(update={"name": name}) for name, path in sorted(files.items())}
