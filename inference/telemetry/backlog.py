"""The backlog as Prometheus sees it: counted when it asks, so that the number is never stale."""

from collections.abc import Callable, Iterator
from contextlib import suppress

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from redis.exceptions import RedisError
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from catalog.database import read_session
from catalog.tasks import count_open_tasks
from inference.job_queue import JobQueue

QUEUE_DEPTH = ("greengrocer_queue_depth", "Tasks that wait in Redis; work: person, or bulk.")
OPEN_TASKS = ("greengrocer_open_tasks", "Tasks that are owed, by the catalogue; work: person, or bulk.")
WORK = ("work",)

Counts = dict[str, int]


class Backlog(Collector):
    """What waits; a count that cannot be had now has no sample, rather than a wrong one."""

    def __init__(self, engine: Engine, queue: JobQueue) -> None:
        self._engine, self._queue = engine, queue

    def describe(self) -> list[GaugeMetricFamily]:
        """Name the metrics without counting."""
        return [GaugeMetricFamily(*metric, labels=WORK) for metric in (QUEUE_DEPTH, OPEN_TASKS)]

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Count."""
        yield _family(QUEUE_DEPTH, self._count_waiting)
        yield _family(OPEN_TASKS, self._count_open)

    def _count_waiting(self) -> Counts:
        total, bulk = self._queue.depth(), self._queue.bulk_depth()
        return {"person": max(0, total - bulk), "bulk": bulk}

    def _count_open(self) -> Counts:
        with read_session(self._engine) as session:
            return {"person": count_open_tasks(session), "bulk": count_open_tasks(session, bulk=True)}


def _family(metric: tuple[str, str], count: Callable[[], Counts]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(*metric, labels=WORK)
    with suppress(RedisError, SQLAlchemyError):
        for work, number in count().items():
            family.add_metric([work], number)
    return family
