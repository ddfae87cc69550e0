"""Waiting for a job: cheap, and over as soon as a worker says so."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from signal import SIGCONT, SIGSTOP

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr
from redis import Redis
from sqlalchemy import event

from inference.job_queue import JobQueue
from tests.inference.conftest import Photograph, Serve
from tests.processes import Running, start_redis

WAIT_S = 3
SCRAPE_S = 8  # Prometheus gives up after ten


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[tuple[Running, str]]:
    running, url = start_redis(tmp_path)
    yield running, url
    running.process.send_signal(SIGCONT)
    running.end()


@pytest.fixture
def client(serve: Serve, redis: tuple[Running, str]) -> TestClient:
    return serve(redis_url=SecretStr(redis[1]))


@pytest.fixture
def job(client: TestClient, photograph: Photograph) -> str:
    """A job that nobody works at."""
    found: str = client.post("/v1/photos", files={"file": photograph()}).json()["id"]
    return found


def test_waiting_looks_once_a_second(client: TestClient, job: str) -> None:
    asked: list[str] = []
    engine = client.app.state.resources.engine  # type: ignore[attr-defined]  # TestClient's app is any ASGI application
    event.listen(engine, "before_cursor_execute", lambda *found: asked.append(found[2]))
    begin = time.monotonic()
    assert client.get(f"/v1/jobs/{job}", params={"wait": WAIT_S}).json()["status"] == "queued"
    assert time.monotonic() - begin == pytest.approx(WAIT_S, abs=1)
    looks = sum("FROM task" in statement for statement in asked)
    assert 2 <= looks <= WAIT_S + 2


def test_announcement_has_us_look_at_once(client: TestClient, redis: tuple[Running, str], job: str) -> None:
    time.sleep(0.5)  # until the subscription stands
    looks: list[float] = []
    engine = client.app.state.resources.engine  # type: ignore[attr-defined]  # as above
    event.listen(engine, "before_cursor_execute", lambda *_: looks.append(time.monotonic()))
    announced: list[float] = []

    def announce() -> None:
        announced.append(time.monotonic())
        JobQueue(Redis.from_url(redis[1])).announce(job)

    threading.Timer(0.3, announce).start()
    client.get(f"/v1/jobs/{job}", params={"wait": 1})
    assert any(0 <= look - announced[0] < 0.3 for look in looks)


def test_those_who_wait_take_no_threads(client: TestClient, job: str) -> None:
    with ThreadPoolExecutor(80) as people:
        waiting = [people.submit(client.get, f"/v1/jobs/{job}", params={"wait": WAIT_S}) for _ in range(80)]
        time.sleep(1)
        begin = time.monotonic()
        assert client.get("/v1/palettes").status_code == 200
        assert time.monotonic() - begin < 1
        assert {answer.result().status_code for answer in waiting} == {200}


def test_service_is_ready_while_redis_hangs(client: TestClient, redis: tuple[Running, str]) -> None:
    client.get("/health/ready")  # which loads the model
    redis[0].process.send_signal(SIGSTOP)
    begin = time.monotonic()
    answer = client.get("/health/ready")
    assert time.monotonic() - begin < 3
    assert (answer.status_code, answer.json()["checks"]["redis"]) == (200, "TimeoutError")


def test_metrics_come_in_time_while_redis_hangs(client: TestClient, job: str, redis: tuple[Running, str]) -> None:
    assert "greengrocer_queue_depth{" in client.get("/metrics").text
    redis[0].process.send_signal(SIGSTOP)
    begin = time.monotonic()
    text = client.get("/metrics").text
    assert time.monotonic() - begin < SCRAPE_S
    assert "greengrocer_queue_depth{" not in text
