"""The sweeper: hands to the queue whatever the catalogue still owes and Redis does not hold, and tidies up."""

import logging
import threading
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from redis.exceptions import RedisError
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from catalog.database import read_session, write_session
from catalog.doomed_files import due_files
from catalog.models import Task, TaskKind, utc_now
from catalog.request_keys import count_old_keys, purge_keys
from catalog.tasks import due_tasks, postpone_tasks
from inference.disposal import dispose_of
from inference.job_queue import BATCH_PHOTOS, MOST_BULK_JOBS, JobQueue
from inference.photo_store import PhotoStore

logger = logging.getLogger(__name__)

LIMIT = len(TaskKind) * BATCH_PHOTOS * MOST_BULK_JOBS
MOST_FILES = 320
FAR_AHEAD = timedelta(days=365)


class Sweeper:
    """Sweeps at the start regardless of leases, then again and again by them, on a thread of its own."""

    def __init__(self, engine: Engine, queue: JobQueue, store: PhotoStore, *, lease_s: float, period_s: float) -> None:
        self._engine, self._queue, self._store = engine, queue, store
        self._lease = timedelta(seconds=lease_s)
        self._period_s = period_s
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sweeper", daemon=True)

    def start(self) -> None:
        """Begin to sweep."""
        self._thread.start()

    def stop(self) -> None:
        """End, waiting for the sweep at hand."""
        self._stopping.set()
        self._thread.join(timeout=self._period_s + 5)

    def sweep(self, *, ahead: timedelta = timedelta()) -> int:
        """Enqueue what is due by now, or `ahead` of time; the number of tasks handed over."""
        waiting = set(self._queue.waiting())
        with read_session(self._engine) as session:
            persons, bulk = (due_tasks(session, at=utc_now() + ahead, limit=LIMIT, bulk=b) for b in (False, True))
        kept = [task.id for task in (*persons, *bulk) if task.id in waiting]
        taken = self._queue.enqueue(task.id for task in persons if task.id not in waiting)
        taken += self._queue.enqueue_bulk(*_split([task for task in bulk if task.id not in waiting]))
        if taken or kept:
            with write_session(self._engine) as session:
                postpone_tasks(session, [*taken, *kept], until=utc_now() + self._lease)
        return len(taken)

    def tidy_up(self) -> None:
        """Delete files of deleted photos, and forget old keys of requests; where there are none nothing is written."""
        with read_session(self._engine) as session:
            hashes = due_files(session, at=utc_now(), limit=MOST_FILES)
            old_keys = count_old_keys(session)
        dispose_of(self._engine, self._store, hashes)
        if old_keys:
            with write_session(self._engine) as session:
                purge_keys(session)

    def _run(self) -> None:
        ahead = FAR_AHEAD
        while not self._stopping.is_set():
            try:
                count = self.sweep(ahead=ahead)
                ahead = timedelta()
                if count:
                    logger.info("swept %d tasks into the queue", count)
                self.tidy_up()
            except (RedisError, SQLAlchemyError) as error:
                logger.warning("cannot sweep now: %s", error)
            self._stopping.wait(self._period_s)


def _split(tasks: Sequence[Task]) -> tuple[list[str], list[str]]:
    """The photos that owe all their work, none of it tried, and the ids of all other tasks.

    A photo over which a worker may have fallen is so tried by itself.
    """
    untried = Counter(task.photo_id for task in tasks if not task.attempts)
    whole = {photo_id: None for photo_id, count in untried.items() if count == len(TaskKind)}
    return list(whole), [task.id for task in tasks if task.photo_id not in whole]
