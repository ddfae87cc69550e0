"""The two jobs of a photo; each may run twice and counts once."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session

from catalog import tasks
from catalog.colors import BASIC
from catalog.database import write_session
from catalog.models import Photo, PhotoStatus, Task, TaskKind, utc_now
from inference.analysis import Analyst, Glimpse
from inference.errors import InferenceError, ModelError, StoreUnavailable, WorkerFell
from inference.job_queue import JobQueue
from inference.photo_store import PhotoStore
from inference.settings import InferenceSettings
from inference.telemetry import metrics
from inference.telemetry.stages import Stage, gathered, note_wait
from inference.vision.classifier import Classification
from inference.vision.color_naming import ColorReport

logger = logging.getLogger(__name__)

BACK_OFF_S = 2.0
OUTAGE_PAUSE_S = 3.0
REMEMBERED = 4
MEMORABLE_PIXELS = 4_000_000


@dataclass(frozen=True)
class Workbench:
    """What a worker holds between jobs."""

    engine: Engine
    store: PhotoStore
    analyst: Analyst
    queue: JobQueue
    settings: InferenceSettings
    recent: dict[tuple[str, str], Glimpse] = field(default_factory=dict)


WORKBENCH: ContextVar[Workbench] = ContextVar("workbench")


def classify_photo(task_id: str) -> None:
    """Say what a photo shows."""
    bench = WORKBENCH.get()
    with _attempt(bench, task_id) as started:
        if started:
            task, photo = started
            glimpse = _look(bench, photo)
            record = classification_record(glimpse.seen, glimpse.model)
            if _finish(bench, task, lambda session: tasks.finish_classification(session, task.id, record)):
                metrics.count_classification(photo.domain, record.label, record.score, known=record.known)


def name_photo_colors(task_id: str) -> None:
    """Say what colour a photo has."""
    bench = WORKBENCH.get()
    with _attempt(bench, task_id) as started:
        if started:
            task, photo = started
            report = bench.analyst.name_colors_of(_look(bench, photo))
            record = colors_record(report)
            if _finish(bench, task, lambda session: tasks.finish_colors(session, task.id, record)):
                metrics.COLORS.labels(report.colors[BASIC].name).inc()


def classification_record(seen: Classification, model: str) -> tasks.ClassificationResult:
    """What a model said, as the catalogue keeps it."""
    embedding = seen.embedding.astype("float16").tobytes()
    top = [dict(vars(score)) for score in seen.top]
    return tasks.ClassificationResult(seen.label, seen.score, seen.known, top, model, embedding)


def colors_record(report: ColorReport) -> tasks.ColorsResult:
    """The colours, as the catalogue keeps them."""
    colors = [tasks.ColorResult(palette, color.name, color.hex) for palette, color in report.colors.items()]
    return tasks.ColorsResult(colors, [dict(vars(share)) for share in report.shares], report.hex)


def note_labelled(photo_id: str, since: datetime, *, bulk: bool) -> None:
    """Note how long the whole labelling of a photo took since it was owed."""
    seconds = max(0.0, (utc_now() - since).total_seconds())
    metrics.LABELLING_SECONDS.labels("bulk" if bulk else "person").observe(seconds)
    fields = {"photo": photo_id, "seconds": round(seconds, 3)}
    logger.info("photo %s is labelled, %.3f s after that was owed", photo_id, seconds, extra=fields)


def fail_attempt(bench: Workbench, task: Task, error: Exception) -> None:
    """Put a task off, or give it up when the photo is to blame or the attempts are used.

    The model of a new domain may come to this worker a moment later than to the API that took the photo.
    """
    is_outage = isinstance(error, StoreUnavailable)
    is_to_blame = isinstance(error, InferenceError) and not isinstance(error, ModelError)
    is_final = not is_outage and (is_to_blame or task.attempts >= bench.settings.max_attempts)
    metrics.TASK_FAILURES.labels(TaskKind(task.kind).value, str(is_final).lower()).inc()
    known = isinstance(error, InferenceError)
    logger.warning("task %s failed, attempt %d: %s", task.id, task.attempts, error, exc_info=not known)
    with write_session(bench.engine) as session:
        if is_final:
            tasks.fail_task(session, task.id, str(error))
        elif is_outage:
            tasks.give_back(session, task.id, until=utc_now() + timedelta(seconds=OUTAGE_PAUSE_S))
        else:
            until = utc_now() + min(timedelta(seconds=BACK_OFF_S**task.attempts), tasks.HORIZON)
            tasks.postpone_tasks(session, [task.id], until=until)


def _look(bench: Workbench, photo: Photo) -> Glimpse:
    """Look at a photo, or remember what was seen: the second job of a photo mostly follows its first."""
    key = (photo.sha256, photo.domain)
    glimpse = bench.recent.pop(key, None)
    if glimpse is None:
        glimpse = bench.analyst.look(bench.store.get(photo.sha256), photo.domain)
        if glimpse.image.width * glimpse.image.height <= MEMORABLE_PIXELS:
            bench.recent[key] = glimpse
        while len(bench.recent) > REMEMBERED:
            bench.recent.pop(next(iter(bench.recent)))
    return glimpse


def _finish(bench: Workbench, task: Task, write: Callable[[Session], bool]) -> bool:
    """Write a result, once; with the last one of a photo, note how long its whole labelling took."""
    with write_session(bench.engine) as session:
        done = write(session)
        is_whole = done and session.get_one(Photo, task.photo_id).status == PhotoStatus.LABELLED
        since = tasks.owed_since(session, [task.photo_id]) if is_whole else {}
    if is_whole:
        note_labelled(task.photo_id, since[task.photo_id], bulk=task.bulk)
    return done


@contextmanager
def _attempt(bench: Workbench, task_id: str) -> Iterator[tuple[Task, Photo] | None]:
    """Take a task up and log what it took; on an error postpone it, or give it up; tell who waits in any case."""
    with gathered() as spent:
        begin = time.perf_counter()
        with write_session(bench.engine) as session:
            started = tasks.start_task(session, task_id)
        if started is None:
            yield None
            return
        task, photo = started
        if task.attempts == 1:
            note_wait(task.created_at, bulk=task.bulk)
        if task.attempts > bench.settings.max_attempts:
            fail_attempt(bench, task, WorkerFell(f"tried {task.attempts - 1} times, and the worker fell each time"))
            yield None
            return
        try:
            yield started
        except Exception as error:  # noqa: BLE001  # the outermost frame of a job: whatever it was, the task says so
            fail_attempt(bench, task, error)
        else:
            _log(task, spent, time.perf_counter() - begin)
        bench.queue.announce(photo.id)


def _log(task: Task, spent: dict[Stage, float], seconds: float) -> None:
    """Write how long the task took, and each of its stages, in milliseconds."""
    stages = {f"{stage}_ms": round(took * 1000, 1) for stage, took in spent.items()}
    fields = {"photo": task.photo_id, "kind": task.kind, "attempt": task.attempts, "ms": round(seconds * 1000, 1)}
    logger.info("%s of photo %s took %.1f ms", task.kind, task.photo_id, fields["ms"], extra=fields | stages)
