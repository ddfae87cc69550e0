"""The queue of work, on RQ: at-least-once, resting on the outbox in the catalogue."""

import itertools
import logging
from collections.abc import Iterable, Sequence

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.serializers import JSONSerializer

from catalog.models import TaskKind
from catalog.repository import task_id

logger = logging.getLogger(__name__)

QUEUE_NAME = "greengrocer"
BULK_QUEUE_NAME = "greengrocer-bulk"
BATCH = "batch-"
BATCH_PHOTOS = 16
MOST_BULK_JOBS = 48
LABELLED_CHANNEL = "greengrocer:labelled:"
JOB_TIMEOUT_S = 30
BATCH_TIMEOUT_S = JOB_TIMEOUT_S * BATCH_PHOTOS
RESULT_TTL_S = 60
FAILURE_TTL_S = 3600
BATCH_JOB = "inference.batches.label_photos"
JOBS = {TaskKind.CLASSIFY: "inference.jobs.classify_photo", TaskKind.COLORS: "inference.jobs.name_photo_colors"}

NamedJob = tuple[str, Sequence[str], str]  # the function, its arguments, the name


class JobQueue:
    """Hands tasks to RQ; when Redis is away nothing is lost, for the sweeper comes back to them."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._queue = Queue(QUEUE_NAME, connection=redis, serializer=JSONSerializer, default_timeout=JOB_TIMEOUT_S)
        self._bulk = Queue(
            BULK_QUEUE_NAME, connection=redis, serializer=JSONSerializer, default_timeout=BATCH_TIMEOUT_S
        )

    def enqueue(self, task_ids: Iterable[str]) -> list[str]:
        """Hand tasks over; gives back those that Redis took."""
        return self._hand_over(self._queue, [_job_of(owed) for owed in task_ids])

    def enqueue_bulk(self, whole: Sequence[str], task_ids: Sequence[str]) -> list[str]:
        """Hand bulk work over, whole photos many to a job, as far as there is room: the tasks that Redis took.

        Workers take bulk work only while nothing else waits, so that nobody waits behind an import.
        """
        batches = [whole[begin : begin + BATCH_PHOTOS] for begin in range(0, len(whole), BATCH_PHOTOS)]
        jobs = [(BATCH_JOB, batch, BATCH + "-".join(batch)) for batch in batches]
        return self._hand_over(self._bulk, [*jobs, *map(_job_of, task_ids)], most=MOST_BULK_JOBS)

    def waiting(self) -> Sequence[str]:
        """The ids of the tasks that wait in Redis; raises RedisError."""
        single: list[str] = self._queue.job_ids
        return [*single, *itertools.chain.from_iterable(map(_tasks_in, self.bulk_jobs()))]

    def bulk_jobs(self) -> Sequence[str]:
        """The names of the bulk jobs that wait in Redis, each a task or a list of photos; raises RedisError."""
        names: list[str] = self._bulk.job_ids
        return names

    def depth(self) -> int:
        """How many tasks wait in Redis; raises RedisError."""
        return len(self.waiting())

    def bulk_depth(self) -> int:
        """How many of them are bulk work; raises RedisError."""
        return sum(len(_tasks_in(name)) for name in self.bulk_jobs())

    def announce(self, photo_id: str) -> None:
        """Tell whoever waits that a photo is done."""
        try:
            self._redis.publish(LABELLED_CHANNEL + photo_id, b"1")
        except RedisError as error:
            logger.warning("could not announce photo %s: %s", photo_id, error)

    def _hand_over(self, queue: Queue, jobs: Sequence[NamedJob], *, most: int | None = None) -> list[str]:
        """Put jobs into a queue, which may hold so many: the tasks that Redis took."""
        taken: list[str] = []
        try:
            room = len(jobs) if most is None else max(0, most - int(queue.count))
            for job, arguments, name in jobs[:room]:
                queue.enqueue_call(
                    job,
                    args=tuple(arguments),
                    job_id=name,
                    result_ttl=RESULT_TTL_S,
                    failure_ttl=FAILURE_TTL_S,
                    description=name,
                )
                taken += _tasks_in(name)
        except RedisError as error:
            logger.warning("Redis is away, the sweeper will enqueue later: %s", error)
        return taken


def _job_of(owed: str) -> NamedJob:
    """The job that does a task, by the task's id."""
    return JOBS[TaskKind(owed.rpartition("-")[2])], (owed,), owed


def _tasks_in(name: str) -> list[str]:
    """The tasks of a bulk job: a batch's name lists its photos, any other is a task's id."""
    if not name.startswith(BATCH):
        return [name]
    return [task_id(photo_id, kind) for photo_id in name.removeprefix(BATCH).split("-") for kind in TaskKind]
