"""A recipe's model: as it begins, and as its run left it."""

from collections.abc import Sequence
from pathlib import Path

import torch

from inference.vision.preprocess import InputSpec
from training.errors import RecipeError, WeightsMissing
from training.fitting.history import load_history
from training.models.recogniser import Recogniser
from training.models.registry import architecture, build_recogniser, imagenet_head
from training.recipe import Recipe

WEIGHTS_FILE = "model.pt"
SECONDS = 60


def build(recipe: Recipe, labels: Sequence[str]) -> Recogniser:
    """Build the model that a recipe begins with; its seed decides the weights that nobody has trained.

    Raises:
        RecipeError: the recipe names an ImageNet class for some of the labels only, or photos of a size that the
            architecture cannot take.
    """
    part = recipe.model
    torch.manual_seed(recipe.fit.seed)
    model = build_recogniser(part.architecture, classes=len(labels), weights=part.weights, dropout=part.dropout)
    if part.imagenet_classes:
        if set(labels) != set(part.imagenet_classes):
            odd = sorted(set(labels) ^ set(part.imagenet_classes))
            raise RecipeError(f"{recipe.name}: labels and imagenet_classes differ in {', '.join(odd)}")
        model.head.load_state_dict(imagenet_head(part.architecture, [part.imagenet_classes[label] for label in labels]))
    _try_size(model, recipe)
    return model


def _try_size(model: Recogniser, recipe: Recipe) -> None:
    """Show the model an empty photo."""
    name, side = recipe.model.architecture, input_of(recipe).size
    try:
        with torch.inference_mode():
            model.eval().heads(torch.zeros(1, 3, side, side))
    except RuntimeError as error:
        raise RecipeError(f"{recipe.name}: {name} takes no photos of {side} px: {error}") from error
    model.train()


def input_of(recipe: Recipe) -> InputSpec:
    """What a recipe's model takes: its own input, or that of its architecture."""
    return recipe.input or architecture(recipe.model.architecture).input


def save_weights(model: Recogniser, run: Path) -> None:
    """Leave the weights in a run's folder."""
    run.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), run / WEIGHTS_FILE)


def minutes_of(run: Path) -> float:
    """How long a run's epochs took, interruptions left out."""
    return round(sum(epoch.get("seconds", 0.0) for epoch in load_history(run)) / SECONDS, 1)


def load_trained(recipe: Recipe, run: Path, classes: int) -> Recogniser:
    """Build a recipe's model with the weights that its run left.

    Raises:
        WeightsMissing: the run has not ended.
    """
    path = run / WEIGHTS_FILE
    if not path.is_file():
        raise WeightsMissing(f"no weights at {path}; train the recipe {recipe.name} first")
    part = recipe.model
    model = build_recogniser(part.architecture, classes=classes, weights="none", dropout=part.dropout)
    model.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
    return model
