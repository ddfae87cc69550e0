"""Photos with labels, split by near-duplicate group."""

import csv
import hashlib
import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np

from inference.errors import ImageError
from inference.vision.images import open_image
from training.errors import DatasetError
from training.recipe import Recipe, Source, Split
from training.slugs import slug

logger = logging.getLogger(__name__)

OTHER = "other"
SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".bmp"}
GIVEN_PARTS = {"train": "train", "val": "test", "validation": "test", "test": "test"}

PartName = Literal["train", "val", "test"]


@dataclass(frozen=True)
class Sample:
    """One photo: where it lies, its slug (or "other"), origin, near-duplicate group and part of the split."""

    path: Path
    label: str
    source: str
    group: str
    part: PartName = "train"


@dataclass(frozen=True)
class Dataset:
    """All samples of a recipe, and the photos that could not be read."""

    samples: tuple[Sample, ...]
    skipped: tuple[str, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """The slugs in alphabetical order; a model's outputs are in this order."""
        return tuple(sorted({sample.label for sample in self.samples} - {OTHER}))

    def part(self, name: PartName, *, source: str | None = None) -> list[Sample]:
        """The samples of one part, of one source where it is named."""
        return [sample for sample in self.samples if sample.part == name and source in {None, sample.source}]

    def fingerprint(self) -> str:
        """sha256 over the sorted names, labels and parts: two runs with the same one saw the same split."""
        lines = sorted(f"{s.source}/{s.path.name} {s.label} {s.part}" for s in self.samples)
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def load_dataset(recipe: Recipe, folder: Path, *, check: bool = True) -> Dataset:
    """Gather the photos of all sources below `folder` and split them; corrupt files are listed and skipped."""
    samples = [sample for source in recipe.data for sample in _load_source(source, folder, recipe.split)]
    if not samples:
        raise DatasetError(f"recipe {recipe.name}: no photos below {folder}")
    skipped = find_unreadable(sample.path for sample in samples) if check else {}
    for path, reason in skipped.items():
        logger.warning("skipped %s: %s", path, reason)
    kept = tuple(sample for sample in samples if sample.path not in skipped)
    return Dataset(kept, tuple(f"{path}: {reason}" for path, reason in skipped.items()))


def find_unreadable(paths: Iterable[Path]) -> dict[Path, str]:
    """Decode every photo once and give the reason for each that fails."""
    unreadable = {}
    for path in paths:
        try:
            open_image(path.read_bytes(), min_side=1)
        except (ImageError, OSError) as error:
            unreadable[path] = str(error)
    return unreadable


def split_by_group(samples: Sequence[Sample], split: Split) -> list[Sample]:
    """Deal whole groups to train, val and test, label by label, in the shares asked for."""
    random = np.random.default_rng(split.seed)
    groups = defaultdict(list)
    for sample in samples:
        groups[sample.label, sample.group].append(sample)
    dealt: list[Sample] = []
    for label in sorted({label for label, _ in groups}):
        own = sorted(key for key in groups if key[0] == label)
        total = sum(len(groups[key]) for key in own)
        seen = 0
        for position in random.permutation(len(own)):
            members = groups[own[position]]
            part = _part_at(seen / total, split)
            dealt += [replace(sample, part=part) for sample in members]
            seen += len(members)
    return dealt


def _part_at(position: float, split: Split) -> PartName:
    if position < split.train:
        return "train"
    return "val" if position < split.train + split.val else "test"


def _load_source(source: Source, folder: Path, split: Split) -> list[Sample]:
    root = folder / source.path
    if not root.is_dir():
        raise DatasetError(f"source {source.name}: no folder {root}")
    rows = _rows_of_csv(source, root) if source.csv else _rows_of_folders(root)
    samples = [
        Sample(path, kind, source.name, group, GIVEN_PARTS.get(part, "train"))  # type: ignore[arg-type]  # a dict of literals
        for path, label, group, part in rows
        if (kind := _slug(source, label)) is not None
    ]
    return samples if any(part for *_, part in rows) else split_by_group(samples, split)


def _slug(source: Source, label: str) -> str | None:
    if not source.labels:
        return slug(label)
    return source.labels.get(label, OTHER if source.others == "other" else None)


def _rows_of_csv(source: Source, root: Path) -> list[tuple[Path, str, str, str]]:
    with (root / str(source.csv)).open(encoding="utf-8", newline="") as file:
        return [
            (
                root / row["path"],
                row[source.label],
                row[source.group] if source.group else row["path"],
                row[source.split] if source.split else "",
            )
            for row in csv.DictReader(file)
        ]


def _rows_of_folders(root: Path) -> list[tuple[Path, str, str, str]]:
    """Take root/label/photo, or root/{train,val,test}/label/photo as it is."""
    parts = [name for name in GIVEN_PARTS if (root / name).is_dir()]
    tops = [(root / name, name) for name in parts] or [(root, "")]
    return [
        (path, path.relative_to(top).parts[0], path.name, part)
        for top, part in tops
        for path in sorted(top.rglob("*"))
        if path.suffix.lower() in SUFFIXES and len(path.relative_to(top).parts) > 1
    ]
