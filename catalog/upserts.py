"""Insert rows that somebody else may insert at the same moment: whoever comes second waits, and finds them there."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel

Insert = sqlite.Insert | postgresql.Insert


def insert_into(session: Session, table: type[SQLModel]) -> Insert:
    """Begin an INSERT that may say what happens ON CONFLICT, in the words of the session's database."""
    return sqlite.insert(table) if session.get_bind().dialect.name == "sqlite" else postgresql.insert(table)


def insert_missing(session: Session, table: type[SQLModel], rows: Sequence[dict[str, Any]]) -> None:
    """Insert those rows that are not there yet, and leave the others as they are."""
    if rows:
        session.execute(insert_into(session, table).on_conflict_do_nothing(), rows)
