"""Photos with labels, split by near-duplicate group."""

import hashlib
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from inference.errors import ImageError
from inference.vision.images import open_image
from training.data.rows import Row, rows_of
from training.data.sample import OTHER, PartName, Sample
from training.data.similarity import similar_groups
from training.data.slugs import slug
from training.data.split import complete_split, split_by_group
from training.data.things import open_thing
from training.errors import DatasetError
from training.generation.manifest import generated_paths
from training.recipe import Recipe, Source, Split

logger = logging.getLogger(__name__)


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
    """Gather the photos of all sources below `folder` and split them; corrupt files are listed and skipped.

    Raises:
        DatasetError: a source cannot be read or names labels that it has not, or there are no photos at all.
    """
    samples: list[Sample] = []
    skipped: dict[Path, str] = {}
    for source in recipe.data:
        rows = _rows_of_source(source, folder)
        bad = find_unreadable((row.path for row in rows), open_thing if source.things else None) if check else {}
        samples += _deal(source, folder / source.path, [row for row in rows if row.path not in bad], recipe.split)
        skipped |= bad
    for path, reason in skipped.items():
        logger.warning("skipped %s: %s", path, reason)
    if not samples:
        raise DatasetError(f"recipe {recipe.name}: no photos below {folder}")
    return Dataset(tuple(samples), tuple(f"{path}: {reason}" for path, reason in skipped.items()))


def find_unreadable(paths: Iterable[Path], read: Callable[[Path], object] | None = None) -> dict[Path, str]:
    """Read every photo once, by decoding it unless told otherwise, and give the reason for each that fails."""
    unreadable = {}
    for path in paths:
        try:
            (read or _decode)(path)
        except (ImageError, DatasetError, OSError) as error:
            unreadable[path] = str(error).removeprefix(f"{path}: ")
    return unreadable


def _decode(path: Path) -> None:
    open_image(path.read_bytes(), min_side=1)


def group_similar(rows: Sequence[Row], cosine: float) -> list[Row]:
    """Give photos of one label and part that look alike one group: a session at one shelf."""
    found = similar_groups([row.path for row in rows], [f"{row.label} {row.part or ''}" for row in rows], cosine)
    return [row._replace(group=group) for row, group in zip(rows, found, strict=True)]


def _rows_of_source(source: Source, folder: Path) -> list[Row]:
    root = folder / source.path
    if not root.is_dir():
        raise DatasetError(f"source {source.name}: no folder {root}")
    rows = rows_of(source, root)
    known = {row.label for row in rows}
    strange = sorted(set(source.labels) - known)
    if strange:
        raise DatasetError(
            f"source {source.name}: no photo is labelled {', '.join(strange)}; there are {', '.join(sorted(known))}"
        )
    _tell_of_merged(source, known)
    return [row for row in rows if _slug(source, row.label) is not None]


def _tell_of_merged(source: Source, known: Iterable[str]) -> None:
    """Labels that differ in nothing that a slug keeps are one kind."""
    by_slug = defaultdict(list)
    for label in sorted(known):
        by_slug[slug(label)].append(label)
    for name, labels in by_slug.items():
        if len(labels) > 1 and {_slug(source, label) for label in labels} == {name}:
            logger.warning("source %s: %s are one kind, %s", source.name, " and ".join(map(repr, labels)), name)


def _deal(source: Source, root: Path, rows: list[Row], split: Split) -> list[Sample]:
    made = generated_paths(root)
    generated = [replace(sample, part="train") for sample in _samples_of(source, rows) if sample.path in made]
    return generated + _split(source, [row for row in rows if row.path not in made], split)


def _split(source: Source, rows: list[Row], split: Split) -> list[Sample]:
    """Deal photos that somebody took to the parts; generated ones would make a test say less."""
    if source.similar is not None:
        rows = group_similar(rows, source.similar)
    samples = _samples_of(source, rows)
    if source.part:
        return [replace(sample, part=source.part) for sample in samples]
    return complete_split(samples, split) if any(row.part for row in rows) else split_by_group(samples, split)


def _samples_of(source: Source, rows: Sequence[Row]) -> list[Sample]:
    return [
        Sample(row.path, str(_slug(source, row.label)), source.name, row.group, row.part or "train", source.things)
        for row in rows
    ]


def _slug(source: Source, label: str) -> str | None:
    if not source.labels:
        return slug(label)
    return source.labels.get(label, OTHER if source.others == "other" else None)
