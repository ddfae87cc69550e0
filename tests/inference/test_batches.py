"""Whole photos, many to a job: each is labelled once, and one that fails harms no other."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client import REGISTRY
from redis import ConnectionError as NotYet
from redis import Redis
from sqlmodel import select

from catalog.database import read_session, write_session
from catalog.domains import load_domains
from catalog.models import Photo, Task
from catalog.repository import delete_photo
from inference.batches import label_photos
from inference.job_queue import BATCH_PHOTOS, MOST_BULK_JOBS, JobQueue
from inference.jobs import WORKBENCH, Workbench, classify_photo
from inference.resources import Resources
from inference.sweeper import Sweeper
from inference.transfer.importing import PhotoSource, import_photos
from inference.uploads import Upload, store
from tests.inference.conftest import Photograph
from tests.inference.stocked import open_catalogue
from tests.inference.test_jobs import StoreThatIsAway
from tests.processes import start_redis

PHOTOS = 3


@pytest.fixture
def imported(tmp_path: Path, photograph: Photograph) -> Iterator[Resources]:
    """A catalogue into which a few photos were imported, with a workbench for its jobs."""
    folder = tmp_path / "photos" / "tomato"
    folder.mkdir(parents=True)
    for number in range(PHOTOS):
        (folder / f"{number}.jpg").write_bytes(photograph())
    resources = open_catalogue(tmp_path)
    list(import_photos(resources, PhotoSource(folder.parent), load_domains()["vegetables"]))
    bench = Workbench(resources.engine, resources.store, resources.analyst, resources.queue, resources.settings)
    token = WORKBENCH.set(bench)
    yield resources
    WORKBENCH.reset(token)
    resources.close()


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[JobQueue]:
    """A queue on a Redis of its own."""
    running, url = start_redis(tmp_path)
    with Redis.from_url(url) as client:
        while not _answers(client):
            time.sleep(0.02)
        yield JobQueue(client)
    running.end()


def _answers(client: Redis) -> bool:
    try:
        return bool(client.ping())
    except NotYet:
        return False


def photos_of(resources: Resources) -> list[Photo]:
    with read_session(resources.engine) as session:
        return list(session.exec(select(Photo).order_by(Photo.id)))


def tasks_in(resources: Resources) -> list[tuple[str, int]]:
    with read_session(resources.engine) as session:
        return [(task.status, task.attempts) for task in session.exec(select(Task).order_by(Task.id))]


def count_timings() -> list[float]:
    """How many waits and whole labellings were timed: of bulk work, then of people's."""
    asked = (("stage", "bulk_wait"), ("work", "bulk"), ("stage", "queue_wait"), ("work", "person"))
    names = {"stage": "greengrocer_stage_seconds_count", "work": "greengrocer_labelling_seconds_count"}
    return [REGISTRY.get_sample_value(names[label], {label: value}) or 0 for label, value in asked]


def sweeper_of(resources: Resources, queue: JobQueue) -> Sweeper:
    return Sweeper(resources.engine, queue, resources.store, lease_s=30, period_s=1)


def test_batch_labels_every_photo_and_running_again_changes_nothing(imported: Resources) -> None:
    ids = [photo.id for photo in photos_of(imported)]
    for _ in range(2):
        label_photos(*ids)
    assert {(photo.status, photo.label) for photo in photos_of(imported)} == {("labelled", "tomato")}
    assert all(photo.predicted_label and photo.color and photo.shares for photo in photos_of(imported))
    assert tasks_in(imported) == [("finished", 1)] * 2 * PHOTOS


def test_bulk_work_is_not_timed_as_peoples(imported: Resources) -> None:
    before = count_timings()
    label_photos(*(photo.id for photo in photos_of(imported)))
    assert [after - was for after, was in zip(count_timings(), before, strict=True)] == [PHOTOS, PHOTOS, 0, 0]


def test_photo_that_cannot_be_read_fails_alone(imported: Resources) -> None:
    broken, *others = photos_of(imported)
    imported.store.delete(broken.sha256)
    label_photos(broken.id, *(photo.id for photo in others))
    assert [photo.status for photo in photos_of(imported)] == ["failed", "labelled", "labelled"]


def test_photos_that_could_not_be_read_for_a_while_are_labelled_later(imported: Resources, tmp_path: Path) -> None:
    ids, bench = [photo.id for photo in photos_of(imported)], WORKBENCH.get()
    token = WORKBENCH.set(replace(bench, store=StoreThatIsAway(tmp_path / "away")))
    label_photos(*ids)
    WORKBENCH.reset(token)
    assert tasks_in(imported) == [("queued", 0)] * 2 * PHOTOS
    label_photos(*ids)
    assert {photo.status for photo in photos_of(imported)} == {"labelled"}


def test_photo_somebody_is_at_is_left_to_them(imported: Resources) -> None:
    begun, *others = photos_of(imported)
    classify_photo(f"{begun.id}-classify")
    label_photos(begun.id, *(photo.id for photo in others))
    assert [photo.status for photo in photos_of(imported)] == ["pending", "labelled", "labelled"]


def test_photos_nobody_tried_are_handed_over_once_and_together(imported: Resources, queue: JobQueue) -> None:
    sweeper = sweeper_of(imported, queue)
    assert sweeper.sweep() == 2 * PHOTOS
    assert sweeper.sweep(ahead=timedelta(days=1)) == 0
    assert queue.depth() == queue.bulk_depth() == 2 * PHOTOS
    assert len(queue.bulk_jobs()) == 1


def test_photo_that_was_tried_is_handed_over_by_itself(imported: Resources, queue: JobQueue) -> None:
    ids = [photo.id for photo in photos_of(imported)]
    classify_photo(f"{ids[0]}-classify")
    assert sweeper_of(imported, queue).sweep() == 2 * PHOTOS - 1
    assert queue.depth() == 2 * PHOTOS - 1
    assert sorted(ids[0] in job for job in queue.bulk_jobs()) == [False, True]
    assert f"{ids[0]}-colors" in queue.bulk_jobs()


def test_persons_photo_does_not_wait_behind_an_import(
    imported: Resources, queue: JobQueue, photograph: Photograph
) -> None:
    photo = store(imported, Upload(photograph(), "vegetables"))
    assert sweeper_of(imported, queue).sweep() == 2 * PHOTOS + 2
    assert not any(photo.id in job for job in queue.bulk_jobs())
    assert {f"{photo.id}-classify", f"{photo.id}-colors"} <= set(queue.waiting())


def test_sweeper_deletes_the_files_of_deleted_photos(imported: Resources, queue: JobQueue) -> None:
    gone, *others = photos_of(imported)
    with write_session(imported.engine) as session:
        delete_photo(session, gone.id)
    sweeper_of(imported, queue).tidy_up()
    assert [imported.store.has(photo.sha256) for photo in (gone, *others)] == [False, True, True]


def test_no_more_batches_wait_than_there_is_room_for(queue: JobQueue) -> None:
    ids = [f"{number:032x}" for number in range(BATCH_PHOTOS * MOST_BULK_JOBS + 5)]
    assert len(queue.enqueue_bulk(ids, [])) == 2 * BATCH_PHOTOS * MOST_BULK_JOBS
    assert queue.enqueue_bulk(ids[-5:], ["1-classify"]) == []
