"""Whether there are photos enough to learn from, to set thresholds by, and to test on."""

import logging
from collections import Counter

from training.data.dataset import Dataset
from training.data.sample import OTHER, PartName
from training.errors import DatasetError

logger = logging.getLogger(__name__)

FEW = 7  # the least of which a split of 70, 15 and 15 % leaves one to validate and one to test on
LEAST_KINDS = 2  # one is nothing to tell apart


def check_sufficiency(dataset: Dataset) -> None:
    """Refuse photos that cannot be learnt from and validated on; warn of kinds that are tested badly or not at all.

    Raises:
        DatasetError: there are fewer than two kinds, or photos to learn from and none to validate on.
    """
    kinds = set(dataset.labels)
    if len(kinds) < LEAST_KINDS:
        raise DatasetError(f"photos of two kinds or more are needed; found: {', '.join(kinds) or 'none'}")
    if _kinds_in(dataset, "train") and not _kinds_in(dataset, "val"):
        raise DatasetError(f"no photo is left to validate on; give each kind {FEW} photos or more, or a part for val")
    counts = Counter(sample.label for sample in dataset.samples)
    for what, which in (
        (f"fewer than {FEW} photos, too few to rely on", {kind for kind in kinds if counts[kind] < FEW}),
        ("no photo to learn from", kinds - _kinds_in(dataset, "train") if _kinds_in(dataset, "train") else set()),
        ("no photo to test on, so that nobody knows how well it is recognised", kinds - _kinds_in(dataset, "test")),
    ):
        if which:
            logger.warning("%s: %s", what, ", ".join(sorted(which)))


def check_training_photos(dataset: Dataset) -> None:
    """Refuse photos of which none is to be learnt from, where a recipe learns.

    Raises:
        DatasetError: no photo of a kind is in the part train.
    """
    if not _kinds_in(dataset, "train"):
        raise DatasetError("no photo to learn from: all are in the parts val and test")


def _kinds_in(dataset: Dataset, part: PartName) -> set[str]:
    return {sample.label for sample in dataset.part(part)} - {OTHER}
