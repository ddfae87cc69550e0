"""The recipe as a run keeps it: `recipe.toml` of its folder."""

from pathlib import Path

import tomli_w

from training.errors import RunError
from training.recipe import Recipe, load_recipe

RECIPE_FILE = "recipe.toml"


def keep_recipe(recipe: Recipe, run: Path) -> Path:
    """Write the recipe into its run's folder.

    Raises:
        RunError: the run was begun with another recipe, so that its checkpoint means something else.
    """
    path, kept = run / RECIPE_FILE, _anywhere(recipe)
    if path.is_file() and load_recipe(path) != kept:
        raise RunError(f"{run} was begun with another recipe; remove the folder, or give this run another name")
    run.mkdir(parents=True, exist_ok=True)
    path.write_text(tomli_w.dumps(kept.model_dump(mode="json", exclude_none=True)), encoding="utf-8")
    return path


def _anywhere(recipe: Recipe) -> Recipe:
    """A teacher's recipe is named relative to its student's, which now lies elsewhere."""
    if recipe.distillation is None:
        return recipe
    own = recipe.distillation.model_copy(update={"teacher": recipe.distillation.teacher.resolve()})
    return recipe.model_copy(update={"distillation": own})
