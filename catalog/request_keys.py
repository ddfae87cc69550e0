"""Clients' keys of requests: each stands for one photo, for a day."""

from datetime import timedelta

from sqlalchemy import ColumnElement, case
from sqlmodel import Session, col, delete, select

from catalog.models import IdempotencyKey, utc_now
from catalog.upserts import insert_into

LIFETIME = timedelta(days=1)
LIMIT = 1000


def claim_key(session: Session, key: str, photo_id: str) -> str:
    """Let a key stand for a photo, in the caller's transaction; the id of the photo that it stands for already."""
    new = insert_into(session, IdempotencyKey)
    kept = {"photo_id": col(IdempotencyKey.photo_id), "created_at": col(IdempotencyKey.created_at)}
    claimed = new.on_conflict_do_update(
        index_elements=["key"],
        set_={name: case((_is_over(), new.excluded[name]), else_=column) for name, column in kept.items()},
    )
    stands_for: str = session.scalars(
        claimed.returning(col(IdempotencyKey.photo_id)), [{"key": key, "photo_id": photo_id}]
    ).one()
    return stands_for


def count_old_keys(session: Session) -> int:
    """How many keys there are whose day is over, up to a limit."""
    return len(session.exec(select(IdempotencyKey.key).where(_is_over()).limit(LIMIT)).all())


def purge_keys(session: Session) -> None:
    """Forget keys whose day is over; those that somebody is just using are left."""
    old = select(IdempotencyKey.key).where(_is_over()).limit(LIMIT).with_for_update(skip_locked=True)
    session.exec(delete(IdempotencyKey).where(col(IdempotencyKey.key).in_(old)))


def _is_over() -> ColumnElement[bool]:
    return col(IdempotencyKey.created_at) < utc_now() - LIFETIME
