"""The worker and its Redis."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from inference.job_queue import JobQueue
from inference.resources import connect_redis
from inference.settings import InferenceSettings
from inference.worker import ready_worker
from tests.processes import start_redis


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[InferenceSettings]:
    running, url = start_redis(tmp_path)
    yield InferenceSettings(_env_file=None, data_dir=tmp_path, REDIS_URL=SecretStr(url))
    running.end()


def test_idle_worker_waits_for_work_longer_than_others_wait_for_an_answer(settings: InferenceSettings) -> None:
    with connect_redis(settings) as others, ready_worker(settings, threading.Event()) as worker:
        JobQueue(others).depth()
        patience = [redis.connection_pool.get_connection().socket_timeout for redis in (others, worker.connection)]
    assert patience[0] < worker.dequeue_timeout < patience[1]
