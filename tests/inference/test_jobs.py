"""The two jobs of a photo, run in this process: what becomes of a task that fails."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from prometheus_client import REGISTRY

from catalog.database import read_session, write_session
from catalog.models import Photo, Task, TaskKind, utc_now
from catalog.tasks import owe_again, tasks_of
from inference.errors import StoreUnavailable
from inference.jobs import WORKBENCH, Workbench, classify_photo, name_photo_colors
from inference.photo_store import FolderPhotoStore
from inference.vision.registry import ModelRegistry
from tests.inference.conftest import Photograph
from tests.inference.test_protection import resources_of
from tests.inference.test_watching import spent_in


class StoreThatIsAway(FolderPhotoStore):
    """A photo store on a network that is down."""

    def get(self, sha256: str, *, kind: str = "originals") -> bytes:  # noqa: ARG002  # the store's signature
        raise StoreUnavailable("no route to host")


@pytest.fixture
def bench(client: TestClient) -> Iterator[Workbench]:
    own = resources_of(client)
    made = Workbench(own.engine, own.store, own.analyst, own.queue, own.settings)
    token = WORKBENCH.set(made)
    yield made
    WORKBENCH.reset(token)


def task_of(bench: Workbench, photo: dict[str, Any]) -> Task:
    with read_session(bench.engine) as session:
        return session.get_one(Task, f"{photo['id']}-classify")


def labelling_seconds(work: str) -> float:
    return REGISTRY.get_sample_value("greengrocer_labelling_seconds_sum", {"work": work}) or 0.0


def upload(client: TestClient, photograph: Photograph) -> dict[str, Any]:
    photo: dict[str, Any] = client.post("/v1/photos", files={"file": photograph()}).json()["photo"]
    return photo


def test_both_jobs_label_a_photo_and_running_again_changes_nothing(
    bench: Workbench, client: TestClient, photograph: Photograph
) -> None:
    photo = upload(client, photograph)
    for job, kind in ((classify_photo, "classify"), (name_photo_colors, "colors")) * 2:
        job(f"{photo['id']}-{kind}")
    labelled = client.get(f"/v1/photos/{photo['id']}").json()
    assert (labelled["status"], task_of(bench, photo).attempts) == ("labelled", 1)
    assert labelled["label"]
    assert set(labelled["colors"]) == {"basic", "rgb", "ryb"}


def test_second_job_of_a_photo_looks_no_second_time(
    bench: Workbench, client: TestClient, photograph: Photograph
) -> None:
    photo = upload(client, photograph)
    classify_photo(f"{photo['id']}-classify")
    before = spent_in("classify")
    name_photo_colors(f"{photo['id']}-colors")
    assert spent_in("classify") == before
    assert not bench.recent


def test_photo_of_long_ago_counts_from_when_it_was_owed_again(
    bench: Workbench, client: TestClient, photograph: Photograph
) -> None:
    photo = upload(client, photograph)
    name_photo_colors(f"{photo['id']}-colors")
    with write_session(bench.engine) as session:
        for row in (session.get_one(Photo, photo["id"]), *tasks_of(session, photo["id"])):
            row.created_at = utc_now() - timedelta(days=60)
        owe_again(session, [photo["id"]], TaskKind.CLASSIFY)
    before = spent_in("bulk_wait") + labelling_seconds("bulk")
    classify_photo(f"{photo['id']}-classify")
    assert before < spent_in("bulk_wait") + labelling_seconds("bulk") < before + 120


def test_outage_of_the_store_costs_no_attempt(
    bench: Workbench, client: TestClient, photograph: Photograph, tmp_path: Path
) -> None:
    photo = upload(client, photograph)
    WORKBENCH.set(Workbench(bench.engine, StoreThatIsAway(tmp_path), bench.analyst, bench.queue, bench.settings))
    for _ in range(bench.settings.max_attempts + 2):
        classify_photo(f"{photo['id']}-classify")
    task = task_of(bench, photo)
    assert (task.status, task.attempts) == ("queued", 0)
    assert task.due_at > task.created_at


def test_task_that_fells_every_worker_is_given_up(bench: Workbench, client: TestClient, photograph: Photograph) -> None:
    photo = upload(client, photograph)
    with write_session(bench.engine) as session:
        session.get_one(Task, f"{photo['id']}-classify").attempts = bench.settings.max_attempts
    classify_photo(f"{photo['id']}-classify")
    assert task_of(bench, photo).status == "failed"
    assert "the worker fell" in client.get(f"/v1/photos/{photo['id']}").json()["error"]


def test_photo_whose_model_is_not_here_yet_is_tried_again(
    bench: Workbench, client: TestClient, photograph: Photograph, tmp_path: Path
) -> None:
    photo = upload(client, photograph)
    bare = replace(bench, analyst=replace(bench.analyst, models=ModelRegistry(tmp_path)))
    for status in ["started"] * (bench.settings.max_attempts - 1) + ["failed"]:
        WORKBENCH.set(bare)
        classify_photo(f"{photo['id']}-classify")
        assert task_of(bench, photo).status == status


def test_photo_that_lost_its_bytes_fails_at_once(bench: Workbench, client: TestClient, photograph: Photograph) -> None:
    photo = upload(client, photograph)
    bench.store.delete(photo["sha256"])
    classify_photo(f"{photo['id']}-classify")
    assert (task_of(bench, photo).status, task_of(bench, photo).attempts) == ("failed", 1)
