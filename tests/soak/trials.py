"""One function a fault: it does the harm while photos come in, and gives back what it counted."""

import random
import signal
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from rq import Queue
from rq.serializers import JSONSerializer

from catalog.models import TaskKind, TaskStatus
from inference.job_queue import JOBS, QUEUE_NAME
from tests.service import Sender, Service

Figures = dict[str, int]

BLOCK = 4096


def kill_workers(service: Service, photos: Sequence[Path], *, kills: int) -> Figures:
    """Kill the worker (SIGKILL) at random moments while photos are sent and labelled."""
    chance = random.Random(kills)
    sender = Sender(service.url, photos)
    sender.start()
    for number in range(kills):
        worker = service.start_worker()
        goal = round(2 * len(photos) * (number + chance.random()) / (kills + 1))
        service.wait(lambda goal=goal: service.count_tasks(TaskStatus.FINISHED) >= goal, f"{goal} finished tasks")  # type: ignore[misc]  # a default binds the number
        time.sleep(chance.random() * 0.1)
        worker.end(signal.SIGKILL)
    service.start_worker()
    return _finish(service, sender) | {"kills": kills}


def restart_redis(service: Service, photos: Sequence[Path], *, restarts: int) -> Figures:
    """Kill Redis and start it again at once, while photos are sent and labelled."""
    service.start_worker()
    sender = Sender(service.url, photos)
    sender.start()
    for number in range(restarts):
        _await_taken(service, sender, (number + 1) * len(photos) // (restarts + 1))
        service.redis.end(signal.SIGKILL)
        service.start_redis()
    return _finish(service, sender) | {"restarts": restarts}


def empty_redis(service: Service, photos: Sequence[Path], *, times: int) -> Figures:
    """Empty Redis while photos are sent and labelled."""
    service.start_worker()
    sender = Sender(service.url, photos)
    sender.start()
    for number in range(times):
        _await_taken(service, sender, (number + 1) * len(photos) // (times + 1))
        service.client().flushall()
    return _finish(service, sender) | {"emptied": times}


def take_redis_away(service: Service, photos: Sequence[Path], *, seconds: float) -> Figures:
    """Kill Redis, send photos without it, and bring it back after a while."""
    service.start_worker()
    service.await_workers(1)
    service.redis.end(signal.SIGKILL)
    gone = time.monotonic()
    sender = Sender(service.url, photos)
    sender.start()
    sender.join()
    taken = len(sender.ids)
    time.sleep(max(0.0, seconds - (time.monotonic() - gone)))
    service.start_redis()
    return _finish(service, sender) | {"taken_without_redis": taken}


def crash_postgresql(service: Service, photos: Sequence[Path], *, crashes: int, crash: Callable[[], None]) -> Figures:
    """Crash PostgreSQL and start it again, while photos are sent and labelled."""
    service.start_worker()
    sender = Sender(service.url, photos)
    sender.start()
    for number in range(crashes):
        _await_taken(service, sender, (number + 1) * len(photos) // (crashes + 1))
        crash()
    return _finish(service, sender) | {"crashes": crashes}


def fill_disk(service: Service, photos: Sequence[Path], *, disk: Path) -> Figures:
    """Fill the disk of the photo store, and make room again once photos were refused."""
    service.start_worker()
    filler = disk / "filler"
    _fill(filler)
    sender = Sender(service.url, photos)
    sender.start()
    service.wait(lambda: sender.refused >= 3, "refused photos")
    assert not list(disk.rglob(".new-*")), "half a photo was left on the disk"
    filler.unlink()
    return _finish(service, sender)


def kill_api_between_store_and_enqueue(service: Service, photos: Sequence[Path], *, kills: int) -> Figures:
    """Freeze Redis, so that the API hangs in handing a photo over when it is killed; the row is committed by then."""
    ids: list[str] = []
    broken = 0
    for path in photos[:kills]:
        service.redis.process.send_signal(signal.SIGSTOP)
        before = service.count_tasks(TaskStatus.QUEUED)
        sender = Sender(service.url, [path])
        sender.start()
        service.wait(lambda before=before: service.count_tasks(TaskStatus.QUEUED) > before, "a committed row")  # type: ignore[misc]  # a default binds the number
        service.api.end(signal.SIGKILL)
        service.redis.process.send_signal(signal.SIGCONT)
        service.start_api()
        sender.join()
        ids += sender.ids
        broken += sender.broken
    service.start_worker()
    sender = Sender(service.url, photos[kills:])
    sender.ids += ids
    sender.broken += broken
    sender.start()
    return _finish(service, sender) | {"kills": kills}


def share_jobs(service: Service, photos: Sequence[Path], *, copies: int) -> Figures:
    """Let two workers find every task several times in the queue."""
    ids = service.upload(photos)
    queue = Queue(QUEUE_NAME, connection=service.client(), serializer=JSONSerializer)
    for photo in ids:
        for kind in TaskKind:
            for _ in range(copies):
                queue.enqueue_call(JOBS[kind], args=(f"{photo}-{kind}",), result_ttl=0)
    service.start_worker()
    service.start_worker()
    service.await_quiet()
    service.wait(lambda: not queue.count, "an empty queue")
    service.check_labelled_once(ids)
    return {"photos": len(ids), "copies": copies}


def jump_clock(service: Service, photos: Sequence[Path], *, clock: Path) -> Figures:
    """Let the clock of API and worker jump a day ahead, then an hour behind, while worker and queue are lost."""
    worker = service.start_worker()
    sender = Sender(service.url, photos)
    sender.start()
    _await_taken(service, sender, len(photos) // 3)
    clock.write_text("+1d")
    _await_taken(service, sender, 2 * len(photos) // 3)
    clock.write_text("-1h")
    service.client().flushall()
    worker.end(signal.SIGKILL)
    service.start_worker()
    return _finish(service, sender)


def terminate_under_load(service: Service, photos: Sequence[Path], *, restarts: int) -> Figures:
    """Ask the API, in the midst of an upload, and then the worker to end (SIGTERM); both end by themselves."""
    worker = service.start_worker()
    sender = Sender(service.url, photos)
    sender.start()
    for number in range(restarts):
        service.await_workers(1)
        _await_taken(service, sender, (number + 1) * len(photos) // (restarts + 1))
        assert service.api.end(signal.SIGTERM) in {0, -signal.SIGTERM}, service.api.log.read_text()[-2000:]
        assert worker.end(signal.SIGTERM) == 0, worker.log.read_text()[-2000:]
        service.start_api()
        worker = service.start_worker()
    return _finish(service, sender) | {"restarts": restarts}


def _await_taken(service: Service, sender: Sender, count: int) -> None:
    service.wait(lambda: len(sender.ids) >= count, f"{count} photos taken")


def _fill(file: Path) -> None:
    """Write until the disk has no byte left."""
    with file.open("wb", buffering=0) as stream, suppress(OSError):
        while stream.write(b"\0" * BLOCK):
            pass


def _finish(service: Service, sender: Sender) -> Figures:
    """Wait until every photo is taken and nothing is owed any more; then look whether all is as it should be."""
    sender.join()
    service.await_quiet()
    service.check_labelled_once(sender.ids)
    return {"photos": len(sender.ids), "refused": sender.refused, "broken": sender.broken}
