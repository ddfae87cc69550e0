"""Time two ways of doing one thing in turn, and keep the ratio with its spread."""

import json
import platform
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

FIGURES = Path(__file__).resolve().parents[2] / "docs" / "figures"
ROUNDS = 15


def compare(
    ours: Callable[[], object],
    other: Callable[[], object],
    *,
    rounds: int = ROUNDS,
    clock: Callable[[], float] = time.perf_counter,
) -> dict[str, float]:
    """Run both in turn: medians in milliseconds, and other ÷ ours with its least and largest.

    A call that is measured follows one of its own that is not: neither pays for memory that the other gave back.
    `time.process_time` as the clock counts CPU, which other processes on the machine disturb less.
    """
    times = [(_milliseconds(ours, clock), _milliseconds(other, clock)) for _ in range(rounds)]
    ratios = [theirs / own for own, theirs in times]
    return {
        "ours_ms": round(statistics.median(own for own, _ in times), 3),
        "other_ms": round(statistics.median(theirs for _, theirs in times), 3),
        "ratio": round(statistics.median(ratios), 2),
        "ratio_min": round(min(ratios), 2),
        "ratio_max": round(max(ratios), 2),
    }


def write_figures(name: str, figures: dict[str, Any]) -> Path:
    """Keep figures for the docs."""
    FIGURES.mkdir(parents=True, exist_ok=True)
    path = FIGURES / f"{name}.json"
    described = {"machine": f"{platform.machine()}, Python {platform.python_version()}", **figures}
    path.write_text(json.dumps(described, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def _milliseconds(call: Callable[[], object], clock: Callable[[], float]) -> float:
    call()
    begin = clock()
    call()
    return (clock() - begin) * 1000
