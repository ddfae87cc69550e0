"""All that a report tells of one run, gathered from its folder."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from catalog.domains import load_domains
from inference.vision.model_card import CARD_FILE, ModelCard
from training.domain_file import names_of
from training.errors import RunError
from training.fitting.history import Epoch, load_history
from training.kept_recipe import RECIPE_FILE
from training.measuring.predictions import Predictions, load_predictions
from training.measuring.result import MODEL_FOLDER
from training.recipe import load_recipe
from training.report.leakage import Leakage, load_leakage

LANGUAGE = "en"


@dataclass(frozen=True)
class Story:
    """The card of what is served, what it said of each photo, how it learnt, and which test photos it had seen.

    `names` are what people call the labels.
    """

    card: ModelCard
    predictions: Predictions
    history: tuple[Epoch, ...] = ()
    leakage: Leakage | None = None
    names: Mapping[str, str] = field(default_factory=dict)


def load_story(run: Path) -> Story:
    """Read what a finished run left.

    Raises:
        RunError: the run has no model yet, or no predictions.
    """
    if not (run / MODEL_FOLDER / CARD_FILE).is_file():
        raise RunError(f"{run} has no model yet; train it to the end: greengrocer train")
    card = ModelCard.load(run / MODEL_FOLDER)
    return Story(card, load_predictions(run), tuple(load_history(run)), load_leakage(run), _names(card, run))


def _names(card: ModelCard, run: Path) -> dict[str, str]:
    """The domain's words where greengrocer has some, or else what the photos' folders are called."""
    domain = load_domains().get(card.domain)
    if domain:
        return {label.slug: label.names[LANGUAGE] for label in domain.labels}
    path = run / RECIPE_FILE
    return names_of(load_recipe(path).data if path.is_file() else (), card.labels)
