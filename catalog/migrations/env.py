"""How Alembic connects: the engine is handed over by `catalog.database.migrate`."""

from alembic import context
from sqlalchemy import text
from sqlmodel import SQLModel

import catalog.models  # noqa: F401  # fills the metadata

LOCK_KEY = 0x67726F636572  # "grocer": one process migrates at a time

with context.config.attributes["engine"].connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":  # SQLite's transactions that write come one after another anyway
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK_KEY})
        context.run_migrations()
    connection.commit()
