"""All that a report tells of one run, gathered from its folder."""

from dataclasses import dataclass
from pathlib import Path

from inference.vision.model_card import CARD_FILE, ModelCard
from training.errors import RunError
from training.fitting.history import Epoch, load_history
from training.measuring.predictions import Predictions, load_predictions
from training.measuring.result import MODEL_FOLDER
from training.report.leakage import Leakage, load_leakage


@dataclass(frozen=True)
class Story:
    """The card of what is served, what it said of each photo, how it learnt, and which test photos it had seen."""

    card: ModelCard
    predictions: Predictions
    history: tuple[Epoch, ...] = ()
    leakage: Leakage | None = None


def load_story(run: Path) -> Story:
    """Read what a finished run left.

    Raises:
        RunError: the run has no model yet, or no predictions.
    """
    if not (run / MODEL_FOLDER / CARD_FILE).is_file():
        raise RunError(f"{run} has no model yet; train it to the end: greengrocer train")
    card = ModelCard.load(run / MODEL_FOLDER)
    return Story(card, load_predictions(run), tuple(load_history(run)), load_leakage(run))
