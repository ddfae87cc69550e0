"""A change recipe: which pairs are composed, which network finds the change, and how it is fitted, as TOML."""

from pathlib import Path
from typing import Literal

from pydantic import Field, NonNegativeInt, PositiveFloat, PositiveInt

from catalog.toml_data import load_toml
from training.errors import RecipeError
from training.recipe import Part


class Pairs(Part):
    """The pairs: composed from cut-outs and scenes, or triples A/, B/, label/ below `levir`.

    `held_out` names the cut-outs that no training pair may hold; the test pairs hold nothing else.
    """

    train: PositiveInt = 5000
    test: PositiveInt = 400
    none_test: PositiveInt = 400
    side: PositiveInt = 128
    test_side: PositiveInt = 256
    held_out: tuple[str, ...] = ()
    levir: Path | None = None
    seed: NonNegativeInt = 1


class Network(Part):
    """The layout: ChangeFormer's widths, depths and decoder width, or ChangeNet's backbone, strides and width."""

    architecture: Literal["changenet", "changeformer"]
    widths: tuple[PositiveInt, PositiveInt, PositiveInt, PositiveInt] = (64, 128, 320, 512)
    depths: tuple[PositiveInt, PositiveInt, PositiveInt, PositiveInt] = (3, 3, 4, 3)
    heads: tuple[PositiveInt, PositiveInt, PositiveInt, PositiveInt] = (1, 2, 4, 8)
    decoder: PositiveInt = 256
    backbone: str = "resnet50"
    weights: str = "imagenet"
    strides: tuple[PositiveInt, PositiveInt, PositiveInt] = (8, 16, 32)


class ChangeFit(Part):
    """AdamW with warm-up and cosine; the moving average of the weights is what is served."""

    epochs: PositiveInt = 10
    batch: PositiveInt = 16
    rate: PositiveFloat = 1e-3
    backbone_share: float = Field(1.0, ge=0, le=1)
    weight_decay: float = Field(0.01, ge=0)
    warmup: float = Field(0.05, ge=0, lt=1)
    ema: float = Field(0.998, ge=0, lt=1)
    seed: NonNegativeInt = 1


class ChangeRecipe(Part):
    """One training run from composed pairs to a served change detector."""

    task: Literal["change"]
    name: str
    licence: str = "Apache-2.0"
    side: PositiveInt = 128
    int8: bool = False
    pairs: Pairs = Pairs()
    network: Network
    fit: ChangeFit = ChangeFit()


def load_change_recipe(path: Path) -> ChangeRecipe:
    """Read and check a change recipe.

    Raises:
        RecipeError: the file cannot be read, is no TOML, or breaks the schema.
    """
    return load_toml(path, ChangeRecipe, error=RecipeError)
