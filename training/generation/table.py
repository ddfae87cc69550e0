"""What is to be generated: a table of prompts and cut-outs by kind, as TOML."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, NonNegativeFloat, PositiveInt

from catalog.toml_data import load_toml
from training.errors import GenerationError


class Kind(BaseModel):
    """One kind: what to ask for, and which cut-outs (files with an alpha channel) show it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    prompts: tuple[str, ...] = ()
    cutouts: tuple[str, ...] = ()


class PromptTable(BaseModel):
    """What is asked of the endpoint, the price of such a photo in US dollars, a style for all prompts, the kinds.

    `quality` is one that the endpoint's model knows; without it the endpoint chooses, and its price.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", protected_namespaces=())

    model: str
    size: str = "1024x1024"
    quality: str | None = None
    price: NonNegativeFloat
    photos: PositiveInt = 4
    style: str = ""
    kinds: dict[str, Kind]


class Wish(BaseModel):
    """One photo to be asked for; `number` tells apart those of one prompt."""

    model_config = ConfigDict(frozen=True)

    label: str
    prompt: str
    number: int


def load_table(path: Path) -> PromptTable:
    """Read and check a table.

    Raises:
        GenerationError: it cannot be read or breaks the schema.
    """
    return load_toml(path, PromptTable, error=GenerationError)


def wishes_of(table: PromptTable) -> list[Wish]:
    """Every photo that the table asks for: `photos` of each prompt, in the table's style."""
    return [
        Wish(label=label, prompt=f"{prompt}, {table.style}" if table.style else prompt, number=number)
        for label, kind in sorted(table.kinds.items())
        for prompt in kind.prompts
        for number in range(table.photos)
    ]
