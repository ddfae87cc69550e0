"""What a model said of each photo: `predictions.csv` of a run's folder, a row a photo, a column of logits a label."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.data.sample import OTHER, Sample
from training.errors import RunError

PREDICTIONS_FILE = "predictions.csv"
SAMPLE_COLUMNS = ("part", "source", "path", "label", "group")
NEARNESS = "nearness"
LOGIT = "logit "  # before each label, which may be called path or part
DIGITS = 4


@dataclass(frozen=True)
class Scored:
    """Samples with the logits (N, K) a model gave them, and their targets (N,): −1 for "other".

    `nearness` (N,) to what the model has seen is there where the model says it.
    """

    samples: list[Sample]
    logits: NDArray[np.float64]
    targets: NDArray[np.int64]
    nearness: NDArray[np.float64] | None = None


@dataclass(frozen=True)
class Predictions:
    """What a model of these labels said of val, of each test set, and of photos of other things."""

    labels: tuple[str, ...]
    val: Scored
    tests: dict[str, Scored]
    negatives: Scored


def write_predictions(predictions: Predictions, folder: Path) -> Path:
    """Write `predictions.csv`."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / PREDICTIONS_FILE
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*SAMPLE_COLUMNS, NEARNESS, *(LOGIT + label for label in predictions.labels)])
        for scored in (predictions.val, *predictions.tests.values(), predictions.negatives):
            writer.writerows(_rows_of(scored))
    return path


def load_predictions(folder: Path) -> Predictions:
    """Read `predictions.csv`.

    Raises:
        RunError: there is none, or an earlier greengrocer wrote it.
    """
    path = folder / PREDICTIONS_FILE
    if not path.is_file():
        raise RunError(f"{path} is missing; train the recipe again to have it")
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        labels = tuple(name.removeprefix(LOGIT) for name in reader.fieldnames or () if name.startswith(LOGIT))
        rows = list(reader)
    if not labels:
        raise RunError(f"{path} has no column that begins with {LOGIT!r}; greengrocer export writes it anew")
    known = [row for row in rows if row["part"] == "test" and row["label"] != OTHER]
    return Predictions(
        labels,
        _scored((row for row in rows if row["part"] == "val"), labels),
        {
            source: _scored((row for row in known if row["source"] == source), labels)
            for source in sorted({row["source"] for row in known})
        },
        _scored((row for row in rows if row["part"] == "test" and row["label"] == OTHER), labels),
    )


def _rows_of(scored: Scored) -> Iterator[list[str | float]]:
    near = [""] * len(scored.samples) if scored.nearness is None else np.round(scored.nearness, DIGITS).tolist()
    for sample, nearness, logits in zip(scored.samples, near, scored.logits, strict=True):
        own = [sample.part, sample.source, str(sample.path), sample.label, sample.group]
        yield [*own, nearness, *np.round(logits, DIGITS).tolist()]


def _scored(rows: Iterable[dict[str, str]], labels: tuple[str, ...]) -> Scored:
    kept = list(rows)
    samples = [
        Sample(Path(row["path"]), row["label"], row["source"], row["group"], "val" if row["part"] == "val" else "test")
        for row in kept
    ]
    logits = np.array([[float(row[LOGIT + label]) for label in labels] for row in kept], dtype=np.float64)
    index = {label: position for position, label in enumerate(labels)} | {OTHER: -1}
    targets = np.array([index[sample.label] for sample in samples], dtype=np.int64)
    near = [float(row[NEARNESS]) for row in kept if row.get(NEARNESS)]
    nearness = np.array(near, dtype=np.float64) if kept and len(near) == len(kept) else None
    return Scored(samples, logits.reshape(len(kept), len(labels)), targets, nearness)
