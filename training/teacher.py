"""The teacher of a student that distils: a recipe of its own, trained before."""

from collections.abc import Sequence
from pathlib import Path

from inference.errors import CardMismatch, ModelNotFound
from inference.vision.model_card import ModelCard
from training.errors import RecipeError, WeightsMissing
from training.fitting.trained import input_of, load_trained
from training.measuring.result import MODEL_FOLDER
from training.models.recogniser import Recogniser
from training.recipe import Recipe, load_recipe


def load_teacher(recipe: Recipe, runs: Path, labels: Sequence[str]) -> Recogniser | None:
    """Load the teacher that a recipe names, from the folder of runs; none where it names none.

    Raises:
        RecipeError: teacher and student take different pixels, or tell different kinds apart.
        WeightsMissing: the teacher has not been trained.
    """
    if recipe.distillation is None:
        return None
    teacher = load_recipe(recipe.distillation.teacher)
    if input_of(teacher) != input_of(recipe):
        raise RecipeError(f"{recipe.name} and its teacher {teacher.name} must see the same pixels: give both one input")
    run = runs / teacher.name
    _check_labels(teacher.name, _labels_of(teacher.name, run), labels)
    return load_trained(teacher, run, len(labels))


def _labels_of(name: str, run: Path) -> tuple[str, ...]:
    """The labels in the order of the teacher's outputs, by the card of what its run came to."""
    try:
        return ModelCard.load(run / MODEL_FOLDER).labels
    except (ModelNotFound, CardMismatch) as error:
        raise WeightsMissing(f"no trained teacher in {run}; train the recipe {name} first ({error})") from error


def _check_labels(name: str, taught: Sequence[str], wanted: Sequence[str]) -> None:
    if tuple(taught) != tuple(wanted):
        odd = ", ".join(sorted({*taught} ^ {*wanted})) or "their order"
        raise RecipeError(f"the teacher {name} was trained on other kinds than its student; they differ in {odd}")
