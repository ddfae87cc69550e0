"""The files of deleted photos: written down with the deletion, and deleted themselves by and by, unless needed again.

Whoever stores a photo and whoever deletes a file lock the file first. So a file is either deleted before its photo is
written, which then finds it missing and writes it again, or it is seen to be needed.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text
from sqlmodel import Session, col, delete, select, update

from catalog.models import DoomedFile, Photo
from catalog.upserts import insert_into

LOCK = text("SELECT pg_advisory_xact_lock(key) FROM unnest(CAST(:keys AS bigint[])) AS key")
KEY_DIGITS = 16


def lock_files(session: Session, hashes: Sequence[str]) -> None:
    """Keep everybody else from storing or deleting these files until the transaction ends; the first thing it does.

    On SQLite it is enough that the transaction begins: but one can write.
    """
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        keys = sorted(int.from_bytes(bytes.fromhex(sha256[:KEY_DIGITS]), signed=True) for sha256 in hashes)
        connection.execute(LOCK, {"keys": keys})


def doom_files(session: Session, hashes: Sequence[str]) -> None:
    """Owe the deletion of files to photos that this transaction deletes."""
    doomed = insert_into(session, DoomedFile)
    # even one that is doomed already is written, and so locked, lest somebody settle it before the photo is gone
    doomed = doomed.on_conflict_do_update(index_elements=["sha256"], set_={"due_at": doomed.excluded.due_at})
    if hashes:
        session.execute(doomed, [{"sha256": sha256} for sha256 in sorted(set(hashes))])


def due_files(session: Session, *, at: datetime, limit: int) -> list[str]:
    """Doomed files that should be deleted by a moment, the oldest first."""
    due = select(DoomedFile.sha256).where(col(DoomedFile.due_at) <= at).order_by(col(DoomedFile.due_at))
    return list(session.exec(due.limit(limit)))


def postpone_files(session: Session, hashes: Sequence[str], *, until: datetime) -> None:
    """Let doomed files be due later."""
    _lock_rows(session, hashes)
    session.exec(update(DoomedFile).where(col(DoomedFile.sha256).in_(hashes)).values(due_at=until))


def settle_files(session: Session, hashes: Sequence[str]) -> list[str]:
    """Owe nothing any more for files that are locked; those of them that no photo needs, to be deleted."""
    # in this order: whoever deletes a photo meanwhile waits to doom its file, or has doomed it and is waited for
    _lock_rows(session, hashes)
    session.exec(delete(DoomedFile).where(col(DoomedFile.sha256).in_(hashes)))
    needed = set(session.exec(select(Photo.sha256).where(col(Photo.sha256).in_(hashes))))
    return [sha256 for sha256 in hashes if sha256 not in needed]


def _lock_rows(session: Session, hashes: Sequence[str]) -> None:
    """Lock what is doomed, always in the same order, so that no two transactions can wait for each other."""
    doomed = select(DoomedFile.sha256).where(col(DoomedFile.sha256).in_(hashes)).order_by(DoomedFile.sha256)
    session.exec(doomed.with_for_update()).all()
