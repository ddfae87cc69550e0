"""Near-duplicates between the parts of a split: photos of the test that the model has, in effect, already seen."""

from collections.abc import Sequence
from pathlib import Path

import imagehash
import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError

from catalog.faults import first_fault
from inference.vision.images import open_image
from inference.vision.model_card import Figure
from training.data.dataset import Dataset
from training.data.sample import OTHER, Sample
from training.errors import RunError
from training.measuring.metrics import share_of

LEAKAGE_FILE = "leakage.json"
HASH_BITS_A_SIDE = 8
MOST_BITS_APART = 10  # of vegetables15, 15 of the 16 nearest pairs up to here show the same scene
DECODE_SIDE = 64


class Twin(BaseModel):
    """A test photo, the training photo most like it, and the bits of 64 in which their hashes differ."""

    model_config = ConfigDict(frozen=True)

    test: Path
    train: Path
    bits: int


class Leakage(BaseModel):
    """The twins that were found; `shares` are those of each test set's photos with a twin, other things left out."""

    model_config = ConfigDict(frozen=True)

    shares: dict[str, Figure]
    train_photos: int
    twins: tuple[Twin, ...]


def find_leakage(dataset: Dataset) -> Leakage:
    """Compare every photo that is tested on with every training photo by perceptual hash (pHash: low frequencies)."""
    trains = dataset.part("train")
    tests = [sample for sample in dataset.part("test") if sample.label != OTHER]
    twins = sorted(_find_twins(tests, trains), key=lambda twin: (twin.bits, str(twin.test)))
    found = {twin.test for twin in twins}
    shares = {}
    for source in sorted({test.source for test in tests}):
        own = [test for test in tests if test.source == source]
        shares[source] = share_of(np.array([test.path in found for test in own]), [test.group for test in own])
    return Leakage(shares=shares, train_photos=len(trains), twins=tuple(twins))


def write_leakage(leakage: Leakage, folder: Path) -> None:
    """Write `leakage.json` into a run's folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / LEAKAGE_FILE).write_text(leakage.model_dump_json(indent=1) + "\n", encoding="utf-8")


def load_leakage(folder: Path) -> Leakage | None:
    """Read `leakage.json`, where it was written.

    Raises:
        RunError: it breaks the schema.
    """
    path = folder / LEAKAGE_FILE
    try:
        return Leakage.model_validate_json(path.read_bytes()) if path.is_file() else None
    except ValidationError as error:
        raise RunError(f"{path}: {first_fault(error)}; export the run anew") from error


def _find_twins(tests: Sequence[Sample], trains: Sequence[Sample]) -> list[Twin]:
    if not tests or not trains:
        return []
    seen = _hash_all(trains)
    twins = []
    for test, own in zip(tests, _hash_all(tests), strict=True):
        bits = (seen != own).sum(1)
        nearest = int(bits.argmin())
        if bits[nearest] <= MOST_BITS_APART:
            twins.append(Twin(test=test.path, train=trains[nearest].path, bits=int(bits[nearest])))
    return twins


def _hash_all(samples: Sequence[Sample]) -> NDArray[np.bool_]:
    """Hash photos: bool, shape (N, 64)."""
    images = (open_image(sample.path.read_bytes(), min_side=DECODE_SIDE).image for sample in samples)
    return np.array([imagehash.phash(image, HASH_BITS_A_SIDE).hash.ravel() for image in images], dtype=np.bool_)
