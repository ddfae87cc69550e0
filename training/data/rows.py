"""What a source says of its photos: label, near-duplicate group and given part of each."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from training.data.parts import PARTS, part_named
from training.data.sample import PartName
from training.errors import DatasetError
from training.recipe import Source

SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".bmp"}


class Row(NamedTuple):
    """A photo with its source's own label, its group, and the part it is given to; None leaves that to lot."""

    path: Path
    label: str
    group: str
    part: PartName | None


def rows_of(source: Source, root: Path) -> list[Row]:
    """Read a source's table, names or folders.

    Raises:
        DatasetError: the table names a part that there is not.
    """
    if source.csv:
        return _rows_of_table(source, root)
    return _rows_of_names(root, source.name_pattern) if source.name_pattern else rows_of_folders(root)


def rows_of_folders(root: Path) -> list[Row]:
    """Take root/label/photo, or root/{train,val,test}/label/photo as it is."""
    tops: list[tuple[Path, PartName | None]] = [
        (path, part_named(path.name)) for path in sorted(root.iterdir()) if path.is_dir() and part_named(path.name)
    ]
    return [
        Row(path, path.relative_to(top).parts[0], path.relative_to(root).as_posix(), part)
        for top, part in tops or [(root, None)]
        for path in sorted(top.rglob("*"))
        if _is_photo(path) and len(path.relative_to(top).parts) > 1
    ]


def _rows_of_names(root: Path, pattern: str) -> list[Row]:
    found = [(path, re.fullmatch(pattern, path.stem)) for path in sorted(root.iterdir()) if _is_photo(path)]
    return [Row(path, match[1], path.name, None) for path, match in found if match]


def _rows_of_table(source: Source, root: Path) -> list[Row]:
    table = root / str(source.csv)
    return [
        Row(
            root / row["path"],
            row[source.label],
            row[source.group] if source.group else row["path"],
            _given_part(row[source.split], f"{table}, line {line}") if source.split else None,
        )
        for line, row in _read_table(table)
    ]


def _read_table(table: Path) -> Iterator[tuple[int, dict[str, str]]]:
    with table.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            yield reader.line_num, row


def _given_part(word: str, place: str) -> PartName:
    part = part_named(word)
    if part is None:
        raise DatasetError(f"{place}: no part is called {word!r}; known are {', '.join(PARTS)}")
    return part


def _is_photo(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES
