"""The two jobs of a photo; each may run twice and counts once."""

import logging
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from datetime import timedelta

from sqlalchemy import Engine

from catalog import tasks
from catalog.colors import BASIC
from catalog.database import write_session
from catalog.models import Photo, Task, TaskKind, utc_now
from inference import metrics
from inference.analysis import Analyst
from inference.errors import InferenceError
from inference.job_queue import JobQueue
from inference.photo_store import PhotoStore
from inference.settings import InferenceSettings

logger = logging.getLogger(__name__)

BACK_OFF_S = 2.0


@dataclass(frozen=True)
class Workbench:
    """What a worker holds between jobs."""

    engine: Engine
    store: PhotoStore
    analyst: Analyst
    queue: JobQueue
    settings: InferenceSettings


WORKBENCH: ContextVar[Workbench] = ContextVar("workbench")


def classify_photo(task_id: str) -> None:
    """Say what a photo shows."""
    bench = WORKBENCH.get()
    with _attempt(bench, task_id) as started:
        if started:
            task, photo = started
            with metrics.STAGE_SECONDS.labels("classify").time():
                result, model = bench.analyst.classify(bench.store.get(photo.sha256), photo.domain)
            top = [asdict(score) for score in result.top]
            record = tasks.ClassificationResult(
                result.label, result.score, result.known, top, model, result.embedding.astype("float16").tobytes()
            )
            with write_session(bench.engine) as session:
                done = tasks.finish_classification(session, task.id, record)
            if done:
                metrics.SCORES.labels(photo.domain).observe(result.score)
                metrics.LABELS.labels(photo.domain, result.label, str(result.known).lower()).inc()
            bench.queue.announce(photo.id)


def name_photo_colors(task_id: str) -> None:
    """Say what colour a photo has."""
    bench = WORKBENCH.get()
    with _attempt(bench, task_id) as started:
        if started:
            task, photo = started
            with metrics.STAGE_SECONDS.labels("colors").time():
                report = bench.analyst.name_colors(bench.store.get(photo.sha256), photo.domain)
            colors = [tasks.ColorResult(palette, color.name, color.hex) for palette, color in report.colors.items()]
            record = tasks.ColorsResult(colors, [asdict(share) for share in report.shares], report.hex)
            with write_session(bench.engine) as session:
                done = tasks.finish_colors(session, task.id, record)
            if done:
                metrics.COLORS.labels(report.colors[BASIC].name).inc()
            bench.queue.announce(photo.id)


class _attempt:  # noqa: N801  # used as a context manager, like a function
    """Take a task up; on an error postpone it, or give it up when the photo is to blame or the attempts are used."""

    def __init__(self, bench: Workbench, task_id: str) -> None:
        self._bench, self._task_id = bench, task_id
        self._started: tuple[Task, Photo] | None = None

    def __enter__(self) -> tuple[Task, Photo] | None:
        with write_session(self._bench.engine) as session:
            self._started = tasks.start_task(session, self._task_id)
        if self._started and self._started[0].attempts == 1:
            waited = (utc_now() - self._started[0].created_at).total_seconds()
            metrics.STAGE_SECONDS.labels("queue").observe(max(0.0, waited))
        return self._started

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _trace: object) -> bool:
        if error is None or not isinstance(error, Exception) or self._started is None:
            return False
        task, photo = self._started
        is_final = isinstance(error, InferenceError) or task.attempts >= self._bench.settings.max_attempts
        metrics.TASK_FAILURES.labels(TaskKind(task.kind).value, str(is_final).lower()).inc()
        logger.warning("task %s failed, attempt %d: %s", task.id, task.attempts, error, exc_info=not is_final)
        with write_session(self._bench.engine) as session:
            if is_final:
                tasks.fail_task(session, task.id, str(error))
            else:
                until = utc_now() + timedelta(seconds=BACK_OFF_S**task.attempts)
                tasks.postpone_tasks(session, [task.id], until=until)
        self._bench.queue.announce(photo.id)
        return True
