"""The recipe as a run keeps it: `recipe.toml` of its folder."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import tomli_w

from catalog.toml_data import load_toml
from training.errors import RunError
from training.fitting.checkpoint import CHECKPOINT
from training.recipe import Part, Recipe

RECIPE_FILE = "recipe.toml"


def keep_recipe(recipe: Recipe, run: Path) -> Path:
    """Write the recipe into its run's folder, over one that never came to a checkpoint.

    Raises:
        RunError: the run was begun with another recipe, so that its checkpoint means something else.
    """
    return keep_keys(_anywhere(recipe), run)


def keep_keys(kept: Part, run: Path) -> Path:
    """Keep any kind of recipe whose keys mean the same wherever it lies; raises as `keep_recipe` does."""
    path = run / RECIPE_FILE
    if path.is_file() and (run / CHECKPOINT).is_file():
        begun = load_toml(path, type(kept), error=RunError)
        odd = sorted(_differing(begun.model_dump(mode="json"), kept.model_dump(mode="json")))
        if odd:
            raise RunError(f"{run} was begun with another recipe ({', '.join(odd)}); --fresh trains it anew")
    run.mkdir(parents=True, exist_ok=True)
    path.write_text(tomli_w.dumps(kept.model_dump(mode="json", exclude_none=True)), encoding="utf-8")
    return path


def _anywhere(recipe: Recipe) -> Recipe:
    """A teacher's recipe is named relative to its student's, which now lies elsewhere."""
    if recipe.distillation is None:
        return recipe
    own = recipe.distillation.model_copy(update={"teacher": recipe.distillation.teacher.resolve()})
    return recipe.model_copy(update={"distillation": own})


def _differing(one: Mapping[str, Any], other: Mapping[str, Any], within: str = "") -> Iterator[str]:
    """The keys of nested tables whose values are not the same."""
    for key in one.keys() | other.keys():
        first, second = one.get(key), other.get(key)
        if isinstance(first, Mapping) and isinstance(second, Mapping):
            yield from _differing(first, second, f"{within}{key}.")
        elif first != second:
            yield f"{within}{key}"
