"""The web application in this process, on a catalogue of its own, without Redis."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from fastapi.testclient import TestClient
from PIL import Image
from pydantic import SecretStr

from catalog.database import create_database_engine, migrate
from catalog.settings import DatabaseSettings
from inference.main import create_app
from inference.settings import InferenceSettings

Photograph = Callable[[], bytes]
Serve = Callable[..., TestClient]

NOBODY_LISTENS = SecretStr("redis://127.0.0.1:1/0")


@pytest.fixture
def photograph() -> Photograph:
    """Make a photo that nobody has seen: noise, scaled up."""
    random = np.random.default_rng(11)

    def make() -> bytes:
        pixels = random.integers(0, 255, (24, 32, 3), dtype=np.uint8)
        buffer = io.BytesIO()
        Image.fromarray(pixels).resize((320, 240), Image.Resampling.BICUBIC).save(buffer, "JPEG")
        return buffer.getvalue()

    return make


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Serve the application in this process, with settings that differ from the default ones."""
    database = DatabaseSettings(url=SecretStr(f"sqlite:///{tmp_path / 'greengrocer.db'}"))
    engine = create_database_engine(database.url.get_secret_value())
    migrate(engine)
    engine.dispose()
    clients: list[TestClient] = []

    def start(**changed: object) -> TestClient:
        settings = InferenceSettings(_env_file=None, data_dir=tmp_path / "var", REDIS_URL=NOBODY_LISTENS)
        app = create_app(settings.model_copy(update=changed), database)
        clients.append(TestClient(app, raise_server_exceptions=False).__enter__())
        return clients[-1]

    yield start
    for client in clients:
        client.__exit__(None, None, None)


@pytest.fixture
def client(serve: Serve) -> TestClient:
    """The application with its default settings."""
    return serve()
