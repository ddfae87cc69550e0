"""Import a folder or a zip of photos: streamed, idempotent, with the folder's name as the true label."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from catalog.domains import Domain
from catalog.errors import ImportRefused
from inference.errors import ImageError
from inference.resources import Resources
from inference.uploads import Upload, store

SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".heic", ".heif", ".avif"}


@dataclass(frozen=True)
class Found:
    """A photo to be imported: its name, and the folder it lies in."""

    name: str
    folder: str


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

    def names(self) -> list[Found]:
        """All photos, in order; nothing is read yet."""
        if self._path.is_dir():
            paths = sorted(path.relative_to(self._path).as_posix() for path in self._path.rglob("*") if path.is_file())
        else:
            with zipfile.ZipFile(self._path) as archive:
                paths = sorted(info.filename for info in archive.infolist() if not info.is_dir())
        return [Found(p, PurePosixPath(p).parent.name) for p in paths if PurePosixPath(p).suffix.lower() in SUFFIXES]

    def read(self, photos: list[Found], *, largest: int) -> Iterator[tuple[Found, bytes | None]]:
        """Give the bytes of photos, one at a time; None for one that is larger than allowed."""
        if self._path.is_dir():
            for photo in photos:
                path = self._path / photo.name
                yield photo, path.read_bytes() if path.stat().st_size <= largest else None
            return
        with zipfile.ZipFile(self._path) as archive:
            for photo in photos:
                yield photo, archive.read(photo.name) if archive.getinfo(photo.name).file_size <= largest else None


def import_photos(resources: Resources, source: PhotoSource, domain: Domain) -> Iterator[Summary]:
    """Store every photo, and give the summary after each; a worker's sweeper finds the work that is owed.

    What was there already changes nothing, so that an interrupted import is simply run again.
    """
    summary = Summary()
    largest = resources.settings.max_upload_bytes
    for photo, data in source.read(source.names(), largest=largest):
        if data is None:
            summary.bad.append(f"{photo.name}: larger than {largest} bytes")
        else:
            try:
                store(resources, Upload(data, domain.name, true_label=slug_of(photo.folder, domain)))
                summary.taken += 1
            except ImageError as error:
                summary.bad.append(f"{photo.name}: {error}")
        yield summary


def slug_of(folder: str, domain: Domain) -> str | None:
    """The label that a folder's name means, by slug or by any of its English names."""
    wanted = folder.lower().replace("_", " ").replace("-", " ").strip()
    for label in domain.labels:
        if wanted in {label.slug.replace("_", " "), *(word.lower() for word in label.words("en"))}:
            return label.slug
    return None
