"""The stages of a training run, one after the other."""

from dataclasses import dataclass, replace
from typing import Literal

from training.recipe import Recipe

EVERYTHING = 10_000


@dataclass(frozen=True)
class Stage:
    """So many epochs at a peak learning rate, on a share of the photos, with the first layers frozen.

    `has_plain_grounds` says whether single things are learnt from as well, and photos cut to shapes.
    """

    name: Literal["barlow_twins", "head", "part", "all", "plain"]
    epochs: int
    rate: float
    frozen_layers: int
    share: float = 1.0
    has_plain_grounds: bool = True


def stages_of(recipe: Recipe) -> tuple[Stage, ...]:
    """Give the stages that a recipe asks for.

    Self-supervision before labels; the head alone, so that it does no harm to the features; a share of the photos, then
    all from those weights; plain grounds at the end, or all along where the recipe has no epochs for them. No epochs of
    the last three are feature extraction.
    """
    fit, frozen = recipe.fit, recipe.model.frozen_layers
    twins = recipe.barlow_twins
    stages = [Stage("barlow_twins", twins.epochs, twins.rate, frozen)] if twins else []
    stages += [
        Stage("head", fit.head_epochs, fit.head_rate, EVERYTHING),
        Stage("part", fit.part_epochs, fit.rate, frozen, fit.part_share),
        Stage("all", fit.epochs, fit.rate, frozen),
    ]
    if fit.plain_epochs:
        stages = [replace(stage, has_plain_grounds=False) for stage in stages]
        stages.append(Stage("plain", fit.plain_epochs, fit.rate, frozen))
    return tuple(stage for stage in stages if stage.epochs)
