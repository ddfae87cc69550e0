"""Which photos of a folder nobody took: `generated.csv`. Such photos are trained on and never tested on."""

import csv
from dataclasses import asdict, dataclass, fields
from pathlib import Path

MANIFEST_FILE = "generated.csv"


@dataclass(frozen=True)
class Generated:
    """One generated photo: its path below the folder, its kind, and what it was made by and of."""

    path: str
    label: str
    method: str
    source: str
    number: int


def read_manifest(folder: Path) -> list[Generated]:
    """The generated photos of a folder that are still there; none where it has no manifest."""
    path = folder / MANIFEST_FILE
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        rows = [Generated(**{**row, "number": int(row["number"])}) for row in csv.DictReader(file)]  # type: ignore[arg-type]  # a row of text
    return [row for row in rows if (folder / row.path).is_file()]


def generated_paths(folder: Path) -> set[Path]:
    """The generated photos of a folder, as paths."""
    return {folder / row.path for row in read_manifest(folder)}


def add_photo(folder: Path, photo: Generated, data: bytes) -> None:
    """Keep a photo, and only then name it in the manifest: an interrupted run goes on from there."""
    path = folder / photo.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    manifest = folder / MANIFEST_FILE
    is_new = not manifest.is_file()
    with manifest.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(Generated)])
        if is_new:
            writer.writeheader()
        writer.writerow(asdict(photo))
