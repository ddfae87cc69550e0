"""Photos with labels, split by near-duplicate group."""

import csv
import hashlib
import logging
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from inference.errors import ImageError
from inference.vision.images import open_image
from training.data.sample import OTHER, PartName, Sample
from training.data.similarity import similar_groups
from training.data.slugs import slug
from training.data.split import complete_split, split_by_group
from training.errors import DatasetError
from training.generation.manifest import generated_paths
from training.recipe import Recipe, Source, Split

logger = logging.getLogger(__name__)


Row = tuple[Path, str, str, str]  # a photo's path, its source's own label, group and given part

SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".bmp"}
GIVEN_PARTS: dict[str, PartName] = {"train": "train", "val": "val", "validation": "val", "test": "test"}


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

    def content_fingerprint(self) -> str:
        """sha256 over sources, labels, parts and the photos' bytes: it tells a photo that was moved or replaced."""
        lines = sorted(
            f"{s.source} {s.label} {s.part} {hashlib.sha256(s.path.read_bytes()).hexdigest()}" for s in self.samples
        )
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


def group_similar(rows: Sequence[Row], cosine: float) -> list[Row]:
    """Give photos of one label and part that look alike one group: a session at one shelf."""
    found = similar_groups([path for path, *_ in rows], [f"{label} {part}" for _, label, _, part in rows], cosine)
    return [(path, label, group, part) for (path, label, _, part), group in zip(rows, found, strict=True)]


def _load_source(source: Source, folder: Path, split: Split) -> list[Sample]:
    root = folder / source.path
    if not root.is_dir():
        raise DatasetError(f"source {source.name}: no folder {root}")
    rows = _rows_of(source, root)
    rows = [row for row in rows if _slug(source, row[1]) is not None]
    made = generated_paths(root)
    generated = [replace(sample, part="train") for sample in _samples_of(source, rows) if sample.path in made]
    return generated + _split(source, [row for row in rows if row[0] not in made], split)


def _split(source: Source, rows: list[Row], split: Split) -> list[Sample]:
    """Deal photos that somebody took to the parts; generated ones would make a test say less."""
    if source.similar is not None:
        rows = group_similar(rows, source.similar)
    samples = _samples_of(source, rows)
    if source.part:
        return [replace(sample, part=source.part) for sample in samples]
    return complete_split(samples, split) if any(part for *_, part in rows) else split_by_group(samples, split)


def _samples_of(source: Source, rows: Sequence[Row]) -> list[Sample]:
    return [
        Sample(path, str(_slug(source, label)), source.name, group, GIVEN_PARTS.get(part, "train"))
        for path, label, group, part in rows
    ]


def _slug(source: Source, label: str) -> str | None:
    if not source.labels:
        return slug(label)
    return source.labels.get(label, OTHER if source.others == "other" else None)


def _rows_of(source: Source, root: Path) -> list[Row]:
    if source.csv:
        return _rows_of_csv(source, root)
    return _rows_of_names(root, source.name_pattern) if source.name_pattern else _rows_of_folders(root)


def _rows_of_names(root: Path, pattern: str) -> list[Row]:
    found = [(path, re.fullmatch(pattern, path.stem)) for path in sorted(root.iterdir()) if _is_photo(path)]
    return [(path, match[1], path.name, "") for path, match in found if match]


def _rows_of_csv(source: Source, root: Path) -> list[Row]:
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


def _rows_of_folders(root: Path) -> list[Row]:
    """Take root/label/photo, or root/{train,val,test}/label/photo as it is."""
    parts = [name for name in GIVEN_PARTS if (root / name).is_dir()]
    tops = [(root / name, name) for name in parts] or [(root, "")]
    return [
        (path, path.relative_to(top).parts[0], path.name, part)
        for top, part in tops
        for path in sorted(top.rglob("*"))
        if _is_photo(path) and len(path.relative_to(top).parts) > 1
    ]


def _is_photo(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES
