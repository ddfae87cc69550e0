"""Palettes: the colours that a photo can be said to have, and the words for them."""

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from catalog.toml_data import load_toml

PALETTES_FOLDER = Path(__file__).parent / "data" / "palettes"
BASIC = "basic"

Hex = Annotated[str, StringConstraints(pattern=r"^#[0-9A-F]{6}$")]


class PaletteColor(BaseModel):
    """One colour: sRGB as #RRGGBB, the basic colour term it belongs to, names and other words by language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    hex: Hex
    basic: str
    names: dict[str, str]
    synonyms: dict[str, tuple[str, ...]] = {}

    @property
    def rgb(self) -> tuple[int, int, int]:
        """The colour as sRGB, 0–255."""
        red, green, blue = bytes.fromhex(self.hex[1:])
        return red, green, blue

    def words(self, language: str) -> tuple[str, ...]:
        """The colour's name and its other words in a language."""
        return tuple(word for word in (self.names.get(language), *self.synonyms.get(language, ())) if word)


class Palette(BaseModel):
    """A named list of colours."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = "unnamed"
    colors: tuple[PaletteColor, ...] = Field(min_length=2)


def load_palettes(folder: Path = PALETTES_FOLDER) -> dict[str, Palette]:
    """Read every palette of a folder; a file's name is its palette's."""
    return {
        path.stem: load_toml(path, Palette).model_copy(update={"name": path.stem})
        for path in sorted(folder.glob("*.toml"))
    }
