"""The bytes of photos, by their sha256: in a folder, or in a bucket of any S3."""

import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from inference.errors import PhotoFileMissing, StoreUnavailable

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

logger = logging.getLogger(__name__)

ORIGINALS, IMAGES, THUMBNAILS = "originals", "images", "thumbnails"
KINDS = (ORIGINALS, IMAGES, THUMBNAILS)
HASH_LENGTH = 64


class PhotoStore(Protocol):
    """Keeps originals, and copies without metadata to be served; writing the same bytes twice changes nothing."""

    def prepare(self) -> None:
        """Make the place for photos where it is missing."""
        ...

    def put(self, sha256: str, data: bytes, *, kind: str = ORIGINALS) -> None:
        """Keep bytes; they are safe on disk when this returns."""
        ...

    def get(self, sha256: str, *, kind: str = ORIGINALS) -> bytes:
        """Give the bytes back; raises PhotoFileMissing where there are none."""
        ...

    def has(self, sha256: str) -> bool:
        """Whether the original is there."""
        ...

    def delete(self, sha256: str) -> None:
        """Forget the original and then its copies; nothing happens where there are none."""
        ...

    def files(self, *, kind: str = ORIGINALS) -> Iterator[tuple[str, datetime]]:
        """The hash of every file, and when it was written, in UTC."""
        ...


class FolderPhotoStore:
    """Files below a root, spread over 256 folders by the first byte of the hash."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def prepare(self) -> None:
        """Make the root."""
        self._root.mkdir(parents=True, exist_ok=True)

    def put(self, sha256: str, data: bytes, *, kind: str = ORIGINALS) -> None:
        """Write to a temporary file, flush it to disk, then rename: a crash leaves the whole file or none."""
        path = self._path(sha256, kind)
        try:
            if not path.is_file() or path.stat().st_size != len(data):
                _write(path, data)
        except OSError as error:
            raise StoreUnavailable(f"the photo store cannot keep a photo now: {error.strerror}") from error

    def get(self, sha256: str, *, kind: str = ORIGINALS) -> bytes:
        """Read a file."""
        try:
            return self._path(sha256, kind).read_bytes()
        except FileNotFoundError as error:
            raise PhotoFileMissing(f"the store has no {kind} file {sha256[:12]}…") from error
        except OSError as error:
            raise StoreUnavailable(f"the photo store cannot be read now: {error.strerror}") from error

    def has(self, sha256: str) -> bool:
        """Look for the file."""
        return self._path(sha256, ORIGINALS).is_file()

    def delete(self, sha256: str) -> None:
        """Remove the files."""
        try:
            for kind in KINDS:
                self._path(sha256, kind).unlink(missing_ok=True)
        except OSError as error:
            raise StoreUnavailable(f"the photo store cannot delete a photo now: {error.strerror}") from error

    def files(self, *, kind: str = ORIGINALS) -> Iterator[tuple[str, datetime]]:
        """Walk through the folders."""
        for path in (self._root / kind).glob("??/*"):
            if len(path.name) == HASH_LENGTH:
                yield path.name, datetime.fromtimestamp(path.stat().st_mtime, UTC)

    def _path(self, sha256: str, kind: str) -> Path:
        return self._root / kind / sha256[:2] / sha256


class S3PhotoStore:
    """Objects of one bucket; S3 answers a put only when the object is durable."""

    def __init__(self, client: "S3Client", bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def prepare(self) -> None:
        """Make the bucket, where we may and it is missing."""
        from botocore.exceptions import ClientError

        with _reaching_bucket():
            try:
                self._client.head_bucket(Bucket=self._bucket)
            except ClientError as error:
                if error.response["ResponseMetadata"]["HTTPStatusCode"] != HTTPStatus.NOT_FOUND:
                    raise
                self._client.create_bucket(Bucket=self._bucket)

    def put(self, sha256: str, data: bytes, *, kind: str = ORIGINALS) -> None:
        """Write an object."""
        with _reaching_bucket():
            self._client.put_object(Bucket=self._bucket, Key=f"{kind}/{sha256}", Body=data)

    def get(self, sha256: str, *, kind: str = ORIGINALS) -> bytes:
        """Read an object."""
        with _reaching_bucket():
            try:
                data: bytes = self._client.get_object(Bucket=self._bucket, Key=f"{kind}/{sha256}")["Body"].read()
            except self._client.exceptions.NoSuchKey as error:
                raise PhotoFileMissing(f"the bucket has no {kind} object {sha256[:12]}…") from error
        return data

    def has(self, sha256: str) -> bool:
        """Ask for the object's head."""
        from botocore.exceptions import ClientError

        with _reaching_bucket():
            try:
                self._client.head_object(Bucket=self._bucket, Key=f"{ORIGINALS}/{sha256}")
            except ClientError as error:
                if error.response["ResponseMetadata"]["HTTPStatusCode"] != HTTPStatus.NOT_FOUND:
                    raise
                return False
        return True

    def delete(self, sha256: str) -> None:
        """Remove the objects."""
        with _reaching_bucket():
            for kind in KINDS:
                self._client.delete_object(Bucket=self._bucket, Key=f"{kind}/{sha256}")

    def files(self, *, kind: str = ORIGINALS) -> Iterator[tuple[str, datetime]]:
        """List the objects, a thousand at a time."""
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=f"{kind}/")
        with _reaching_bucket():
            for page in pages:
                for found in page.get("Contents", ()):
                    yield found["Key"].removeprefix(f"{kind}/"), found["LastModified"]


@contextmanager
def _reaching_bucket() -> Iterator[None]:
    """Turn what boto3 raises into our own error; what names endpoint and bucket stays in the log."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except (BotoCoreError, ClientError) as error:
        logger.warning("the bucket cannot be reached: %s", error)
        raise StoreUnavailable("the bucket cannot be reached now") from error


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".new-", delete=False) as file:
        temporary = Path(file.name)
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            temporary.replace(path)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make the rename itself durable (fsync(2): the directory entry needs its own)."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
