"""A worker of the benchmark: ours, which stays, or RQ's own, which forks for each job."""

import sys
import threading

from redis import Redis
from rq import Worker
from rq.serializers import JSONSerializer

from inference.worker import ResidentWorker
from tests.benchmarks.serving.photo_job import load_analyst


def main(kind: str, redis_url: str) -> None:
    """Work on the queue of that name until told to stop."""
    connection = Redis.from_url(redis_url)
    if kind == "forking":
        Worker([kind], connection=connection, serializer=JSONSerializer).work(logging_level="WARNING")
        return
    load_analyst().models.preload()
    worker = ResidentWorker([kind], connection=connection, serializer=JSONSerializer)
    worker.stopping = threading.Event()
    worker.work(logging_level="WARNING")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
