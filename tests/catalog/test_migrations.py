"""The history of the schema."""

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect
from sqlmodel import SQLModel

import catalog.models  # noqa: F401  # fills the metadata
from catalog.database import migrate, migration_config


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
        assert compare_metadata(context, SQLModel.metadata) == []


def test_migrating_twice_changes_nothing(engine: Engine) -> None:
    migrate(engine)
    assert "photo" in inspect(engine).get_table_names()
