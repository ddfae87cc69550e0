"""Photos of other things: they tell a model where to say that it does not know."""

import logging
from pathlib import Path

from training.data.dataset import Dataset, find_unreadable
from training.data.rows import is_photo, walk_files
from training.data.sample import OTHER, PartName, Sample
from training.errors import DatasetError
from training.recipe import Recipe

logger = logging.getLogger(__name__)

NEGATIVES = "negatives"


def negatives_of(recipe: Recipe, folder: Path, dataset: Dataset) -> list[Sample]:
    """The photos below `folder` that a recipe names, or else those of val and test that are of none of the kinds."""
    if recipe.negatives:
        return load_negatives(folder / recipe.negatives)
    return [sample for sample in dataset.samples if sample.label == OTHER and sample.part != "train"]


def load_negatives(folder: Path) -> list[Sample]:
    """Photos of other things: every second one may be looked at for calibration, the rest is for the test.

    Raises:
        DatasetError: there is no such folder, or no photo in it.
    """
    paths = [path for path in walk_files(folder) if is_photo(path)]
    skipped = find_unreadable(paths)
    for path, reason in skipped.items():
        logger.warning("skipped %s: %s", path, reason)
    kept = [path for path in paths if path not in skipped]
    if not kept:
        raise DatasetError(f"negatives: no photo in {folder}")
    parts: tuple[PartName, PartName] = ("val", "test")
    return [Sample(path, OTHER, NEGATIVES, path.name, parts[number % 2]) for number, path in enumerate(kept)]
