"""Take a photo in: checked, stored, written down with the work it needs, and only then queued."""

import functools
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session

from catalog.database import read_session, write_session
from catalog.doomed_files import lock_files
from catalog.models import Photo, PhotoStatus, TaskKind, utc_now
from catalog.repository import NewPhoto, add_photo, add_photos, task_id
from catalog.request_keys import claim_key
from catalog.tasks import count_open_tasks, postpone_tasks, reopen_tasks
from inference.disposal import dispose_of
from inference.errors import IdempotencyConflict, ImageError, QueueFull
from inference.resources import Resources
from inference.telemetry.stages import timed
from inference.vision.images import open_image

CHECK_SIDE = 256


@dataclass(frozen=True)
class Upload:
    """A photo somebody sent, and what they said with it; keys of different callers must differ."""

    data: bytes
    domain: str
    owner: str | None = None
    true_label: str | None = None
    idempotency_key: str | None = None


def take_in(resources: Resources, upload: Upload) -> Photo:
    """Store a photo and hand its work to the queue; what the queue does not take the sweeper hands over later.

    Raises:
        what `store` raises.
    """
    photo = store(resources, upload)
    if photo.status == PhotoStatus.PENDING:
        _enqueue(resources, photo.id)
    return photo


def store(resources: Resources, upload: Upload) -> Photo:
    """Store a photo and owe it its labels; the same photo again is the same row, and failed work is tried again.

    When this returns the photo cannot be lost: its bytes are on disk, its row and its tasks are committed.

    Raises:
        ImageError: the photo cannot be used; nothing was stored.
        QueueFull: too much work is waiting; nothing was stored.
        IdempotencyConflict: the key was used for another photo; nothing was stored.
    """
    with timed("decode"):
        new = _look(upload, resources.settings.max_pixels)
    with timed("store"):
        with read_session(resources.engine) as session:
            _check_room(session, resources.settings.max_queued)
        resources.store.put(new.sha256, upload.data)
        try:
            return _write(resources, upload, new)
        except IdempotencyConflict:
            dispose_of(resources.engine, resources.store, [new.sha256])
            raise


def store_new(resources: Resources, uploads: Sequence[Upload]) -> list[NewPhoto | ImageError]:
    """Store photos that are not there yet, in one transaction: each as it was found, or why it cannot be used."""
    checked = list(resources.eyes.map(functools.partial(_keep, resources), uploads))
    kept = [(upload, new) for upload, new in zip(uploads, checked, strict=True) if isinstance(new, NewPhoto)]
    with timed("store"), write_session(resources.engine) as session:
        lock_files(session, [new.sha256 for _, new in kept])
        for upload, new in kept:
            _put_missing(resources, upload, new)
        add_photos(session, list({new.id: new for _, new in kept}.values()))
    return checked


def _keep(resources: Resources, upload: Upload) -> NewPhoto | ImageError:
    try:
        new = _look(upload, resources.settings.max_pixels)
    except ImageError as error:
        return error
    resources.store.put(new.sha256, upload.data)
    return new


def _write(resources: Resources, upload: Upload, new: NewPhoto) -> Photo:
    with write_session(resources.engine) as session:
        lock_files(session, [new.sha256])
        _put_missing(resources, upload, new)
        _check_key(session, upload, new)
        photo, created = add_photo(session, new)
        if not created:
            reopen_tasks(session, photo.id)
    return photo


def _put_missing(resources: Resources, upload: Upload, new: NewPhoto) -> None:
    """Put a locked file once more where somebody deleted it after it was put: another photo needed it no longer."""
    if not resources.store.has(new.sha256):
        resources.store.put(new.sha256, upload.data)


def _look(upload: Upload, max_pixels: int) -> NewPhoto:
    decoded = open_image(upload.data, max_pixels=max_pixels, min_side=CHECK_SIDE)
    return NewPhoto(
        hashlib.sha256(upload.data).hexdigest(),
        upload.domain,
        decoded.media_type,
        decoded.width,
        decoded.height,
        len(upload.data),
        owner=upload.owner,
        true_label=upload.true_label,
    )


def _check_room(session: Session, limit: int) -> None:
    waiting = count_open_tasks(session)
    if waiting >= limit:
        raise QueueFull(f"{waiting} tasks are waiting; at most {limit} may. Please try again later")


def _check_key(session: Session, upload: Upload, new: NewPhoto) -> None:
    if upload.idempotency_key and claim_key(session, upload.idempotency_key, new.id) != new.id:
        raise IdempotencyConflict("this Idempotency-Key was used before, for another photo")


def _enqueue(resources: Resources, photo_id: str) -> None:
    """Hand the tasks over at once; the lease keeps the sweeper from doing it again meanwhile."""
    ids = [task_id(photo_id, kind) for kind in TaskKind]
    taken = resources.queue.enqueue(ids)
    if taken:
        until = utc_now() + timedelta(seconds=resources.settings.lease_seconds)
        with write_session(resources.engine) as session:
            postpone_tasks(session, taken, until=until)
