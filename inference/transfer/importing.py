"""Import a folder or a zip of photos: streamed, idempotent, with the folder's name as the true label."""

import functools
import hashlib
import lzma
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from sqlmodel import col, select

from catalog.database import read_session
from catalog.domains import Domain
from catalog.errors import ImportRefused
from catalog.models import Photo, PhotoStatus
from catalog.repository import NewPhoto, photo_id_of
from inference.errors import BrokenImage, ImageError, UploadTooLarge
from inference.resources import Resources
from inference.uploads import Upload, store, store_new
from inference.vision.images import SUFFIXES

BATCH_FILES = 32
BATCH_BYTES = 32_000_000

UNREADABLE = (OSError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error, lzma.LZMAError)  # by a file, by a member

File = tuple[str, bytes | ImageError]


@dataclass
class Summary:
    """How an import went so far: photos that are new, files whose photo was there already, files that were refused."""

    new: int = 0
    known: int = 0
    bad: list[str] = field(default_factory=list)

    @property
    def seen(self) -> int:
        """How many files were looked at."""
        return self.new + self.known + len(self.bad)


class PhotoSource:
    """The photos of a folder (recursive) or a zip, one at a time.

    Raises:
        ImportRefused: it is neither.
    """

    def __init__(self, path: Path) -> None:
        if not path.is_dir():
            try:
                zipfile.ZipFile(path).close()
            except (OSError, zipfile.BadZipFile) as error:
                raise ImportRefused(f"{path} is neither a folder nor a zip") from error
        self._path = path

    def names(self) -> list[str]:
        """All photos, in order; nothing is read yet."""
        return [path for path in self._paths if _suffix_of(path) in SUFFIXES]

    def others(self) -> Counter[str]:
        """How many files are passed over, by their suffix: they are of no format that photos are read from."""
        return Counter(suffix for path in self._paths if (suffix := _suffix_of(path)) not in SUFFIXES)

    def read(self, names: list[str], *, largest: int) -> Iterator[File]:
        """Give the bytes of photos, one at a time, or why one cannot be used; no more is read than is allowed."""
        if self._path.is_dir():
            for name in names:
                yield name, _read(functools.partial(_open, self._path / name), largest=largest)
            return
        with zipfile.ZipFile(self._path) as archive:
            for name in names:
                yield name, _read(functools.partial(archive.open, name), largest=largest)

    @functools.cached_property
    def _paths(self) -> list[str]:
        if self._path.is_dir():
            return sorted(path.relative_to(self._path).as_posix() for path in self._path.rglob("*") if path.is_file())
        with zipfile.ZipFile(self._path) as archive:
            return sorted(info.filename for info in archive.infolist() if not info.is_dir())


def import_photos(resources: Resources, source: PhotoSource, domain: Domain) -> Iterator[Summary]:
    """Store the photos, and give the summary after every few; a worker's sweeper finds the work that is owed.

    What was there already is not even decoded again, so that an interrupted import is simply run again.
    """
    summary = Summary()
    largest = resources.settings.max_upload_bytes
    label = functools.cache(functools.partial(label_of, domain=domain))
    for batch in _batches(source.read(source.names(), largest=largest)):
        read = {name: data for name, data in batch if isinstance(data, bytes)}
        faults = {name: str(data) for name, data in batch if not isinstance(data, bytes)}
        labels = {name: label(PurePosixPath(name).parent) for name in read}
        uploads = {name: Upload(data, domain.name, true_label=labels[name]) for name, data in read.items()}
        found = _take(resources, uploads)
        faults |= {name: str(error) for name, error in found.faults.items()}
        summary.new += found.new
        summary.known += len(batch) - len(faults) - found.new
        summary.bad += [f"{name}: {fault}" for name, fault in sorted(faults.items())]
        yield summary


def label_of(folder: PurePosixPath, domain: Domain) -> str | None:
    """The label that a photo's folder means, or the nearest above it: Pepper/Red-Bell-Pepper holds peppers."""
    return next((label for one in (folder, *folder.parents) if (label := slug_of(one.name, domain))), None)


def slug_of(folder: str, domain: Domain) -> str | None:
    """The label that a folder's name means, by slug or by any of its English names."""
    wanted = folder.lower().replace("_", " ").replace("-", " ").strip()
    for label in domain.labels:
        if wanted in {label.slug.replace("_", " "), *(word.lower() for word in label.words("en"))}:
            return label.slug
    return None


def _suffix_of(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def _open(path: Path) -> IO[bytes]:
    return path.open("rb")


def _read(open_file: Callable[[], IO[bytes]], *, largest: int) -> bytes | ImageError:
    """Read a file, but never far beyond what is allowed: what a zip says of its members' sizes need not be true."""
    try:
        with open_file() as file:
            data = file.read(largest + 1)
    except UNREADABLE as error:
        return BrokenImage(f"cannot be read: {error}")
    return data if len(data) <= largest else UploadTooLarge(f"larger than {largest} bytes")


def _batches(files: Iterable[File]) -> Iterator[list[File]]:
    """Some files at a time, few enough to be held in memory."""
    batch: list[File] = []
    for file in files:
        batch.append(file)
        if len(batch) == BATCH_FILES or sum(len(data) for _, data in batch if isinstance(data, bytes)) >= BATCH_BYTES:
            yield batch
            batch = []
    if batch:
        yield batch


@dataclass(frozen=True)
class _Taken:
    """How many photos of a batch are new, and what of it cannot be used, by name."""

    new: int
    faults: dict[str, ImageError]


def _take(resources: Resources, uploads: dict[str, Upload]) -> _Taken:
    """Store what is new, all at once, and what is to be tried or labelled anew."""
    known = _find_known(resources, uploads)
    faults = {}
    for name, photo in known.items():
        if photo.status == PhotoStatus.FAILED or uploads[name].true_label not in {None, photo.true_label}:
            try:
                store(resources, uploads[name])
            except ImageError as error:
                faults[name] = error
    new = [name for name in uploads if name not in known]
    found = dict(zip(new, store_new(resources, [uploads[name] for name in new]), strict=True))
    faults |= {name: error for name, error in found.items() if isinstance(error, ImageError)}
    return _Taken(len({photo.id for photo in found.values() if isinstance(photo, NewPhoto)}), faults)


def _find_known(resources: Resources, uploads: dict[str, Upload]) -> dict[str, Photo]:
    """The photos that are in the catalogue already, by name."""
    ids = {name: photo_id_of(up.domain, hashlib.sha256(up.data).hexdigest()) for name, up in uploads.items()}
    with read_session(resources.engine) as session:
        rows = {photo.id: photo for photo in session.exec(select(Photo).where(col(Photo.id).in_(ids.values())))}
    return {name: rows[photo_id] for name, photo_id in ids.items() if photo_id in rows}
