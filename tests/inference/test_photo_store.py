"""The bytes of photos, in a folder and in a bucket."""

from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from inference.errors import PhotoFileMissing, StoreUnavailable
from inference.photo_store import THUMBNAILS, FolderPhotoStore, PhotoStore, S3PhotoStore

HASH = "ab" * 32


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """An S3 server, by moto, over real HTTP."""
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> PhotoStore:
    if request.param == "folder":
        return FolderPhotoStore(tmp_path)
    client = boto3.client(
        "s3",
        endpoint_url=request.getfixturevalue("endpoint"),
        region_name="us-east-1",
        aws_access_key_id="key",
        aws_secret_access_key="secret",
    )
    client.create_bucket(Bucket="photos")
    return S3PhotoStore(client, "photos")


def test_bytes_come_back_by_hash_and_kind(store: PhotoStore) -> None:
    store.put(HASH, b"photo")
    store.put(HASH, b"photo")
    store.put(HASH, b"small", kind=THUMBNAILS)
    assert store.get(HASH) == b"photo"
    assert store.get(HASH, kind=THUMBNAILS) == b"small"


def test_deleted_photo_is_gone_with_its_copies_and_deleting_twice_does_no_harm(store: PhotoStore) -> None:
    store.put(HASH, b"photo")
    store.put(HASH, b"small", kind=THUMBNAILS)
    store.delete(HASH)
    store.delete(HASH)
    for kind in ("originals", THUMBNAILS):
        with pytest.raises(PhotoFileMissing):
            store.get(HASH, kind=kind)


def test_failed_write_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StoreUnavailable, match="No space"):
        FolderPhotoStore(tmp_path).put(HASH, b"photo")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_missing_bucket_is_made_and_one_that_is_there_is_left_alone(endpoint: str) -> None:
    client = boto3.client(
        "s3", endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="key", aws_secret_access_key="secret"
    )
    store = S3PhotoStore(client, "fresh")
    store.prepare()
    store.put(HASH, b"photo")
    store.prepare()
    assert store.get(HASH) == b"photo"
