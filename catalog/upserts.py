"""Insert rows that somebody else may insert at the same moment: whoever comes second waits, and finds them there."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlmodel import Session, SQLModel

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite


def insert_into(session: Session, table: type[SQLModel]) -> "sqlite.Insert | postgresql.Insert":
    """Begin an INSERT that may say what happens ON CONFLICT, in the words of the session's database.

    A dialect that is not used would only take memory, some 7 MB.
    """
    if session.get_bind().dialect.name == "sqlite":
        from sqlalchemy.dialects import sqlite

        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)


def insert_missing(session: Session, table: type[SQLModel], rows: Sequence[dict[str, Any]]) -> None:
    """Insert those rows that are not there yet, and leave the others as they are."""
    if rows:
        session.execute(insert_into(session, table).on_conflict_do_nothing(), rows)
