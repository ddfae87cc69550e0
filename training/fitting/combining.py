"""Strategies that a recipe may not have at once, for one of them would be left out without a word."""

from training.errors import RecipeError
from training.recipe import Recipe


def check_combination(recipe: Recipe) -> None:
    """Refuse what does not go with Barlow Twins beside the labels: both ask for another loss of the same photos.

    Raises:
        RecipeError: the recipe asks for it.
    """
    if recipe.barlow_twins is None or not recipe.barlow_twins.joint_weight:
        return
    wanted = {"distillation": recipe.distillation, "fit.mixup": recipe.fit.mixup, "fit.cutmix": recipe.fit.cutmix}
    odd = [key for key, value in wanted.items() if value]
    if odd:
        raise RecipeError(
            f"{recipe.name}: barlow_twins.joint_weight does not go with {' and '.join(odd)}; leave one out"
        )
