"""Engines, sessions and migrations."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, event, inspect, text
from sqlalchemy.engine import Connection, make_url
from sqlmodel import Session, create_engine

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_TIMEOUT_MS = 30_000
READ_ONLY = "greengrocer_read_only"
VERSION_TABLE = "alembic_version"
PAUSE_S = 0.05
PRAGMAS = (f"busy_timeout = {BUSY_TIMEOUT_MS}", "synchronous = FULL", "foreign_keys = ON")


def create_database_engine(url: str) -> Engine:
    """Connect to SQLite (write-ahead log, durable) or PostgreSQL; the folder of a SQLite file is made."""
    if not url.startswith("sqlite"):
        return create_engine(_with_driver(url), pool_pre_ping=True)
    file = make_url(url).database
    if file and file != ":memory:":
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


@contextmanager
def write_session(engine: Engine) -> Iterator[Session]:
    """One transaction that writes; commits at the end, rolls back on any error."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def read_session(engine: Engine) -> Iterator[Session]:
    """One transaction that only reads, and so waits for no writer."""
    reader = engine.execution_options(**{READ_ONLY: True})
    with Session(reader, expire_on_commit=False) as session:
        yield session


def migrate(engine: Engine, revision: str = "head") -> None:
    """Bring the schema to a revision, forwards; where it is the newest already, Alembic is not even loaded.

    A schema that is newer than this release is left as it is: schemas only grow, so that old and new run side by side.
    """
    if revision == "head" and (_read_revision(engine) or "") >= newest_revision():
        return
    from alembic import command

    command.upgrade(migration_config(engine), revision)


def newest_revision() -> str:
    """The number that the newest migration's file begins with."""
    return max(path.name for path in (MIGRATIONS / "versions").glob("[0-9]*.py")).partition("_")[0]


def migration_config(engine: Engine) -> "Config":
    """Alembic's configuration for an engine; there is no ini file."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["engine"] = engine
    return config


def _read_revision(engine: Engine) -> str | None:
    """What Alembic wrote down."""
    with engine.execution_options(**{READ_ONLY: True}).connect() as connection:
        if not inspect(connection).has_table(VERSION_TABLE):
            return None
        revision: str | None = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # noqa: S608  # a constant
        return revision


def _with_driver(url: str) -> str:
    scheme, _, rest = url.partition("://")
    return f"postgresql+psycopg://{rest}" if scheme in {"postgres", "postgresql"} else url


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Leave transactions to us: sqlite3's own begin is deferred, which makes two writers collide."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    _keep_write_ahead_log(cursor)
    cursor.close()


def _keep_write_ahead_log(cursor: Any) -> None:
    """Begin the log where there is none: while somebody else does so, SQLite refuses at once and waits for nobody."""
    deadline = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(PAUSE_S)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    read_only = connection.get_execution_options().get(READ_ONLY, False)
    connection.exec_driver_sql("BEGIN DEFERRED" if read_only else "BEGIN IMMEDIATE")
