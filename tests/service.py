"""The service as separate processes that can be killed, and the proof that every photo was labelled once."""

import json
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import httpx
from redis import Redis
from sqlmodel import func, select

from catalog.database import create_database_engine, migrate, read_session
from catalog.models import Photo, Task, TaskStatus
from inference.processes.ports import free_port
from tests.processes import Running, await_ready, start, start_redis

PATIENCE_S = 300.0
PAUSE_S = 0.1
RETRYABLE = (httpx.codes.SERVICE_UNAVAILABLE, httpx.codes.TOO_MANY_REQUESTS)


class Service:
    """API, Redis and workers on one catalogue; leases are short, so that trials need not wait long."""

    def __init__(
        self, folder: Path, *, database: str | None = None, wrapper: Sequence[str] = (), **settings: str
    ) -> None:
        self.folder, self.wrapper = folder, wrapper
        self.database = database or f"sqlite:///{folder / 'greengrocer.db'}"
        self.redis, self.redis_url = start_redis(folder)
        self.url = f"http://127.0.0.1:{free_port()}"
        self.environment = {
            "DATABASE_URL": self.database,
            "REDIS_URL": self.redis_url,
            "INFERENCE_LEASE_SECONDS": "2",
            "INFERENCE_SWEEP_SECONDS": "0.3",
            "INFERENCE_LOG_FORMAT": "json",
            **settings,
        }
        self.engine = create_database_engine(self.database)
        migrate(self.engine)
        self.workers: list[Running] = []
        self.api = self.start_api()
        self.http = httpx.Client(base_url=self.url, timeout=30)

    def start_api(self) -> Running:
        """Start the API at the same port as ever, and wait for it."""
        port = self.url.rpartition(":")[2]
        self.api = start(self.folder, "serve", "--port", port, wrapper=self.wrapper, **self.environment)
        await_ready(self.url, self.api)
        return self.api

    def start_worker(self) -> Running:
        """Start another worker; it may still be loading its models when this returns."""
        worker = start(self.folder, "worker", wrapper=self.wrapper, **self.environment)
        self.workers.append(worker)
        return worker

    def start_redis(self) -> None:
        """Start Redis again, where it was."""
        port = self.redis_url.rpartition(":")[2].partition("/")[0]
        self.redis, _ = start_redis(self.folder, int(port))

    def client(self) -> "Redis":
        """A client of Redis."""
        return Redis.from_url(self.redis_url)

    def upload(self, paths: Sequence[Path]) -> list[str]:
        """Send photos; all are taken."""
        answers = [self.http.post("/v1/photos", files={"file": path.read_bytes()}) for path in paths]
        assert {answer.status_code for answer in answers} <= {httpx.codes.ACCEPTED}
        return [answer.json()["id"] for answer in answers]

    def count_tasks(self, *statuses: TaskStatus) -> int:
        """How many tasks have one of the statuses."""
        with read_session(self.engine) as session:
            return session.exec(select(func.count()).select_from(Task).where(Task.status.in_(statuses))).one()  # type: ignore[attr-defined]  # a column, to SQLAlchemy

    def await_workers(self, count: int) -> None:
        """Wait until workers listen to the queue."""
        self.wait(lambda: int(self.client().scard("rq:workers")) >= count, f"{count} workers")

    def await_quiet(self) -> None:
        """Wait until nothing is owed."""
        self.wait(lambda: not self.count_tasks(TaskStatus.QUEUED, TaskStatus.STARTED), "an empty outbox")

    def wait(self, is_so: Callable[[], bool], what: str) -> None:
        """Wait for something that is bound to come."""
        deadline = time.monotonic() + PATIENCE_S
        while not is_so():
            assert time.monotonic() < deadline, f"waited {PATIENCE_S} s for {what}"
            time.sleep(0.05)

    def check_labelled_once(self, ids: Sequence[str]) -> None:
        """Every photo that was taken is there, labelled, with each of its two tasks done once; no other photo is."""
        with read_session(self.engine) as session:
            photos = {photo.id: photo for photo in session.exec(select(Photo))}
            tasks = list(session.exec(select(Task)))
        assert set(photos) == set(ids)
        assert all(photo.status == "labelled" and photo.predicted_label and photo.color for photo in photos.values())
        assert sorted(task.photo_id for task in tasks) == sorted([*photos] * 2)
        assert all(task.status == "finished" for task in tasks)
        assert self.http.get("/v1/stats").json()["statuses"] == {"pending": 0, "labelled": len(photos), "failed": 0}
        assert max(self.completions().values(), default=1) == 1, "a photo was completed twice"

    def completions(self) -> Counter[str]:
        """How often workers wrote into their logs that a photo is labelled now."""
        lines = (line for worker in self.workers for line in worker.log.read_text().splitlines())
        events = (json.loads(line) for line in lines if line.startswith("{"))
        return Counter(event["photo"] for event in events if "is labelled" in event["event"])

    def close(self) -> None:
        """End everything."""
        self.http.close()
        self.engine.dispose()
        for running in [*self.workers, self.api, self.redis]:
            running.end(signal.SIGTERM)


class Sender(threading.Thread):
    """Sends photos one after another and tries again whatever was not taken, as the bot does."""

    def __init__(self, url: str, paths: Sequence[Path]) -> None:
        super().__init__(daemon=True)
        self._http = httpx.Client(base_url=url, timeout=30)
        self._paths = paths
        self.ids: list[str] = []
        self.refused = 0
        self.broken = 0

    def run(self) -> None:
        """Send them all."""
        with self._http:
            for path in self._paths:
                self._send(path.read_bytes())

    def _send(self, data: bytes) -> None:
        while True:
            try:
                answer = self._http.post("/v1/photos", files={"file": data})
            except httpx.TransportError:
                self.broken += 1
            else:
                if answer.status_code == httpx.codes.ACCEPTED:
                    self.ids.append(answer.json()["id"])
                    return
                assert answer.status_code in RETRYABLE, answer.text
                self.refused += 1
            time.sleep(PAUSE_S)
