"""One job through the queue: by our worker, which stays, and by RQ's default one, which forks for each job."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import psutil
from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.results import Result
from rq.serializers import JSONSerializer

from tests.benchmarks.serving.photo_job import classify_file
from tests.benchmarks.serving.rounds import ratio
from tests.processes import start_redis

DOMAIN = "vegetables"
KINDS = ("resident", "forking")
JOBS = 30
PATIENCE_S = 60
Times = dict[str, list[float]]


def measure_queue(folder: Path, photos: Sequence[Path]) -> dict[str, Any]:
    """Milliseconds from handing a job over to having its answer, in turn with the same work done here; and of CPU."""
    with _workers(folder) as (queues, processes):
        _take_turns(photos[:1], queues, _no_times())
        before = {kind: _cpu_ms(process) for kind, process in processes.items()}
        warm = _take_turns(photos[:JOBS], queues, _no_times())
        cpu = {kind: (_cpu_ms(process) - before[kind]) / JOBS for kind, process in processes.items()}
        cpu["here"] = _cpu_here_ms(photos[:JOBS])
    over = [job - here for job, here in zip(warm["resident"], warm["here"], strict=True)]
    return {
        **{f"{name}_ms": round(statistics.median(values), 1) for name, values in warm.items()},
        **{f"{kind}_cpu_ms": round(ms, 1) for kind, ms in cpu.items()},
        "overhead_cpu_ms": round(cpu["resident"] - cpu["here"], 1),
        "overhead_ms": round(statistics.median(over), 1),
        "forking ÷ resident": ratio(warm["forking"], warm["resident"]),
        "forking ÷ resident, CPU": round(cpu["forking"] / cpu["resident"], 2),
    }


def _no_times() -> Times:
    return {name: [] for name in ("here", *KINDS)}


def _take_turns(
    photos: Sequence[Path], queues: dict[str, Queue], times: dict[str, list[float]]
) -> dict[str, list[float]]:
    """Every photo in every way; the times are added to."""
    for photo in photos:
        arguments = (str(photo), DOMAIN)
        times["here"].append(_milliseconds(partial(classify_file, *arguments)))
        for kind, queue in queues.items():
            times[kind].append(_milliseconds(partial(_await_job, queue, arguments)))
    return times


def _await_job(queue: Queue, arguments: tuple[str, str]) -> None:
    job = queue.enqueue_call(classify_file, args=arguments, result_ttl=60)
    result = job.latest_result(timeout=PATIENCE_S)
    assert result is not None
    assert result.type == Result.Type.SUCCESSFUL, result.exc_string


@contextmanager
def _workers(folder: Path) -> Iterator[tuple[dict[str, Queue], dict[str, psutil.Process]]]:
    """A Redis, and one worker of each kind on a queue of its own."""
    redis, url = start_redis(folder)
    client = Redis.from_url(url, socket_timeout=2 * PATIENCE_S)
    while not _answers(client):
        time.sleep(0.02)
    command = [sys.executable, "-m", "tests.benchmarks.serving.worker"]
    processes = {kind: subprocess.Popen([*command, kind, url]) for kind in KINDS}
    queues = {kind: Queue(kind, connection=client, serializer=JSONSerializer) for kind in KINDS}
    try:
        yield queues, {kind: psutil.Process(process.pid) for kind, process in processes.items()}
    finally:
        for process in processes.values():
            process.terminate()
            process.wait()
        redis.end()


def _answers(client: "Redis") -> bool:
    try:
        return bool(client.ping())
    except RedisError:
        return False


def _cpu_ms(process: psutil.Process) -> float:
    """Of a worker and the children it has waited for, user and system."""
    return sum(process.cpu_times()[:4]) * 1000


def _cpu_here_ms(photos: Sequence[Path]) -> float:
    """Of the same work without a queue."""
    begin = time.process_time()
    for photo in photos:
        classify_file(str(photo), DOMAIN)
    return (time.process_time() - begin) / len(photos) * 1000


def _milliseconds(call: Callable[[], object]) -> float:
    begin = time.perf_counter()
    call()
    return (time.perf_counter() - begin) * 1000
