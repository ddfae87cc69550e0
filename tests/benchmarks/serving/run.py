"""Write docs/figures/serving.json: our API against a bare loop and four other servers, the queue, start and memory."""

import json
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from inference.settings import InferenceSettings
from tests.benchmarks.measure import FIGURES, write_figures
from tests.benchmarks.serving.choices import measure_choices
from tests.benchmarks.serving.client import Load
from tests.benchmarks.serving.efficiency import compare_sizes, compare_with_bare
from tests.benchmarks.serving.peers import PEERS, PeerAbsent, start_peer
from tests.benchmarks.serving.providers import compare_providers
from tests.benchmarks.serving.queue import measure_queue
from tests.benchmarks.serving.rounds import Contender, ratio, take_turns
from tests.benchmarks.serving.server import Server, start_ours
from tests.benchmarks.serving.starting import measure_start
from tests.real_photos import REAL_PHOTOS

ROOT = Path(__file__).resolve().parents[3]
DOMAIN = "vegetables"
EVERY, PHOTOS = 40, 50
ROUNDS, REQUESTS = 4, 160
CLIENTS = (8, 16)
READY = "/health/ready"
OURS = {
    "/v1/classify, photo as the body": ("/v1/classify", "body"),
    "/v1/classify, photo in a form": ("/v1/classify", "form field file"),
    "/v2 infer, no colours": (f"/v2/models/{DOMAIN}/infer", "binary tensor"),
}
MAIN, *_, WITHOUT_COLORS = OURS
ONE = "{}, one process"


def run(*names: str) -> None:
    """Measure the parts named, or all, and write the figures; those of other parts are kept."""
    photos = sorted((REAL_PHOTOS / "grocerystore").resolve().rglob("*.jpg"))[::EVERY][:PHOTOS]
    file = FIGURES / "serving.json"
    figures: dict[str, Any] = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    for name in names or PARTS:
        load = round(os.getloadavg()[0], 1)
        with tempfile.TemporaryDirectory() as folder:
            figures[name] = PARTS[name](Path(folder), photos) | {"load": load}
        figures["cores"] = os.cpu_count()
        print(write_figures("serving", figures).read_text())  # noqa: T201  # a command


def measure_bare_loop(folder: Path, photos: Sequence[Path]) -> dict[str, Any]:
    """CPU of the bare loop ÷ CPU of a request."""
    with ExitStack() as stack:
        return compare_with_bare(_contend_ourselves(stack, folder), DOMAIN, photos)


def measure_sizes(folder: Path, photos: Sequence[Path]) -> dict[str, Any]:
    """The same by the size of the photos, for two ways of asking."""
    with ExitStack() as stack:
        contenders = _contend_ourselves(stack, folder)
        asked = {name: contenders[name] for name in (MAIN, WITHOUT_COLORS)}
        return compare_sizes(asked, DOMAIN, photos, folder)


def compare_with_peers(folder: Path, photos: Sequence[Path]) -> dict[str, Any]:
    """CPU of a request to a peer ÷ to us, requests a second and times, at 8 and at 16 clients."""
    absent: dict[str, str] = {}
    with ExitStack() as stack:
        contenders = _contend_ourselves(stack, folder / "ours", processes=os.cpu_count() or 1)
        alone = _contend_ourselves(stack, folder / "one")
        contenders |= {ONE.format(name): alone[name] for name in (MAIN, WITHOUT_COLORS)}
        for peer in PEERS:
            try:
                server = start_peer(peer, folder / peer.name, _model())
            except PeerAbsent as error:
                absent[peer.name] = str(error)
                continue
            stack.callback(server.end)
            contenders[server.name] = Contender(server, server.target(peer.path, peer.form))
        figures = {str(clients): _compare(contenders, clients, photos) for clients in CLIENTS}
        memory = {name: round(contender.server.memory_mb()) for name, contender in contenders.items()}
    return {"clients": figures, "memory_mb": memory, "absent": absent}


def _compare(contenders: dict[str, Contender], clients: int, photos: Sequence[Path]) -> dict[str, Any]:
    records = take_turns(contenders, Load(clients, REQUESTS), photos, ROUNDS)
    ours = records[MAIN]
    return {
        name: record.describe() | {"cpu": ratio(record.cpu_ms, ours.cpu_ms), "rate": ratio(ours.rates, record.rates)}
        for name, record in records.items()
    }


def _model() -> Path:
    return InferenceSettings().models_dir / DOMAIN


def _contend_ourselves(stack: ExitStack, folder: Path, *, processes: int = 1) -> dict[str, Contender]:
    server: Server = start_ours(folder, processes=processes)
    stack.callback(server.end)
    server.await_ready(READY)
    return {name: Contender(server, server.target(*way)) for name, way in OURS.items()}


PARTS: dict[str, Callable[[Path, Sequence[Path]], dict[str, Any]]] = {
    "start": measure_start,
    "bare": measure_bare_loop,
    "sizes": measure_sizes,
    "peers": compare_with_peers,
    "queue": measure_queue,
    "choices": lambda _, photos: measure_choices(DOMAIN, photos),
    "providers": lambda folder, photos: compare_providers(folder, _model(), photos),
}

if __name__ == "__main__":
    run(*sys.argv[1:])
