"""Photos whose whole work is taken up and finished many at a time, in one transaction each."""

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, delete, select, update

from catalog.counts import counted
from catalog.models import Photo, PhotoColor, PhotoStatus, Task, TaskStatus, utc_now
from catalog.repository import lock_photos
from catalog.tasks import (
    OPEN,
    ClassificationResult,
    ColorsResult,
    add_colors,
    keep_embeddings,
    set_classification,
    set_colors,
)


@dataclass(frozen=True)
class SeenPhoto:
    """All that was found out about a photo."""

    classification: ClassificationResult
    colors: ColorsResult


def start_photos(session: Session, photo_ids: Sequence[str]) -> list[Photo]:
    """Take up the photos whose work is all queued; that of the others is done, or somebody is at it."""
    photos = lock_photos(session, col(Photo.id).in_(photo_ids))
    free = _in_statuses(session, photo_ids, (TaskStatus.QUEUED,))
    owed = update(Task).where(col(Task.photo_id).in_(free))
    session.exec(owed.values(status=TaskStatus.STARTED, attempts=Task.attempts + 1))
    return [photo for photo in photos if photo.id in free]


def finish_photos(session: Session, seen: Mapping[str, SeenPhoto]) -> list[Photo]:
    """Write what was seen, by photo, once; the photos whose work was not done already."""
    with counted(session, list(seen)):
        photos = lock_photos(session, col(Photo.id).in_(_in_statuses(session, list(seen), OPEN)))
        ids = [photo.id for photo in photos]
        session.exec(delete(PhotoColor).where(col(PhotoColor.photo_id).in_(ids)))
        rows = []
        for photo in photos:
            set_classification(photo, seen[photo.id].classification)
            rows += set_colors(photo, seen[photo.id].colors)
            photo.status = PhotoStatus.LABELLED
        add_colors(session, rows)
    keep_embeddings(session, {photo_id: seen[photo_id].classification for photo_id in ids})
    done = update(Task).where(col(Task.photo_id).in_(ids))
    session.exec(done.values(status=TaskStatus.FINISHED, error=None, finished_at=utc_now()))
    return photos


def _in_statuses(session: Session, photo_ids: Sequence[str], wanted: Container[str]) -> list[str]:
    """The photos all of whose tasks have one of these statuses."""
    statuses: dict[str, list[str]] = defaultdict(list)
    for photo_id, status in session.exec(select(Task.photo_id, Task.status).where(col(Task.photo_id).in_(photo_ids))):
        statuses[photo_id].append(status)
    return [photo_id for photo_id, found in statuses.items() if all(status in wanted for status in found)]
