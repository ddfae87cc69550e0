"""A recipe: everything that decides a training run, as TOML."""

import re
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    NonNegativeInt,
    PositiveFloat,
    PositiveInt,
    field_validator,
    model_validator,
)

from catalog.domains import Slug
from catalog.toml_data import load_toml, read_toml
from inference.vision.preprocess import InputSpec
from training.errors import RecipeError


class Part(BaseModel):
    """A part of a recipe; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Part):
    """Photos of one origin: a CSV beside them, a folder per label, or names whose `name_pattern` has the label in ().

    `labels` maps the source's own labels to slugs; those it leaves out are "other" where `others` says so, and are
    skipped otherwise. Photos that share a value of `group` are near-duplicates and stay in one part of the split, one
    without a value is like no other; where no column says so, `similar` finds them: photos of a label whose ImageNet
    embeddings have at least that cosine. The whole source goes into `part`, or is split by the column `split`, or by
    lot. `things` are photos of one thing each, cut out or on white, which are laid on plain grounds while a model
    learns.
    """

    name: str
    path: Path
    csv: str | None = None
    label: str = "label"
    name_pattern: str | None = None
    group: str | None = None
    similar: float | None = Field(None, gt=0, le=1)
    split: str | None = None
    part: Literal["train", "val", "test"] | None = None
    things: bool = False
    labels: dict[str, Slug] = {}
    others: Literal["skip", "other"] = "skip"
    licence: str = "see the source"

    @field_validator("name_pattern")
    @classmethod
    def _have_a_group(cls, pattern: str | None) -> str | None:
        try:
            groups = re.compile(pattern or "()").groups
        except re.error as error:
            raise ValueError(f"{pattern!r} is no regular expression: {error}") from error
        if not groups:
            raise ValueError(f"{pattern!r} has no group () for the label")
        return pattern


class Split(Part):
    """Shares of the parts, by group, stratified by label."""

    train: PositiveFloat = 0.7
    val: PositiveFloat = 0.15
    seed: int = 1

    @model_validator(mode="after")
    def _leave_a_test(self) -> Self:
        if self.train + self.val >= 1:
            raise ValueError(f"train and val make {self.train + self.val:g} together, which leaves no photo to test on")
        return self


class ModelPart(Part):
    """The architecture and where its weights begin.

    `imagenet_classes` gives each label one of ImageNet's thousand, 0–999: the head is then cut out of ImageNet's, and a
    recipe without epochs makes a model of photos that nobody has.
    """

    architecture: str = "efficientnet_lite0"
    weights: str = "imagenet"
    dropout: float = Field(0.2, ge=0, lt=1)
    frozen_layers: NonNegativeInt = 0
    imagenet_classes: dict[str, int] = {}


class Fit(Part):
    """How the model is fitted: a head stage, a stage on a share of the photos, then all layers that are not frozen.

    `mixup` and `cutmix` are the α of their Beta distributions; 0 leaves them out. `plain_ground` is the share of photos
    of which a random shape is cut out and laid on a plain ground; where there are `plain_epochs`, a last stage of so
    many, these and the sources of things belong to it alone. `patience` stops after so many epochs without a lower loss
    on val, and keeps the best.
    """

    head_epochs: NonNegativeInt = 1
    part_epochs: NonNegativeInt = 0
    part_share: float = Field(0.2, gt=0, le=1)
    epochs: NonNegativeInt = 8
    plain_epochs: NonNegativeInt = 0
    patience: PositiveInt | None = None
    batch: PositiveInt = 32
    optimiser: Literal["adamw", "adam"] = "adamw"
    schedule: Literal["cosine", "step"] = "cosine"
    precision: Literal["float32", "bfloat16"] = "float32"
    augmentation: Literal["strong", "paper", "randaugment", "none"] = "strong"
    plain_ground: float = Field(0.0, ge=0, le=1)
    mixup: float = Field(0.0, ge=0)
    cutmix: float = Field(0.0, ge=0)
    head_rate: PositiveFloat = 3e-3
    rate: PositiveFloat = 4e-4
    weight_decay: float = 0.02
    warmup: float = Field(0.1, ge=0, lt=1)
    label_smoothing: float = Field(0.05, ge=0, lt=1)
    ema: float = Field(0.99, ge=0, lt=1)
    outlier_weight: float = Field(0.5, ge=0)
    other_share: float = Field(0.25, ge=0, lt=1)
    source_share: dict[str, PositiveFloat] = {}
    epoch_photos: PositiveInt | None = None
    seed: int = 1


class Distillation(Part):
    """A teacher, named by a recipe beside this one; its word weighs `alpha`, the label's 1 − `alpha`."""

    teacher: Path
    temperature: PositiveFloat = 4.0
    alpha: float = Field(0.7, gt=0, le=1)


