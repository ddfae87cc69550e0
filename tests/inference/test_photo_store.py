"""The bytes of photos, in a folder and in a bucket."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import boto3
import httpx
import pytest

from inference.errors import PhotoFileMissing, StoreUnavailable
from inference.job_queue import JOB_TIMEOUT_S
from inference.photo_store import THUMBNAILS, FolderPhotoStore, PhotoStore, S3PhotoStore
from inference.processes.ports import free_port
from inference.resources import build_photo_store
from inference.settings import InferenceSettings

HASH = "ab" * 32


@pytest.fixture(scope="module")
def localbucket_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Another S3 server, which shares no code with moto."""
    port = str(free_port())
    command = [sys.executable, "-m", "localbucket", str(tmp_path_factory.mktemp("buckets")), "--port", port]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    for _ in range(100):
        with suppress(httpx.TransportError):
            httpx.get(url)
            break
        time.sleep(0.1)
    yield url
    process.terminate()
    process.wait(10)


@pytest.fixture(params=["folder", "moto", "localbucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> PhotoStore:
    if request.param == "folder":
        return FolderPhotoStore(tmp_path)
    client = boto3.client(
        "s3",
        endpoint_url=request.getfixturevalue(f"{request.param}_url"),
        region_name="us-east-1",
        aws_access_key_id="key",
        aws_secret_access_key="secret",
    )
    bucket = S3PhotoStore(client, "photos")
    bucket.prepare()
    return bucket


def test_files_are_listed_with_the_time_of_their_writing(store: PhotoStore) -> None:
    begin = datetime.now(UTC) - timedelta(seconds=2)
    store.put(HASH, b"photo")
    store.put(HASH, b"small", kind=THUMBNAILS)
    files = dict(store.files())
    assert begin <= files[HASH] <= datetime.now(UTC) + timedelta(seconds=2)
    assert HASH in dict(store.files(kind=THUMBNAILS))
    store.delete(HASH)
    assert HASH not in dict(store.files())


def test_bytes_come_back_by_hash_and_kind(store: PhotoStore) -> None:
    store.put(HASH, b"photo")
    store.put(HASH, b"photo")
    store.put(HASH, b"small", kind=THUMBNAILS)
    assert store.get(HASH) == b"photo"
    assert store.get(HASH, kind=THUMBNAILS) == b"small"
    assert store.has(HASH)


def test_deleted_photo_is_gone_with_its_copies_and_deleting_twice_does_no_harm(store: PhotoStore) -> None:
    store.put(HASH, b"photo")
    store.put(HASH, b"small", kind=THUMBNAILS)
    store.delete(HASH)
    store.delete(HASH)
    assert not store.has(HASH)
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


def test_bucket_that_never_answers_is_given_up_soon_and_named_in_the_log_alone(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION"):
        monkeypatch.setenv(name, "us-east-1")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        settings = InferenceSettings(_env_file=None, s3_bucket="photos", s3_endpoint=url)
        begin = time.monotonic()
        with pytest.raises(StoreUnavailable) as refused:
            build_photo_store(settings).get(HASH)
    assert time.monotonic() - begin < JOB_TIMEOUT_S
    assert str(refused.value) == "the bucket cannot be reached now"
    assert url in caplog.text


def test_folder_that_lets_go_of_nothing_says_so(tmp_path: Path) -> None:
    store = FolderPhotoStore(tmp_path)
    store.put(HASH, b"photo")
    (path,) = tmp_path.rglob(HASH)
    path.rename(path.with_suffix(".away"))
    path.mkdir()  # no unlink(2) removes a folder
    with pytest.raises(StoreUnavailable, match="delete"):
        store.delete(HASH)


def test_missing_bucket_is_made_and_one_that_is_there_is_left_alone(moto_url: str) -> None:
    client = boto3.client(
        "s3", endpoint_url=moto_url, region_name="us-east-1", aws_access_key_id="key", aws_secret_access_key="secret"
    )
    store = S3PhotoStore(client, "fresh")
    store.prepare()
    store.put(HASH, b"photo")
    store.prepare()
    assert store.get(HASH) == b"photo"
