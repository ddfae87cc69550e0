"""A worker that stays: models are loaded once, jobs run in this process without a fork.

An ONNX Runtime session that was made before a fork hangs or crashes at exit, and forking for each job costs 140 ms;
so RQ's SimpleWorker runs here, with short leases so that a killed worker's job is taken up soon.
"""

import logging
import time

from prometheus_client import start_http_server
from redis.exceptions import RedisError
from rq import SimpleWorker
from rq.serializers import JSONSerializer

from catalog.settings import DatabaseSettings
from inference.job_queue import QUEUE_NAME
from inference.jobs import WORKBENCH, Workbench
from inference.logs import configure_logging
from inference.resources import Resources, build_resources
from inference.settings import InferenceSettings
from inference.sweeper import Sweeper

logger = logging.getLogger(__name__)

WORKER_TTL_S = 25
MAINTENANCE_S = 10
MONITORING_S = 5
REDIS_PAUSE_S = 1.0


def run_worker(settings: InferenceSettings, *, metrics_port: int | None = None) -> None:
    """Work until told to stop by SIGTERM or SIGINT; the job at hand is finished."""
    configure_logging(settings.log_level, settings.log_format)
    resources = build_resources(settings, DatabaseSettings())
    resources.load_models()
    WORKBENCH.set(Workbench(resources.engine, resources.store, resources.analyst, resources.queue, resources.settings))
    if metrics_port is not None:
        start_http_server(metrics_port, settings.host)
    sweeper = Sweeper(
        resources.engine, resources.queue, lease_s=settings.lease_seconds, period_s=settings.sweep_seconds
    )
    sweeper.start()
    try:
        _work(resources)
    finally:
        sweeper.stop()
        resources.close()


def _work(resources: Resources) -> None:
    """RQ's loop ends when Redis goes away; begin again when it is back."""
    while True:
        worker = SimpleWorker(
            [QUEUE_NAME],
            connection=resources.redis,
            serializer=JSONSerializer,
            worker_ttl=WORKER_TTL_S,
            maintenance_interval=MAINTENANCE_S,
            job_monitoring_interval=MONITORING_S,
            log_job_description=False,
        )
        try:
            worker.work(logging_level="WARNING")
            return
        except RedisError as error:
            logger.warning("Redis is away: %s", error)
            time.sleep(REDIS_PAUSE_S)
