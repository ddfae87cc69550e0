"""The history of the schema."""

import os
import subprocess
import sys

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Engine, inspect, text
from sqlmodel import SQLModel

import catalog.models  # noqa: F401  # fills the metadata
from catalog.database import migrate, migration_config, newest_revision

KEPT = {("idempotency_key", "request")}


def test_every_step_goes_up_down_and_up_again(empty_engine: Engine) -> None:
    config = migration_config(empty_engine)
    revisions = list(ScriptDirectory.from_config(config).walk_revisions())[::-1]
    for revision in revisions:
        command.upgrade(config, revision.revision)
        command.downgrade(config, str(revision.down_revision or "base"))
        command.upgrade(config, revision.revision)
    assert "photo" in inspect(empty_engine).get_table_names()


def test_newest_schema_is_that_of_the_models(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        differences = [change for change in compare_metadata(context, SQLModel.metadata) if not is_kept(change)]
    assert differences == []


def is_kept(change: tuple[str, str | None, str, Column[object]]) -> bool:
    """Whether a column is kept for the processes of the version before, and goes with the next one."""
    return change[0] == "remove_column" and (change[2], change[3].name) in KEPT


def test_newest_revision_is_known_without_alembic(empty_engine: Engine) -> None:
    assert ScriptDirectory.from_config(migration_config(empty_engine)).get_current_head() == newest_revision()


def test_processes_that_start_at_once_migrate_one_after_another(empty_engine: Engine) -> None:
    url = empty_engine.url.render_as_string(hide_password=False)
    migrating = [sys.executable, "-m", "inference", "catalog", "migrate"]
    processes = [subprocess.Popen(migrating, env=os.environ | {"DATABASE_URL": url}) for _ in range(2)]
    assert [process.wait(120) for process in processes] == [0, 0]
    with empty_engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all() == [
            newest_revision()
        ]


def test_schema_of_a_newer_release_is_left_alone(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    migrate(engine)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "9999"


def test_newest_schema_is_left_alone(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "alembic", None)  # an import of it raises
    migrate(engine)
    assert "photo" in inspect(engine).get_table_names()
