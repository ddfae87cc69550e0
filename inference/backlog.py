"""The backlog as Prometheus sees it: counted when it asks, so that the number is never stale."""

from collections.abc import Callable, Iterator

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from redis.exceptions import RedisError
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from catalog.database import read_session
from catalog.tasks import count_open_tasks
from inference.job_queue import JobQueue

QUEUE_DEPTH = ("greengrocer_queue_depth", "Tasks that wait in Redis.")
OPEN_TASKS = ("greengrocer_open_tasks", "Tasks that are owed, by the catalogue.")


class Backlog(Collector):
    """What waits; a count that cannot be had now has no sample, rather than a wrong one."""

    def __init__(self, engine: Engine, queue: JobQueue) -> None:
        self._engine, self._queue = engine, queue

    def describe(self) -> list[GaugeMetricFamily]:
        """Name the metrics without counting."""
        return [GaugeMetricFamily(*QUEUE_DEPTH), GaugeMetricFamily(*OPEN_TASKS)]

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Count."""
        yield _family(QUEUE_DEPTH, self._queue.depth)
        yield _family(OPEN_TASKS, self._count_open)

    def _count_open(self) -> int:
        with read_session(self._engine) as session:
            return count_open_tasks(session)


def _family(name: tuple[str, str], count: Callable[[], int]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(*name)
    try:
        family.add_metric([], count())
    except (RedisError, SQLAlchemyError):
        return family
    return family
