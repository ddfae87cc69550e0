"""A shop of drawn vegetables: API, worker, Redis and SQLite as `greengrocer up` starts them."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from playwright.sync_api import Browser

from inference.processes.ports import free_port
from tests.e2e.page.produce import Drawing, market, render, sketch
from tests.processes import await_ready, environment_of, start

LABELLING_SECONDS = 60.0
PHOTOS = 64


@dataclass(frozen=True)
class Shop:
    """The running product, its drawn photos by name, and a client of its API."""

    url: str
    folder: Path
    http: httpx.Client

    def photos(self, count: int) -> list[Path]:
        """Files of drawn photos."""
        return sorted((self.folder / "produce").rglob("*.jpg"))[:count]


@contextmanager
def open_shop(browser: Browser, folder: Path) -> Iterator[Shop]:
    """Draw, import and label; then the shop is open."""
    drawings = market(PHOTOS)
    for drawing, photo in zip(drawings, render(browser, [sketch(drawing) for drawing in drawings]), strict=True):
        path = folder / "produce" / drawing.kind / drawing.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(photo)
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with run_product(folder, port), httpx.Client(base_url=url, timeout=30) as http:
        command = [sys.executable, "-m", "inference", "catalog", "import", str(folder / "produce")]
        subprocess.run(command, check=True, env=environment_of(folder), cwd=folder, capture_output=True)
        await_labels(http)
        yield Shop(url, folder, http)


@contextmanager
def run_product(folder: Path, port: int, **environment: str) -> Iterator[None]:
    """The product at a port, its data below a folder; it is ended whatever happens meanwhile."""
    running = start(folder, "up", "--port", str(port), **environment)
    try:
        await_ready(f"http://127.0.0.1:{port}", running)
        yield
    finally:
        status = running.end()
    assert status == 0, running.log.read_text()


def await_labels(http: httpx.Client) -> None:
    """Wait until nothing is pending any more."""
    deadline = time.monotonic() + LABELLING_SECONDS
    while http.get("/v1/stats").json()["statuses"]["pending"]:
        assert time.monotonic() < deadline, "the worker did not label the photos in time"
        time.sleep(0.1)


def draw_photo(browser: Browser, drawing: Drawing, path: Path) -> Path:
    """One more drawn photo, in a file."""
    (photo,) = render(browser, [sketch(drawing)])
    path.write_bytes(photo)
    return path
