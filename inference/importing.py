"""Import a folder or a zip of photos: streamed, idempotent, with the folder's name as the true label."""

import hashlib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from catalog.database import read_session
from catalog.domains import Domain
from catalog.errors import ImportRefused
from catalog.models import Photo, PhotoStatus
from catalog.repository import photo_id_of
from inference.errors import ImageError
from inference.resources import Resources
from inference.uploads import Upload, store

SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".heic", ".heif", ".avif"}


@dataclass
class Summary:
    """How an import went."""

    taken: int = 0
    bad: list[str] = field(default_factory=list)


class PhotoSource:
    """The photos of a folder (recursive) or a zip, one at a time.

    Raises:
        ImportRefused: it is neither.
    """

    def __init__(self, path: Path) -> None:
        if not path.is_dir() and not zipfile.is_zipfile(path):
            raise ImportRefused(f"{path} is neither a folder nor a zip")
        self._path = path

    def names(self) -> list[str]:
        """All photos, in order; nothing is read yet."""
        if self._path.is_dir():
            paths = sorted(path.relative_to(self._path).as_posix() for path in self._path.rglob("*") if path.is_file())
        else:
            with zipfile.ZipFile(self._path) as archive:
                paths = sorted(info.filename for info in archive.infolist() if not info.is_dir())
        return [path for path in paths if PurePosixPath(path).suffix.lower() in SUFFIXES]

    def read(self, names: list[str], *, largest: int) -> Iterator[tuple[str, bytes | None]]:
        """Give the bytes of photos, one at a time; None for one that is larger than allowed."""
        if self._path.is_dir():
            for name in names:
                path = self._path / name
                yield name, path.read_bytes() if path.stat().st_size <= largest else None
            return
        with zipfile.ZipFile(self._path) as archive:
            for name in names:
                yield name, archive.read(name) if archive.getinfo(name).file_size <= largest else None


def import_photos(resources: Resources, source: PhotoSource, domain: Domain) -> Iterator[Summary]:
    """Store every photo, and give the summary after each; a worker's sweeper finds the work that is owed.

    What was there already is not even decoded again, so that an interrupted import is simply run again.
    """
    summary = Summary()
    largest = resources.settings.max_upload_bytes
    for name, data in source.read(source.names(), largest=largest):
        if data is None:
            summary.bad.append(f"{name}: larger than {largest} bytes")
        else:
            try:
                _take(resources, Upload(data, domain.name, true_label=label_of(name, domain)))
                summary.taken += 1
            except ImageError as error:
                summary.bad.append(f"{name}: {error}")
        yield summary


def label_of(name: str, domain: Domain) -> str | None:
    """The label that the nearest of a photo's folders means: Pepper/Red-Bell-Pepper/1.jpg is a pepper."""
    return next((label for folder in PurePosixPath(name).parents if (label := slug_of(folder.name, domain))), None)


def slug_of(folder: str, domain: Domain) -> str | None:
    """The label that a folder's name means, by slug or by any of its English names."""
    wanted = folder.lower().replace("_", " ").replace("-", " ").strip()
    for label in domain.labels:
        if wanted in {label.slug.replace("_", " "), *(word.lower() for word in label.words("en"))}:
            return label.slug
    return None


def _take(resources: Resources, upload: Upload) -> None:
    with read_session(resources.engine) as session:
        known = session.get(Photo, photo_id_of(upload.domain, hashlib.sha256(upload.data).hexdigest()))
    is_done = known is not None and known.status != PhotoStatus.FAILED
    if not is_done or (upload.true_label and known and known.true_label != upload.true_label):
        store(resources, upload)
