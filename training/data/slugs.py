"""Names that files, queries and URLs can carry, made from what people call their folders."""

import re

from anyascii import anyascii

PREFIX = "kind"


def slug(name: str) -> str:
    """Turn any name into lower case ASCII with underscores: "Мелкие детали" becomes "melkie_detali"."""
    joined = "_".join(re.findall(r"[a-z0-9]+", anyascii(name).lower()))
    return joined if joined[:1].isalpha() else f"{PREFIX}_{joined}".rstrip("_")
