"""How Alembic connects: the engine is handed over by `catalog.database.migrate`."""

from alembic import context
from sqlmodel import SQLModel

import catalog.models  # noqa: F401  # fills the metadata

with context.config.attributes["engine"].connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
