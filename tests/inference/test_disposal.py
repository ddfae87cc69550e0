"""The files of deleted photos, on both databases: they go at last, and never with a photo that needs them."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from catalog.database import create_database_engine, migrate, read_session, write_session
from catalog.doomed_files import due_files
from catalog.models import Photo, utc_now
from catalog.repository import delete_photo
from inference.copies import get_copy
from inference.disposal import delete_files, dispose_of
from inference.errors import PhotoFileMissing, StoreUnavailable
from inference.photo_store import ORIGINALS, THUMBNAILS, FolderPhotoStore
from inference.resources import Resources
from inference.uploads import Upload, store, store_new
from tests.databases import new_database
from tests.inference.conftest import Photograph, Serve
from tests.inference.stocked import open_catalogue
from tests.inference.test_protection import resources_of


class InterruptedStore(FolderPhotoStore):
    """A folder, and what somebody else does right after the first put, the first look or the first read."""

    def __init__(self, root: Path, **interruptions: Callable[[str], object]) -> None:
        super().__init__(root)
        self._interruptions = interruptions

    def put(self, sha256: str, data: bytes, *, kind: str = ORIGINALS) -> None:
        super().put(sha256, data, kind=kind)
        self._interrupt("put", sha256)

    def has(self, sha256: str) -> bool:
        found = super().has(sha256)
        self._interrupt("has", sha256)
        return found

    def get(self, sha256: str, *, kind: str = ORIGINALS) -> bytes:
        data = super().get(sha256, kind=kind)
        self._interrupt("get", sha256)
        return data

    def _interrupt(self, what: str, sha256: str) -> None:
        if what in self._interruptions:
            self._interruptions.pop(what)(sha256)


class StoreThatKeeps(FolderPhotoStore):
    """A store that deletes nothing now."""

    def delete(self, sha256: str) -> None:
        raise StoreUnavailable(f"the bucket of {sha256} is away")


@pytest.fixture(params=["sqlite", "postgresql"])
def resources(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Resources]:
    """An empty catalogue on either database."""
    opened = open_catalogue(tmp_path)
    if request.param == "postgresql":
        url = new_database(request.getfixturevalue("postgresql_url"), tmp_path.name)
        opened = replace(opened, engine=create_database_engine(url))
        migrate(opened.engine)
    yield opened
    opened.close()


@pytest.fixture
def folder(tmp_path: Path) -> FolderPhotoStore:
    """The store of the resources, as anybody else reaches it."""
    return FolderPhotoStore(tmp_path / "photos")


def interrupted(resources: Resources, tmp_path: Path, **interruptions: Callable[[str], object]) -> Resources:
    return replace(resources, store=InterruptedStore(tmp_path / "photos", **interruptions))


def delete(resources: Resources, photo: Photo) -> None:
    with write_session(resources.engine) as session:
        delete_photo(session, photo.id)


def owed(resources: Resources) -> list[str]:
    with read_session(resources.engine) as session:
        return due_files(session, at=utc_now() + timedelta(hours=1), limit=10)


def test_file_that_is_deleted_before_its_photo_is_written_is_put_again(
    resources: Resources, folder: FolderPhotoStore, photograph: Photograph, tmp_path: Path
) -> None:
    hasty = interrupted(resources, tmp_path, put=lambda sha256: delete_files(resources.engine, folder, [sha256]))
    photo = store(hasty, Upload(photograph(), "vegetables"))
    assert folder.has(photo.sha256)
    hasty = interrupted(resources, tmp_path, put=lambda sha256: delete_files(resources.engine, folder, [sha256]))
    imported = store_new(hasty, [Upload(photograph(), "vegetables")])
    assert folder.has(imported[0].sha256)  # type: ignore[union-attr]  # it is no error


def test_file_is_not_deleted_while_its_photo_is_being_written(
    resources: Resources, folder: FolderPhotoStore, photograph: Photograph, tmp_path: Path
) -> None:
    deleting: list[Future[None]] = []

    def delete_meanwhile(sha256: str) -> None:
        deleting.append(other.submit(delete_files, resources.engine, folder, [sha256]))
        with suppress(TimeoutError):
            deleting[0].result(timeout=0.5)

    with ThreadPoolExecutor() as other:
        hasty = interrupted(resources, tmp_path, has=delete_meanwhile)
        photo = store(hasty, Upload(photograph(), "vegetables"))
        deleting[0].result()
    assert folder.has(photo.sha256)


def test_file_goes_with_the_last_photo_that_needs_it(
    resources: Resources, folder: FolderPhotoStore, photograph: Photograph
) -> None:
    data = photograph()
    for left, domain in ((True, "vegetables"), (False, "grocery")):
        twins = [store(resources, Upload(data, name)) for name in (domain, "grocery")]
        delete(resources, twins[0])
        dispose_of(resources.engine, folder, owed(resources))
        assert folder.has(twins[0].sha256) is left
        assert owed(resources) == []


def test_file_that_cannot_be_deleted_now_is_deleted_later(
    resources: Resources, folder: FolderPhotoStore, photograph: Photograph, tmp_path: Path
) -> None:
    photo = store(resources, Upload(photograph(), "vegetables"))
    delete(resources, photo)
    dispose_of(resources.engine, StoreThatKeeps(tmp_path / "photos"), owed(resources))
    with read_session(resources.engine) as session:
        assert due_files(session, at=utc_now(), limit=10) == []
    dispose_of(resources.engine, folder, owed(resources))
    assert not folder.has(photo.sha256)
    assert owed(resources) == []


def test_copy_made_while_its_photo_is_deleted_is_not_left_behind(
    resources: Resources, folder: FolderPhotoStore, photograph: Photograph, tmp_path: Path
) -> None:
    photo = store(resources, Upload(photograph(), "vegetables"))

    def forget(sha256: str) -> None:
        delete(resources, photo)
        delete_files(resources.engine, folder, [sha256])

    get_copy(interrupted(resources, tmp_path, get=forget), photo.sha256, THUMBNAILS)
    with pytest.raises(PhotoFileMissing):
        folder.get(photo.sha256, kind=THUMBNAILS)


def test_forgetting_holds_while_the_store_is_away(serve: Serve, photograph: Photograph, tmp_path: Path) -> None:
    client = serve()
    own = resources_of(client)
    job = client.post("/v1/photos", params={"owner": "ada"}, files={"file": photograph()}).json()
    client.app.state.resources = replace(own, store=StoreThatKeeps(tmp_path))  # type: ignore[attr-defined]  # the app behind the client
    assert client.delete("/v1/photos", params={"owner": "ada"}).json() == {"deleted": 1}
    assert owed(own) == [job["photo"]["sha256"]]
    dispose_of(own.engine, own.store, owed(own))
    assert not own.store.has(job["photo"]["sha256"])
