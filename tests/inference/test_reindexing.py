"""Catalogue and photo store brought back together."""

import os
from pathlib import Path

import pytest
from sqlalchemy import event

from catalog.database import read_session, write_session
from catalog.models import Photo, utc_now
from catalog.repository import NewPhoto, add_photos, count_photos
from catalog.tasks import due_tasks
from inference.errors import ReindexRefused
from inference.photo_store import THUMBNAILS
from inference.reindexing import BATCH, Findings, find_faults, mend
from inference.resources import Resources
from tests.inference.stocked import add, open_catalogue

ORPHAN = "ab" * 32


@pytest.fixture
def stocked(tmp_path: Path) -> Resources:
    """Five photos, one of them seen by an older model, all without thumbnails."""
    resources = open_catalogue(tmp_path)
    for shade in range(4):
        add(resources, 50 * shade)
    add(resources, 250, model="older")
    return resources


def age(folder: Path, sha256: str) -> None:
    path = next(folder.rglob(sha256))
    os.utime(path, (path.stat().st_atime, path.stat().st_mtime - 7200))


def test_each_fault_is_found_and_mended_and_then_there_is_none(stocked: Resources, tmp_path: Path) -> None:
    lost = add(stocked, 30)
    stocked.store.delete(lost.sha256)
    stocked.store.put(ORPHAN, b"nobody's")
    age(tmp_path, ORPHAN)
    findings = find_faults(stocked)
    assert (findings.orphan_files, findings.without_file) == ([ORPHAN], [lost.id])
    assert (len(findings.without_thumbnail), len(findings.to_classify)) == (5, 1)
    mend(stocked, findings)
    healed = find_faults(stocked)
    assert [*healed.orphan_files, *healed.without_file, *healed.without_thumbnail, *healed.to_classify] == []
    assert len({sha256 for sha256, _ in stocked.store.files(kind=THUMBNAILS)}) == 5
    with read_session(stocked.engine) as session:
        assert [task.kind for task in due_tasks(session, at=utc_now(), limit=9, bulk=True)] == ["classify"]
        assert count_photos(session).labels == {"tomato": 5}


def test_file_that_may_belong_to_an_upload_under_way_is_left_alone(stocked: Resources) -> None:
    stocked.store.put(ORPHAN, b"coming in")
    assert find_faults(stocked).orphan_files == []


def test_photo_that_came_in_while_others_were_looked_at_stays(stocked: Resources) -> None:
    lost, found = add(stocked, 30), add(stocked, 40)
    data = stocked.store.get(found.sha256)
    for photo in (lost, found):
        stocked.store.delete(photo.sha256)
    findings = find_faults(stocked)
    stocked.store.put(found.sha256, data)
    mend(stocked, findings)
    with read_session(stocked.engine) as session:
        assert [bool(session.get(Photo, photo.id)) for photo in (lost, found)] == [False, True]


def test_others_have_their_turn_while_many_photos_are_mended(stocked: Resources) -> None:
    new = [NewPhoto(f"{number:064x}", "vegetables", "image/jpeg", 4, 3, 100) for number in range(2 * BATCH + 1)]
    ids = [photo.id for photo in new]
    with write_session(stocked.engine) as session:
        add_photos(session, new)
    turns, statements = [], []
    event.listen(stocked.engine, "commit", turns.append)
    event.listen(stocked.engine, "before_cursor_execute", lambda *arguments: statements.append(arguments))
    mend(stocked, Findings(photos=len(ids), to_classify=ids))
    mend(stocked, Findings(photos=2 * len(ids), without_file=ids))
    assert len(turns) == 2 * (3 + 1)
    assert len(statements) < len(ids)
    with read_session(stocked.engine) as session:
        assert count_photos(session).total == 5


def test_store_of_another_catalogue_is_not_emptied(stocked: Resources, tmp_path: Path) -> None:
    elsewhere = open_catalogue(tmp_path / "elsewhere")
    for sha256, _ in list(stocked.store.files()):
        age(tmp_path, sha256)
    strange = Resources(**vars(stocked) | {"engine": elsewhere.engine})
    with pytest.raises(ReindexRefused, match="files have no photo"):
        mend(strange, find_faults(strange))
    stranger = Resources(**vars(stocked) | {"store": elsewhere.store})
    with pytest.raises(ReindexRefused, match="photos have no file"):
        mend(stranger, find_faults(stranger))
