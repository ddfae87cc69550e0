"""Both databases, and the vocabulary of the vegetables."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from catalog.colors import load_palettes
from catalog.database import create_database_engine, migrate
from catalog.domains import load_domains
from catalog.language.vocabulary import Vocabulary
from tests.databases import new_database


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """The words of the vegetables."""
    return Vocabulary.build({"vegetables": load_domains()["vegetables"]}, load_palettes())


@pytest.fixture(scope="session")
def vocabularies() -> dict[str, Vocabulary]:
    """The words of all domains, with each of them first in turn."""
    domains, palettes = load_domains(), load_palettes()
    return {name: Vocabulary.build({name: domain, **domains}, palettes) for name, domain in domains.items()}


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database without a schema."""
    if request.param == "sqlite":
        engine = create_database_engine(f"sqlite:///{tmp_path / 'catalogue.db'}")
    else:
        engine = create_database_engine(new_database(request.getfixturevalue("postgresql_url"), tmp_path.name))
    yield engine
    engine.dispose()


@pytest.fixture
def engine(empty_engine: Engine) -> Engine:
    """A database with the newest schema."""
    migrate(empty_engine)
    return empty_engine
