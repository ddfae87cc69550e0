"""Strategies that a recipe may not have at once, for one of them would be left out without a word."""

from training.errors import RecipeError
from training.recipe import Recipe


def check_combination(recipe: Recipe) -> None:
    """Refuse plain grounds last with patience or nothing else, and two strategies that ask for a loss of their own.

    Raises:
        RecipeError: the recipe asks for it.
    """
    if recipe.fit.patience and recipe.fit.plain_epochs:
        raise RecipeError(
            f"{recipe.name}: fit.patience would watch fit.plain_epochs only, not the epochs before; leave one out"
        )
    if recipe.fit.plain_epochs and all(source.things for source in recipe.data):
        raise RecipeError(
            f"{recipe.name}: all sources are of things, so that fit.plain_epochs would leave no photo before"
        )
    if recipe.barlow_twins is None or not recipe.barlow_twins.joint_weight:
        return
    wanted = {"distillation": recipe.distillation, "fit.mixup": recipe.fit.mixup, "fit.cutmix": recipe.fit.cutmix}
    odd = [key for key, value in wanted.items() if value]
    if odd:
        raise RecipeError(
            f"{recipe.name}: barlow_twins.joint_weight does not go with {' and '.join(odd)}; leave one out"
        )
