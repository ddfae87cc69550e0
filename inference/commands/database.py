"""The catalogue's database, for a command that needs nothing else."""

from sqlalchemy import Engine

from catalog.database import create_database_engine, migrate
from catalog.settings import DatabaseSettings


def open_database() -> Engine:
    """Connect to the database of the settings, and bring it to the newest schema."""
    engine = create_database_engine(DatabaseSettings().url.get_secret_value())
    migrate(engine)
    return engine
