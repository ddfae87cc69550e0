"""How long the API takes from its start until it is ready, and how much memory it holds."""

import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.serving.client import Load, send
from tests.benchmarks.serving.server import Server, start_ours

STARTS = 5
READY = "/health/ready"
LOAD = Load(clients=8, requests=200)


def measure_start(folder: Path, photos: Sequence[Path]) -> dict[str, Any]:
    """Seconds by the clock and of CPU until the first `ready`; megabytes then, and after photos were classified."""
    seconds, cpu, fresh, loaded = [], [], [], []
    for _ in range(STARTS):
        server = start_ours(folder)
        try:
            seconds.append(server.await_ready(READY))
            cpu.append(server.cpu_seconds())
            fresh.append(server.memory_mb())
            loaded.append(_memory_after_load(server, photos))
        finally:
            server.end()
    return {
        "seconds": _spread(seconds),
        "cpu_seconds": _spread(cpu),
        "memory_mb": _spread(fresh),
        "memory_after_load_mb": _spread(loaded),
    }


def _memory_after_load(server: Server, photos: Sequence[Path]) -> float:
    for form in ("body", "form field file"):
        answers = send(server.target("/v1/classify", form), LOAD, photos)
        assert not answers.failed
    return server.memory_mb()


def _spread(values: Sequence[float]) -> dict[str, float]:
    return {
        "median": round(statistics.median(values), 2),
        "min": round(min(values), 2),
        "max": round(max(values), 2),
    }
