"""The web application behind a real socket, in this process."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from pydantic import SecretStr

from catalog.database import create_database_engine, migrate
from catalog.settings import DatabaseSettings
from inference.main import create_app
from inference.settings import InferenceSettings

NOBODY_LISTENS = SecretStr("redis://127.0.0.1:1/0")
START_SECONDS = 30.0


def build_app(folder: Path, **changed: object) -> FastAPI:
    """The application on a catalogue of its own below a folder, without Redis."""
    database = DatabaseSettings(_env_file=None, url=SecretStr(f"sqlite:///{folder / 'greengrocer.db'}"))
    engine = create_database_engine(database.url.get_secret_value())
    migrate(engine)
    engine.dispose()
    settings = InferenceSettings(_env_file=None, data_dir=folder / "var", REDIS_URL=NOBODY_LISTENS)
    return create_app(settings.model_copy(update=changed), database)


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve at a free port of loopback; gives host and port."""
    server = uvicorn.Server(uvicorn.Config(build_app(folder), port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + START_SECONDS
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        assert time.monotonic() < deadline, f"not started within {START_SECONDS} s"
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"127.0.0.1:{port}"
    server.should_exit = True
    thread.join(START_SECONDS)
