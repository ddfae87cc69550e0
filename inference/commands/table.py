"""What the commands' tables say of a photo."""

NO_FIGURE = "—"


def name_kind(label: str, *, known: bool) -> str:
    """The kind that a photo shows; of one that the model does not know, the nearest comes second."""
    return label if known else f"unknown (perhaps {label})"


def tell_sureness(score: float, *, known: bool) -> str:
    """How sure the kind is, where it is known at all."""
    return f"{score:.1%}" if known else NO_FIGURE
