"""The work that is owed to photos: handed out at least once, done exactly once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, or_
from sqlmodel import Session, col, delete, select, update

from catalog.colors import BASIC
from catalog.counts import counted
from catalog.errors import PhotoNotFound
from catalog.models import Photo, PhotoColor, PhotoEmbedding, PhotoStatus, Task, TaskKind, TaskStatus, utc_now
from catalog.repository import FRESH, settle_label
from catalog.similarity import encode_all

HORIZON = timedelta(minutes=10)
OPEN = (TaskStatus.QUEUED, TaskStatus.STARTED)


@dataclass(frozen=True)
class ClassificationResult:
    """What a model said: its best label, calibrated score 0–1, whether it knows the photo, the best five.

    `embedding` holds float16 (C,).
    """

    label: str
    score: float
    known: bool
    top: list[dict[str, Any]]
    model: str
    embedding: bytes | None = None


@dataclass(frozen=True)
class ColorResult:
    """A photo's colour in one palette."""

    palette: str
    name: str
    hex: str


@dataclass(frozen=True)
class ColorsResult:
    """A photo's colours in all palettes, the shares of basic colours and the real colour as #RRGGBB."""

    colors: list[ColorResult]
    shares: list[dict[str, Any]] = field(default_factory=list)
    hex: str | None = None


def due_tasks(session: Session, *, at: datetime, limit: int, bulk: bool = False) -> list[Task]:
    """Open tasks that should be handed to the queue by a moment, the oldest first; a person's, or bulk work.

    Nobody puts a task off for longer than HORIZON: one that is due later was written by a clock that ran ahead.
    """
    is_due = or_(col(Task.due_at) <= at, col(Task.due_at) > at + HORIZON)
    statement = select(Task).where(col(Task.status).in_(OPEN), col(Task.bulk) == bulk, is_due)
    return list(session.exec(statement.order_by(col(Task.due_at)).limit(limit)))


def postpone_tasks(session: Session, task_ids: Sequence[str], *, until: datetime) -> None:
    """Let open tasks be due at another moment: after a lease, or after a back-off."""
    statement = update(Task).where(col(Task.id).in_(task_ids), col(Task.status).in_(OPEN))
    session.exec(statement.values(due_at=until))


def give_back(session: Session, task_id: str, *, until: datetime) -> None:
    """Put a task back that could not be tried at all: the attempt does not count."""
    statement = update(Task).where(col(Task.id) == task_id, col(Task.status).in_(OPEN))
    session.exec(statement.values(status=TaskStatus.QUEUED, due_at=until, attempts=Task.attempts - 1))


def count_open_tasks(session: Session, *, bulk: bool = False) -> int:
    """How many pieces of work are owed: a person's, or bulk work."""
    statement = select(func.count()).select_from(Task)
    return session.exec(statement.where(col(Task.status).in_(OPEN), col(Task.bulk) == bulk)).one()


def owed_since(session: Session, photo_ids: Sequence[str]) -> dict[str, datetime]:
    """Since when the work of photos is owed, or was last owed again."""
    last = select(Task.photo_id, func.max(Task.created_at)).where(col(Task.photo_id).in_(photo_ids))
    return dict(session.exec(last.group_by(col(Task.photo_id))).all())


def tasks_of(session: Session, photo_id: str) -> list[Task]:
    """The work of one photo.

    Raises:
        PhotoNotFound: there is no such photo.
    """
    tasks = list(session.exec(select(Task).where(Task.photo_id == photo_id).order_by(Task.kind)))
    if not tasks:
        raise PhotoNotFound(f"there is no photo {photo_id!r}")
    return tasks


def start_task(session: Session, task_id: str) -> tuple[Task, Photo] | None:
    """Take a task up; None where it is done already, or its photo was deleted."""
    opened = _open(session, task_id)
    if opened:
        opened[0].status = TaskStatus.STARTED
        opened[0].attempts += 1
    return opened


def finish_classification(session: Session, task_id: str, result: ClassificationResult) -> bool:
    """Write what the model said, once; False where the task was done already."""
    opened = _open(session, task_id)
    if opened is None:
        return False
    task, photo = opened
    with counted(session, [photo.id]):
        set_classification(photo, result)
    keep_embeddings(session, {photo.id: result})
    _finish(session, task, photo)
    return True


