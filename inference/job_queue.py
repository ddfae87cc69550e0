"""The queue of work, on RQ: at-least-once, resting on the outbox in the catalogue."""

import logging
from collections.abc import Iterable, Sequence

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.serializers import JSONSerializer

from catalog.models import TaskKind

logger = logging.getLogger(__name__)

QUEUE_NAME = "greengrocer"
LABELLED_CHANNEL = "greengrocer:labelled:"
JOB_TIMEOUT_S = 30
RESULT_TTL_S = 60
FAILURE_TTL_S = 3600
JOBS = {TaskKind.CLASSIFY: "inference.jobs.classify_photo", TaskKind.COLORS: "inference.jobs.name_photo_colors"}


class JobQueue:
    """Hands tasks to RQ; when Redis is away nothing is lost, for the sweeper comes back to them."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._queue = Queue(QUEUE_NAME, connection=redis, serializer=JSONSerializer, default_timeout=JOB_TIMEOUT_S)

    def enqueue(self, task_ids: Iterable[str]) -> list[str]:
        """Hand tasks over; gives back those that Redis took."""
        taken = []
        try:
            for task_id in task_ids:
                self._queue.enqueue_call(
                    JOBS[TaskKind(task_id.rpartition("-")[2])],
                    args=(task_id,),
                    job_id=task_id,
                    result_ttl=RESULT_TTL_S,
                    failure_ttl=FAILURE_TTL_S,
                    description=task_id,
                )
                taken.append(task_id)
        except RedisError as error:
            logger.warning("Redis is away, the sweeper will enqueue later: %s", error)
        return taken

    def waiting(self) -> Sequence[str]:
        """The ids of the tasks that wait in Redis; raises RedisError."""
        ids: list[str] = self._queue.job_ids
        return ids

    def depth(self) -> int:
        """How many tasks wait in Redis; raises RedisError."""
        return int(self._queue.count)

    def announce(self, photo_id: str) -> None:
        """Tell whoever waits that a photo is done."""
        try:
            self._redis.publish(LABELLED_CHANNEL + photo_id, b"1")
        except RedisError as error:
            logger.warning("could not announce photo %s: %s", photo_id, error)

    def wait_for(self, photo_id: str, seconds: float) -> None:
        """Block until a photo is announced, or the time is over; raises RedisError."""
        with self._redis.pubsub(ignore_subscribe_messages=True) as listener:  # type: ignore[no-untyped-call]  # redis leaves it untyped
            listener.subscribe(LABELLED_CHANNEL + photo_id)
            listener.get_message(timeout=seconds)
