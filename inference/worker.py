"""A worker that stays: models are loaded once, jobs run in this process without a fork.

An ONNX Runtime session that was made before a fork hangs or crashes at exit, and forking for each job costs 140 ms;
so RQ's SimpleWorker runs here, with short leases so that a killed worker's job is taken up soon.
"""

import logging
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from prometheus_client import start_http_server
from redis.exceptions import RedisError
from rq import Queue, SimpleWorker
from rq.job import Job
from rq.serializers import JSONSerializer

from catalog.models import TaskKind
from catalog.settings import DatabaseSettings
from inference.job_queue import BULK_QUEUE_NAME, QUEUE_NAME
from inference.jobs import WORKBENCH, Workbench
from inference.resources import build_resources, connect_redis
from inference.settings import InferenceSettings
from inference.sweeper import Sweeper
from inference.telemetry.logs import configure_logging
from inference.telemetry.metrics import expect_failures

logger = logging.getLogger(__name__)

WORKER_TTL_S = 25
MAINTENANCE_S = 10
MONITORING_S = 5
REDIS_PAUSE_S = 1.0
LONGEST_REDIS_PAUSE_S = 2.0


class ResidentWorker(SimpleWorker):
    """RQ's worker, told from outside when to end: RQ ends by itself as well whenever Redis surprises it."""

    max_connection_wait_time = LONGEST_REDIS_PAUSE_S
    stopping: threading.Event

    def request_stop(self, signum: int, frame: FrameType | None) -> None:
        """Remember that it was a person who ended us."""
        self.stopping.set()
        super().request_stop(signum, frame)  # type: ignore[no-untyped-call]  # rq leaves it untyped

    def dequeue_job_and_maintain_ttl(
        self, timeout: int | None, max_idle_time: int | None = None
    ) -> tuple[Job, Queue] | None:
        """Take no job once told to end, be it before RQ listened to signals."""
        return None if self.stopping.is_set() else super().dequeue_job_and_maintain_ttl(timeout, max_idle_time)


def run_worker(settings: InferenceSettings, *, metrics_port: int | None = None) -> None:
    """Work until told to stop by SIGTERM or SIGINT; the job at hand is finished."""
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stopping.set())
    configure_logging(settings.log_level, settings.log_format)
    resources = build_resources(settings, DatabaseSettings())
    resources.load_models()
    WORKBENCH.set(Workbench(resources.engine, resources.store, resources.analyst, resources.queue, resources.settings))
    expect_failures(TaskKind)
    if metrics_port is not None:
        start_http_server(metrics_port, settings.host)
    sweeper = Sweeper(
        resources.engine,
        resources.queue,
        resources.store,
        lease_s=settings.lease_seconds,
        period_s=settings.sweep_seconds,
    )
    sweeper.start()
    try:
        _work(settings, stopping)
    finally:
        sweeper.stop()
        resources.close()


@contextmanager
def ready_worker(settings: InferenceSettings, stopping: threading.Event) -> Iterator[ResidentWorker]:
    """A worker with a Redis client of its own: RQ waits longer for an answer than anybody else here may."""
    with connect_redis(settings) as redis:
        worker = ResidentWorker(
            [QUEUE_NAME, BULK_QUEUE_NAME],
            connection=redis,
            serializer=JSONSerializer,
            worker_ttl=WORKER_TTL_S,
            maintenance_interval=MAINTENANCE_S,
            job_monitoring_interval=MONITORING_S,
            log_job_description=False,
        )
        worker.stopping = stopping
        yield worker


def _work(settings: InferenceSettings, stopping: threading.Event) -> None:
    """Begin again whenever RQ's loop ends without our being told to end, as when Redis goes away in mid-job."""
    while not stopping.is_set():
        try:
            with ready_worker(settings, stopping) as worker:
                worker.work(logging_level="WARNING")
        except RedisError as error:
            logger.warning("Redis is away: %s", error)
        stopping.wait(REDIS_PAUSE_S)
