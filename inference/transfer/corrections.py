"""Corrections as a training set: a folder a kind with its photos, and a table of who said what."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import col, select

from catalog.database import read_session
from catalog.models import Photo
from inference.resources import Resources
from inference.vision.images import encode_jpeg, open_image

TABLE_FILE = "photos.csv"
COLUMNS = ("path", "label", "true_label", "predicted_label", "score", "model", "domain")


@dataclass(frozen=True)
class Exported:
    """A photo that was written, by its path below the folder."""

    path: str
    label: str


def export_corrected(resources: Resources, folder: Path, *, domain: str | None = None) -> Iterator[Exported]:
    """Write every photo that a person corrected or confirmed, upright and without metadata; written again, the same.

    `greengrocer train` takes the folder as it is: a kind is a folder's name.

    Raises:
        PhotoFileMissing, ImageError: a photo cannot be read any more.
    """
    with read_session(resources.engine) as session:
        statement = select(Photo).where(col(Photo.corrected_label).is_not(None)).order_by(Photo.id)
        photos = session.exec(statement.where(Photo.domain == domain) if domain else statement).all()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / TABLE_FILE).open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(COLUMNS)
        for photo in photos:
            exported = _write(resources, folder, photo)
            said = (photo.true_label, photo.predicted_label, photo.score, photo.model, photo.domain)
            table.writerow((exported.path, exported.label, *said))
            yield exported


def _write(resources: Resources, folder: Path, photo: Photo) -> Exported:
    label = photo.corrected_label or ""
    path = folder / label / f"{photo.id}.jpg"
    for stale in folder.glob(f"*/{photo.id}.jpg"):
        if stale != path:  # the person has changed their mind since the last export
            stale.unlink()
    image = open_image(resources.store.get(photo.sha256), max_pixels=resources.settings.max_pixels).image
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(encode_jpeg(image))
    return Exported(path.relative_to(folder).as_posix(), label)
