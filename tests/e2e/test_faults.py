"""What is answered 202 is labelled exactly once, whatever falls over."""

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from redis import Redis
from sqlalchemy import func
from sqlmodel import select

from catalog.database import create_database_engine, read_session
from catalog.models import Photo, Task, TaskStatus
from inference.supervisor import free_port
from tests.processes import Running, await_ready, start, start_redis

PATIENCE_S = 60.0


class Parts:
    """API, Redis and workers, each its own process that can be killed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = f"sqlite:///{folder / 'greengrocer.db'}"
        self.redis, self.redis_url = start_redis(folder)
        self.port = free_port()
        self.environment = {
            "REDIS_URL": self.redis_url,
            "INFERENCE_LEASE_SECONDS": "2",
            "INFERENCE_SWEEP_SECONDS": "0.3",
        }
        self.api = start(folder, "serve", "--port", str(self.port), **self.environment)
        self.workers: list[Running] = []
        self.http = httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=30)
        await_ready(f"http://127.0.0.1:{self.port}", self.api)

    def start_worker(self) -> Running:
        worker = start(self.folder, "worker", **self.environment)
        self.workers.append(worker)
        return worker

    def await_workers(self, count: int) -> None:
        redis = Redis.from_url(self.redis_url)
        deadline = time.monotonic() + PATIENCE_S
        while redis.scard("rq:workers") < count:
            assert time.monotonic() < deadline, f"{count} workers never came"
            time.sleep(0.05)
        redis.close()

    def upload(self, paths: list[Path]) -> list[str]:
        answers = [self.http.post("/v1/photos", files={"file": path.read_bytes()}) for path in paths]
        assert {answer.status_code for answer in answers} == {httpx.codes.ACCEPTED}
        return [answer.json()["id"] for answer in answers]

    def await_all(self, ids: list[str]) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while (left := [i for i in ids if self.http.get(f"/v1/jobs/{i}").json()["status"] != "finished"]) != []:
            assert time.monotonic() < deadline, f"{len(left)} of {len(ids)} never finished"
            time.sleep(0.1)

    def await_finished_tasks(self, count: int) -> None:
        engine = create_database_engine(self.database)
        deadline = time.monotonic() + PATIENCE_S
        finished = select(func.count()).select_from(Task).where(Task.status == TaskStatus.FINISHED)
        while True:
            with read_session(engine) as session:
                if session.exec(finished).one() >= count:
                    break
            assert time.monotonic() < deadline
            time.sleep(0.01)
        engine.dispose()

    def check_labelled_once(self, ids: list[str]) -> None:
        engine = create_database_engine(self.database)
        with read_session(engine) as session:
            photos = {photo.id: photo for photo in session.exec(select(Photo))}
            tasks = list(session.exec(select(Task)))
        engine.dispose()
        assert set(photos) == set(ids)
        assert all(photo.status == "labelled" and photo.predicted_label and photo.color for photo in photos.values())
        assert sorted(task.photo_id for task in tasks) == sorted(ids * 2)
        assert all(task.status == "finished" for task in tasks)

    def close(self) -> None:
        self.http.close()
        for running in [*self.workers, self.api, self.redis]:
            running.end(signal.SIGTERM)


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    own = Parts(tmp_path)
    yield own
    own.close()


@pytest.fixture(scope="session")
def photos(shared_data: Path) -> list[Path]:
    return [
        path
        for kind in ("Carrot", "Tomato", "Pumpkin")
        for path in sorted((shared_data / "vegetables15" / kind).glob("*.jpg"))[:14]
    ]


def test_worker_killed_in_mid_job_loses_and_doubles_nothing(parts: Parts, photos: list[Path]) -> None:
    ids = parts.upload(photos)
    for share in (0.1, 0.4, 0.7):
        worker = parts.start_worker()
        parts.await_finished_tasks(round(share * 2 * len(ids)))
        worker.end(signal.SIGKILL)
    assert parts.http.get("/v1/stats").json()["statuses"]["pending"] > 0
    parts.start_worker()
    parts.await_all(ids)
    parts.check_labelled_once(ids)


def test_emptied_redis_loses_nothing(parts: Parts, photos: list[Path]) -> None:
    ids = parts.upload(photos[:10])
    Redis.from_url(parts.redis_url).flushall()
    parts.start_worker()
    parts.await_all(ids)
    parts.check_labelled_once(ids)


def test_photo_is_taken_in_while_redis_is_away(parts: Parts, photos: list[Path]) -> None:
    parts.redis.end(signal.SIGKILL)
    ids = parts.upload(photos[:3])
    port = parts.redis_url.rpartition(":")[2].partition("/")[0]
    assert parts.http.get(f"/v1/jobs/{ids[0]}").json()["status"] == "queued"
    parts.redis, _ = start_redis(parts.folder, int(port))
    parts.start_worker()
    parts.await_all(ids)
    parts.check_labelled_once(ids)


def test_two_workers_share_the_work_and_double_nothing(parts: Parts, photos: list[Path]) -> None:
    parts.start_worker()
    parts.start_worker()
    ids = parts.upload(photos[:20])
    parts.await_all(ids)
    parts.check_labelled_once(ids)


def test_worker_ends_cleanly_on_sigterm(parts: Parts) -> None:
    worker = parts.start_worker()
    parts.await_workers(1)
    assert worker.end(signal.SIGTERM) == 0, worker.log.read_text()
