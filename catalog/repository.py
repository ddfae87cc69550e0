"""Photos in the catalogue: added, found by id, corrected and deleted."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, delete, select

from catalog.counts import counted
from catalog.doomed_files import doom_files
from catalog.errors import OwnerNotFound, PhotoNotFound
from catalog.models import Photo, PhotoColor, PhotoCount, PhotoOwner, PhotoStatus, Task, TaskKind
from catalog.upserts import insert_into, insert_missing

ID_LENGTH = 32
FRESH = {"populate_existing": True}


@dataclass(frozen=True)
class NewPhoto:
    """What is known of a photo before anyone has looked at it; sizes in pixels and bytes."""

    sha256: str
    domain: str
    media_type: str
    width: int
    height: int
    size: int
    owner: str | None = None
    true_label: str | None = None

    @property
    def id(self) -> str:
        """The same bytes in the same domain are the same photo."""
        return photo_id_of(self.domain, self.sha256)


@dataclass(frozen=True)
class Stats:
    """How many photos there are, by status and by label; `unknown` were looked at and are of no kind that is known."""

    total: int
    statuses: dict[str, int]
    labels: dict[str, int]
    unknown: int


def add_photo(session: Session, new: NewPhoto) -> tuple[Photo, bool]:
    """Write the photo and the work it needs in the caller's transaction; tells whether it was new."""
    created = _write(session, [new])
    with counted(session, [new.id], created=created):
        photo = session.get_one(Photo, new.id, populate_existing=True)
        if new.true_label and photo.true_label != new.true_label:
            photo.true_label = new.true_label
            settle_label(photo)
        insert_missing(session, PhotoOwner, _owners([new]))
    return photo, bool(created)


def add_photos(session: Session, photos: Sequence[NewPhoto]) -> None:
    """Write distinct photos and the bulk work they need in the caller's transaction; those that are there stay."""
    created = _write(session, sorted(photos, key=lambda new: new.id), bulk=True)
    with counted(session, created, created=created):
        insert_missing(session, PhotoOwner, _owners([new for new in photos if new.id in created]))


def photo_id_of(domain: str, sha256: str) -> str:
    """The id of the photo with these bytes in a domain."""
    return hashlib.sha256(f"{domain}:{sha256}".encode()).hexdigest()[:ID_LENGTH]


def task_id(photo_id: str, kind: TaskKind) -> str:
    """The id of a photo's piece of work: one a kind, so that it cannot be owed twice."""
    return f"{photo_id}-{kind}"


def get_photo(session: Session, photo_id: str) -> Photo:
    """Find a photo.

    Raises:
        PhotoNotFound: there is none.
    """
    photo = session.get(Photo, photo_id)
    if photo is None:
        raise PhotoNotFound(f"there is no photo {photo_id!r}")
    return photo


def lock_photos(session: Session, which: ColumnElement[bool]) -> list[Photo]:
    """Lock photos, always in the same order, so that no two transactions can wait for each other."""
    photos = select(Photo).where(which).order_by(Photo.id).with_for_update()
    return list(session.exec(photos, execution_options=FRESH))


def colors_of(session: Session, photo_ids: Sequence[str]) -> dict[str, list[PhotoColor]]:
    """The colours of several photos in one query."""
    found: dict[str, list[PhotoColor]] = {photo_id: [] for photo_id in photo_ids}
    if photo_ids:
        statement = select(PhotoColor).where(col(PhotoColor.photo_id).in_(photo_ids)).order_by(PhotoColor.palette)
        for color in session.exec(statement):
            found[color.photo_id].append(color)
    return found


def correct_label(session: Session, photo_id: str, label: str | None) -> Photo:
    """Take a person's word for what the photo shows; None takes it back."""
    with counted(session, [photo_id]):
        photo = get_photo(session, photo_id)
        photo.corrected_label = label
        settle_label(photo)
    return photo


def settle_label(photo: Photo) -> None:
    """Choose the label that searches go by, and the photo's place among the best."""
    predicted = photo.predicted_label if photo.known else None
    photo.label = photo.corrected_label or photo.true_label or predicted
    photo.rank = (photo.score or 0.0) if photo.label == photo.predicted_label else 0.0


def delete_photo(session: Session, photo_id: str) -> Photo:
    """Remove a photo with all that was said of it, and doom its file; gives the row back."""
    photos = lock_photos(session, col(Photo.id) == photo_id)
    _delete(session, photos)
    return photos[0] if photos else get_photo(session, photo_id)


