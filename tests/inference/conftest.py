"""The web application in this process, on a catalogue of its own, without Redis."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from fastapi.testclient import TestClient
from PIL import Image

from tests.inference.live import build_app

Photograph = Callable[[], bytes]
Serve = Callable[..., TestClient]


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
    clients: list[TestClient] = []

    def start(**changed: object) -> TestClient:
        app = build_app(tmp_path, **changed)
        clients.append(TestClient(app, raise_server_exceptions=False).__enter__())
        return clients[-1]

    yield start
    for client in clients:
        client.__exit__(None, None, None)


@pytest.fixture
def client(serve: Serve) -> TestClient:
    """The application with its default settings."""
    return serve()
