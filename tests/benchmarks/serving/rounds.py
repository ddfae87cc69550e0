"""Load on several servers in turn: what a request costs each of them, and how long it takes."""

import statistics
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.serving.client import Load, Target, send
from tests.benchmarks.serving.server import Server

NINETY_NINTH = 98
DIGITS = 2


@dataclass(frozen=True)
class Contender:
    """A server and one of its ways of being asked."""

    server: Server
    target: Target


@dataclass
class Record:
    """What was measured, round by round."""

    cpu_ms: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    times_ms: list[float] = field(default_factory=list)

    def describe(self) -> dict[str, float]:
        """Medians over rounds, and the 99th percentile over all answers."""
        return {
            "cpu_ms": round(statistics.median(self.cpu_ms), DIGITS),
            "requests_a_second": round(statistics.median(self.rates), 1),
            "p50_ms": round(statistics.median(self.times_ms), 1),
            "p99_ms": round(statistics.quantiles(self.times_ms, n=100)[NINETY_NINTH], 1),
        }


def measure_round(name: str, contender: Contender, load: Load, photos: Sequence[Path], record: Record) -> None:
    """Send one round to one server."""
    begin = contender.server.cpu_seconds()
    answers = send(contender.target, load, photos)
    assert not answers.failed, f"{answers.failed} of {load.requests} requests to {name} failed"
    record.cpu_ms.append((contender.server.cpu_seconds() - begin) / load.requests * 1000)
    record.rates.append(load.requests / answers.seconds)
    record.times_ms += answers.times_ms


def take_turns(
    contenders: Mapping[str, Contender], load: Load, photos: Sequence[Path], rounds: int
) -> dict[str, Record]:
    """Every server in every round, after a warm-up."""
    records: dict[str, Record] = defaultdict(Record)
    for name, contender in contenders.items():
        measure_round(name, contender, Load(load.clients, load.clients * 2), photos, Record())
    for _ in range(rounds):
        for name, contender in contenders.items():
            measure_round(name, contender, load, photos, records[name])
    return records


def ratio(other: Sequence[float], ours: Sequence[float]) -> dict[str, float]:
    """other ÷ ours, round by round: the median, the least and the largest."""
    ratios = [theirs / own for theirs, own in zip(other, ours, strict=True)]
    return {
        "ratio": round(statistics.median(ratios), DIGITS),
        "ratio_min": round(min(ratios), DIGITS),
        "ratio_max": round(max(ratios), DIGITS),
    }
