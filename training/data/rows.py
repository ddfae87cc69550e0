"""What a source says of its photos: label, near-duplicate group and given part of each."""

import csv
import logging
import os
import re
from collections.abc import Iterator, Sequence, Set
from pathlib import Path
from typing import NamedTuple

from inference.vision.images import SUFFIXES
from training.data.parts import PARTS, part_named
from training.data.sample import PartName
from training.errors import DatasetError
from training.recipe import Source

logger = logging.getLogger(__name__)

NAMED_FILES = 5


class Row(NamedTuple):
    """A photo with its source's own label, its group, and the part it is given to; None leaves that to lot."""

    path: Path
    label: str
    group: str
    part: PartName | None


def rows_of(source: Source, root: Path) -> list[Row]:
    """Read a source's table, names or folders.

    Raises:
        DatasetError: the table cannot be read, lacks a column, or names a part that there is not.
    """
    if source.csv:
        return _rows_of_table(source, root)
    return _rows_of_names(root, source.name_pattern) if source.name_pattern else rows_of_folders(root)


def rows_of_folders(root: Path) -> list[Row]:
    """Take root/label/photo, or root/{train,val,test}/label/photo as it is; hidden files and folders do not count."""
    tops: list[tuple[Path, PartName | None]] = [
        (path, part_named(path.name)) for path in _folders_of(root) if part_named(path.name) and _folders_of(path)
    ]
    if tops:
        _tell_of_undealt(root, {top for top, _ in tops})
    rows, left = [], []
    for top, part in tops or [(root, None)]:
        for path in walk_files(top):
            place = path.relative_to(top).parts
            if is_photo(path) and len(place) > 1:
                rows.append(Row(path, place[0], path.relative_to(root).as_posix(), part))
            elif len(place) > 1 or is_photo(path):
                left.append(path.relative_to(root).as_posix())
    if left:
        named = ", ".join(left[:NAMED_FILES]) + (", …" if len(left) > NAMED_FILES else "")
        logger.warning("%s: left out %d files that are no photos of a kind: %s", root, len(left), named)
    return rows


def _tell_of_undealt(root: Path, dealt: Set[Path]) -> None:
    """Name the folders of photos beside those of the parts: they may be a part under a name that nobody knows."""
    undealt = [path.name for path in _folders_of(root) if path not in dealt and any(map(is_photo, walk_files(path)))]
    if undealt:
        logger.warning("%s: left out %s, which name no part; known are %s", root, ", ".join(undealt), ", ".join(PARTS))


def walk_files(folder: Path) -> list[Path]:
    """The files of a folder, at any depth, in order; hidden ones and those in hidden folders do not count.

    Links to folders are followed, to each folder once.
    """
    found, seen = [], set()
    for place, folders, names in os.walk(folder, followlinks=True):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        real = os.path.realpath(place)
        if real in seen:
            logger.warning("%s: left out, for it is another name of %s", place, real)
            folders.clear()
            continue
        seen.add(real)
        found += [Path(place, name) for name in names if not name.startswith(".")]
    return sorted(path for path in found if path.is_file())


def is_photo(path: Path) -> bool:
    """Whether a file's name is that of a format which the service takes."""
    return path.suffix.lower() in SUFFIXES


def _folders_of(root: Path) -> list[Path]:
    return sorted(path for path in root.iterdir() if path.is_dir() and not path.name.startswith("."))


def _rows_of_names(root: Path, pattern: str) -> list[Row]:
    found = [(path, re.fullmatch(pattern, path.stem)) for path in walk_files(root) if is_photo(path)]
    return [Row(path, match[1], path.relative_to(root).as_posix(), None) for path, match in found if match]


def _rows_of_table(source: Source, root: Path) -> list[Row]:
    table, columns = root / str(source.csv), ["path", source.label, source.group, source.split]
    return [
        Row(
            root / row["path"],
            row[source.label],
            (source.group and row[source.group].strip()) or row["path"],
            _given_part(row[source.split], f"{table}, line {line}") if source.split else None,
        )
        for line, row in _read_table(table, [column for column in columns if column], filled=["path", source.label])
    ]


def _read_table(table: Path, columns: Sequence[str], *, filled: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a table by the number of their line; each has all the columns, and something in those `filled`."""
    try:
        with table.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            known = reader.fieldnames or ()
            missing = [column for column in columns if column not in known]
            if missing:
                raise DatasetError(f"{table}: no column {', '.join(missing)}; it has {', '.join(known)}")
            for row in reader:
                if None in row.values():
                    raise DatasetError(f"{table}, line {reader.line_num}: fewer cells than columns")
                empty = [column for column in filled if not row[column].strip()]
                if empty:
                    raise DatasetError(f"{table}, line {reader.line_num}: nothing in {', '.join(empty)}")
                yield reader.line_num, row
    except (OSError, UnicodeError, csv.Error) as error:
        raise DatasetError(f"{table} cannot be read: {error}") from error


def _given_part(word: str, place: str) -> PartName:
    part = part_named(word)
    if part is None:
        raise DatasetError(f"{place}: no part is called {word!r}; known are {', '.join(PARTS)}")
    return part