def finish_colors(session: Session, task_id: str, result: ColorsResult) -> bool:
    """Write a photo's colours, once; False where the task was done already."""
    opened = _open(session, task_id)
    if opened is None:
        return False
    task, photo = opened
    with counted(session, [photo.id]):
        session.exec(delete(PhotoColor).where(col(PhotoColor.photo_id) == photo.id))
        add_colors(session, set_colors(photo, result))
    _finish(session, task, photo)
    return True


def set_classification(photo: Photo, result: ClassificationResult) -> None:
    """Let a photo say what the model said."""
    photo.predicted_label, photo.score, photo.known = result.label, result.score, result.known
    photo.top, photo.model = result.top, result.model
    settle_label(photo)


def set_colors(photo: Photo, result: ColorsResult) -> list[dict[str, str]]:
    """Let a photo say its colours; the rows of each palette."""
    photo.color = next((color.name for color in result.colors if color.palette == BASIC), None)
    photo.shares, photo.color_hex = result.shares, result.hex
    return [{"photo_id": photo.id, **vars(color)} for color in result.colors]


def add_colors(session: Session, rows: Sequence[dict[str, str]]) -> None:
    """Write colours of photos that have none."""
    if rows:
        session.execute(insert(PhotoColor), rows)


def keep_embeddings(session: Session, results: Mapping[str, ClassificationResult]) -> None:
    """Replace embeddings, by photo, rather than change them: a new row has a new id, by which readers notice it."""
    session.exec(delete(PhotoEmbedding).where(col(PhotoEmbedding.photo_id).in_(results)))
    seen = {photo_id: result for photo_id, result in results.items() if result.embedding is not None}
    vectors = [result.embedding for result in seen.values() if result.embedding is not None]
    rows = [
        {"photo_id": photo_id, "model": result.model, "vector": vector, "code": code}
        for (photo_id, result), vector, code in zip(seen.items(), vectors, encode_all(vectors), strict=True)
    ]
    if rows:
        session.execute(insert(PhotoEmbedding), rows)


def fail_task(session: Session, task_id: str, error: str) -> None:
    """Give a task up for good; the photo says why."""
    opened = _open(session, task_id)
    if opened:
        task, photo = opened
        task.status, task.error, task.finished_at = TaskStatus.FAILED, error, utc_now()
        photo.status, photo.error = PhotoStatus.FAILED, error


def reopen_tasks(session: Session, photo_id: str) -> None:
    """Owe a photo's failed work again."""
    failed = [task.id for task in tasks_of(session, photo_id) if task.status == TaskStatus.FAILED]
    if failed:
        session.exec(update(Task).where(col(Task.id).in_(failed)).values(_anew()))
        session.exec(update(Photo).where(col(Photo.id) == photo_id).values(status=PhotoStatus.PENDING, error=None))


def owe_again(session: Session, photo_ids: Sequence[str], kind: TaskKind) -> None:
    """Owe a piece of work that was done before, as bulk; what it found stays until it is found anew."""
    photos = col(Photo.id).in_(photo_ids)
    session.exec(select(Photo.id).where(photos).order_by(Photo.id).with_for_update()).all()
    owed = update(Task).where(col(Task.photo_id).in_(photo_ids), col(Task.kind) == kind)
    session.exec(owed.values(_anew() | {"bulk": True}))
    session.exec(update(Photo).where(photos).values(status=PhotoStatus.PENDING))


def _anew() -> dict[str, Any]:
    """What lets a task begin from the beginning, from now on."""
    now = utc_now()
    return {"status": TaskStatus.QUEUED, "error": None, "attempts": 0, "created_at": now, "due_at": now}


def _open(session: Session, task_id: str) -> tuple[Task, Photo] | None:
    """Lock the photo, then read the task: of two workers with one task the second sees the first one's result."""
    owed = select(Photo).join(Task, col(Task.photo_id) == col(Photo.id)).where(Task.id == task_id)
    photo = session.exec(owed.with_for_update(of=Photo), execution_options=FRESH).first()
    task = session.get(Task, task_id, populate_existing=True)
    return (task, photo) if task and photo and task.status in OPEN else None


def _finish(session: Session, task: Task, photo: Photo) -> None:
    task.status, task.error, task.finished_at = TaskStatus.FINISHED, None, utc_now()
    session.flush()
    if all(
        status == TaskStatus.FINISHED for status in session.exec(select(Task.status).where(Task.photo_id == photo.id))
    ):
        photo.status = PhotoStatus.LABELLED