class BarlowTwins(Part):
    """Self-supervision by two views: `epochs` before the labels are used, and `joint_weight` beside them."""

    epochs: NonNegativeInt = 0
    joint_weight: float = Field(0.0, ge=0)
    off_diagonal_weight: PositiveFloat = 5e-3
    projection: PositiveInt = 512
    rate: PositiveFloat = 1e-3


class Recipe(Part):
    """One training run from photos to a served model; `int8` asks for a quantised one."""

    name: str
    domain: Slug
    licence: str = "Apache-2.0"
    data: tuple[Source, ...]
    negatives: Path | None = None
    int8: bool = True
    split: Split = Split()
    model: ModelPart = ModelPart()
    input: InputSpec | None = None
    fit: Fit = Fit()
    distillation: Distillation | None = None
    barlow_twins: BarlowTwins | None = None

    @model_validator(mode="after")
    def _name_sources(self) -> Self:
        known = {source.name for source in self.data}
        strange = sorted(self.fit.source_share.keys() - known)
        if strange:
            raise ValueError(f"fit.source_share names {', '.join(strange)}; the sources are {', '.join(sorted(known))}")
        return self


def load_recipe(path: Path) -> Recipe:
    """Read and check a recipe; relative paths of data are left to the caller's data folder.

    A recipe that `extends` another says only what differs: tables are merged, `more_data` adds sources, and anything
    else is replaced.

    Raises:
        RecipeError: the file cannot be read, is no TOML, or breaks the schema.
    """
    return _beside(path, load_toml(path, Recipe, error=RecipeError, read=read_extended))


def read_extended(path: Path, *, above: tuple[Path, ...] = ()) -> dict[str, Any]:
    """Read a recipe's TOML on top of the one that it extends.

    Raises:
        RecipeError: it extends itself, at whatever remove, or nothing that is there; or its sources are no list.
    """
    if path.resolve() in above:
        raise RecipeError(f"{path} extends itself")
    own = read_toml(path)
    base, more = own.pop("extends", None), own.pop("more_data", [])
    if base:
        below = path.parent / str(base)
        if not below.is_file():
            raise RecipeError(f"{path}: extends {below}, which is not there")
        own = merge(read_extended(below, above=(*above, path.resolve())), own)
    if not isinstance(more, list) or not isinstance(own.get("data", []), list):
        raise RecipeError(f"{path}: sources are written as [[data]] and [[more_data]]")
    return own | {"data": [*own.get("data", []), *more]} if more else own


def merge(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Lay one table over another."""
    merged = dict(base)
    for key, value in own.items():
        both_tables = isinstance(value, dict) and isinstance(base.get(key), dict)
        merged[key] = merge(base[key], value) if both_tables else value
    return merged


def _beside(path: Path, recipe: Recipe) -> Recipe:
    """A teacher's recipe lies beside its student's."""
    if recipe.distillation is None:
        return recipe
    own = recipe.distillation.model_copy(update={"teacher": path.parent / recipe.distillation.teacher})
    return recipe.model_copy(update={"distillation": own})
