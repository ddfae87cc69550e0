"""How many photos a second the service answers with a model: the real process, asked by several clients at once."""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx

from catalog.domains import DOMAIN_FILE, load_domains
from inference.processes.ports import free_port
from inference.vision.images import encode_jpeg
from inference.vision.model_card import ModelCard
from training.domain_file import write_domain
from training.errors import RunError
from training.measuring.latency import draw_photo

CLIENTS = 4
BURST_SECONDS = 1.0
BURSTS = 5
START_SECONDS = 60.0
STOP_SECONDS = 20.0


def measure_throughput(models: Mapping[str, Path], *, bursts: int = BURSTS) -> dict[str, float]:
    """Serve each model folder by a process of its own, and ask them in turn; median requests a second by name."""
    photo = encode_jpeg(draw_photo())
    with ExitStack() as stack:
        urls = {name: stack.enter_context(serve_model(folder)) for name, folder in models.items()}
        rates: dict[str, list[float]] = {name: [] for name in urls}
        for burst in range(bursts + 1):
            for name, url in urls.items():
                rate = _ask(url, photo)
                if burst:  # the first warms up
                    rates[name].append(rate)
    return {name: round(statistics.median(own), 1) for name, own in rates.items()}


@contextmanager
def serve_model(model: Path) -> Iterator[str]:
    """Run `greengrocer serve` with one model folder while the context lasts; its URL."""
    with tempfile.TemporaryDirectory() as folder:
        domain = _lay_out(model, Path(folder))
        port = free_port()
        own = {"INFERENCE_MODELS_DIR": folder, "INFERENCE_DOMAIN": domain, "INFERENCE_DATA_DIR": f"{folder}/var"}
        own |= {"DATABASE_URL": f"sqlite:///{folder}/greengrocer.db"}
        command = [sys.executable, "-m", "inference", "serve", "--port", str(port)]
        process = subprocess.Popen(  # noqa: S603  # our own command
            command, env=os.environ | own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            url = f"http://127.0.0.1:{port}"
            _await(url, process)
            yield url
        finally:
            process.terminate()
            process.wait(STOP_SECONDS)


def _lay_out(model: Path, models: Path) -> str:
    card = ModelCard.load(model)
    folder = models / card.domain
    shutil.copytree(model, folder)
    if card.domain not in load_domains() and not (folder / DOMAIN_FILE).is_file():
        write_domain(card.domain, {label: label for label in card.labels}, folder)
    return card.domain


def _await(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx.get(f"{url}/health/live", timeout=5).raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return
    raise RunError("the service did not start with this model; see greengrocer serve")


def _ask(url: str, photo: bytes) -> float:
    """Let clients ask without pause for a while; requests a second."""
    with httpx.Client(base_url=url, timeout=30) as http, ThreadPoolExecutor(CLIENTS) as pool:
        begin = time.perf_counter()
        asked = sum(pool.map(lambda _: _ask_until(http, photo, begin + BURST_SECONDS), range(CLIENTS)))
        return asked / (time.perf_counter() - begin)


def _ask_until(http: httpx.Client, photo: bytes, deadline: float) -> int:
    asked = 0
    while time.perf_counter() < deadline:
        http.post("/v1/classify", content=photo, headers={"Content-Type": "image/jpeg"}).raise_for_status()
        asked += 1
    return asked