def delete_photos(session: Session, photo_ids: Sequence[str]) -> None:
    """Remove photos as `delete_photo` does, those that are there."""
    _delete(session, lock_photos(session, col(Photo.id).in_(photo_ids)))


def take_back_photo(session: Session, photo_id: str, owner: str) -> list[Photo]:
    """Take a photo back for one owner: where nobody else sent it, it is deleted and given back.

    Raises:
        PhotoNotFound: there is none.
        OwnerNotFound: that owner has no share in it.
    """
    photos = lock_photos(session, col(Photo.id) == photo_id)
    if session.get(PhotoOwner, (get_photo(session, photo_id).id, owner)) is None:
        raise OwnerNotFound(f"that owner did not send photo {photo_id!r}")
    return _disown(session, photos, owner)


def delete_photos_of(session: Session, owner: str) -> list[Photo]:
    """Forget an owner: photos that nobody else sent are deleted and given back."""
    sent = select(PhotoOwner.photo_id).where(PhotoOwner.owner == owner)
    photos = lock_photos(session, col(Photo.id).in_(sent))  # first, lest somebody else sends one of them meanwhile
    return _disown(session, photos, owner)


def count_photos(session: Session) -> Stats:
    """Count photos by status and by label, and those that were looked at and not known."""
    by_label = select(PhotoCount.label, func.sum(PhotoCount.n)).group_by(PhotoCount.label).order_by(PhotoCount.label)
    labels = {label: int(count) for label, count in session.exec(by_label) if count}
    total = sum(labels.values())
    unfinished = [status for status in PhotoStatus if status is not PhotoStatus.LABELLED]
    bare = func.count().filter(col(Photo.label).is_(None))
    by_status = select(Photo.status, func.count(), bare).where(col(Photo.status).in_(unfinished)).group_by(Photo.status)
    rows = session.exec(by_status).all()
    statuses = {str(status): count for status, count, _ in rows}
    statuses[PhotoStatus.LABELLED] = total - sum(statuses.values())
    unknown = labels.pop("", 0) - sum(count for _, _, count in rows)
    return Stats(total, {str(status): statuses.get(status, 0) for status in PhotoStatus}, labels, unknown)


def _write(session: Session, photos: Sequence[NewPhoto], *, bulk: bool = False) -> list[str]:
    """Write and lock photos, in the order given, and the work of those that were not there; the ids of these."""
    if not photos:
        return []
    row = insert_into(session, Photo)
    # setting what is set already locks the row, so that nobody can delete it before the caller is done
    locked = row.on_conflict_do_update(index_elements=["id"], set_={"sha256": row.excluded.sha256})
    session.execute(locked, [_row(new) for new in photos])
    tasks = insert_into(session, Task).on_conflict_do_nothing().returning(col(Task.photo_id))
    rows = [task | {"bulk": bulk} for new in photos for task in _tasks(new.id)]
    return sorted(set(session.scalars(tasks, rows)))


def _row(new: NewPhoto) -> dict[str, Any]:
    stated = {key: value for key, value in vars(new).items() if key != "owner"}
    return {**stated, "id": new.id, "label": new.true_label, "top": [], "shares": []}


def _tasks(photo_id: str) -> list[dict[str, Any]]:
    return [{"id": task_id(photo_id, kind), "photo_id": photo_id, "kind": kind} for kind in TaskKind]


def _owners(photos: Sequence[NewPhoto]) -> list[dict[str, Any]]:
    return [{"photo_id": new.id, "owner": new.owner} for new in photos if new.owner]


def _disown(session: Session, photos: Sequence[Photo], owner: str) -> list[Photo]:
    """Take an owner's share of locked photos; those that nobody else sent are deleted and given back."""
    ids = [photo.id for photo in photos]
    owners = col(PhotoOwner.photo_id).in_(ids)
    session.exec(delete(PhotoOwner).where(owners, col(PhotoOwner.owner) == owner))
    shared = set(session.exec(select(PhotoOwner.photo_id).where(owners)))
    own = [photo for photo in photos if photo.id not in shared]
    _delete(session, own)
    return own


def _delete(session: Session, photos: Sequence[Photo]) -> None:
    with counted(session, [photo.id for photo in photos]):
        for photo in photos:
            session.delete(photo)
        session.flush()
        doom_files(session, [photo.sha256 for photo in photos])
