"""The leaderboard: what runs came to, side by side, as sortable HTML and as Markdown."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path

from inference.vision.model_card import Figure
from training.measuring.result import RunResult
from training.measuring.seeds import gather_seeds
from training.report.page import render
from training.report.standings import draw_standings, draw_tradeoff

PAGE_FILE, MARKDOWN_FILE, FIGURES_FILE = "leaderboard.html", "leaderboard.md", "leaderboard.json"
MILLION = 1e6


@dataclass(frozen=True)
class Speed:
    """What was timed side by side, by a run's name: ms a photo on CPU and GPU, and requests a second."""

    cpu_ms: Mapping[str, float] = field(default_factory=dict)
    gpu_ms: Mapping[str, float] = field(default_factory=dict)
    requests_s: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """One run, with its times; None where a thing was not measured."""

    result: RunResult
    cpu_ms: float | None
    gpu_ms: float | None
    requests_s: float | None

    @property
    def parameters_m(self) -> float:
        """Parameters in millions."""
        return self.result.parameters / MILLION

    def accuracy(self, test: str) -> Figure | None:
        """The accuracy on a test set."""
        return self.result.metrics.get(test, {}).get("accuracy")

    @property
    def mean_accuracy(self) -> float:
        """The mean over test sets, which rows are ranked by."""
        known = [figures["accuracy"].value for figures in self.result.metrics.values() if "accuracy" in figures]
        return sum(known) / len(known) if known else 0.0


@dataclass(frozen=True)
class Kinds:
    """A test set by its kinds, and the runs that were tried on these."""

    test: str
    labels: tuple[str, ...]
    runs: tuple[RunResult, ...]


def rank(results: Sequence[RunResult], speed: Speed) -> list[Row]:
    """Join results and times, the best mean accuracy first."""
    rows = [
        Row(result, speed.cpu_ms.get(name), speed.gpu_ms.get(name), speed.requests_s.get(name))
        for result in results
        for name in (result.name,)
    ]
    return sorted(rows, key=lambda row: (-row.mean_accuracy, row.result.name))


def tests_of(results: Sequence[RunResult]) -> list[str]:
    """Every test set that any run was tried on."""
    return sorted({test for result in results for test, figures in result.metrics.items() if "accuracy" in figures})


def tabulate_kinds(results: Sequence[RunResult]) -> list[Kinds]:
    """The F1 of every kind, a table a test set, and one more where runs were tried on other kinds of it."""
    alike: dict[tuple[str, tuple[str, ...]], list[RunResult]] = {}
    for result in results:
        for test, scores in result.f1.items():
            alike.setdefault((test, tuple(sorted(scores))), []).append(result)
    return [Kinds(test, labels, tuple(runs)) for (test, labels), runs in sorted(alike.items(), key=itemgetter(0))]


def write_leaderboard(results: Sequence[RunResult], speed: Speed, folder: Path) -> Path:
    """Write the page, the Markdown and the figures; the page."""
    folder.mkdir(parents=True, exist_ok=True)
    rows, tests = rank(results, speed), tests_of(results)
    plots = [draw_standings([row.result for row in rows], tests)]
    timed = [(row.result.name, row.cpu_ms, row.mean_accuracy) for row in rows if row.cpu_ms is not None]
    if timed:
        plots.append(draw_tradeoff(timed))
    kinds = tabulate_kinds([row.result for row in rows])
    seeds = gather_seeds([row.result for row in rows])
    for template, name in (("leaderboard.html.jinja", PAGE_FILE), ("leaderboard.md.jinja", MARKDOWN_FILE)):
        text = render(template, rows=rows, seeds=seeds, tests=tests, kinds=kinds, plots=plots)
        (folder / name).write_text(text, encoding="utf-8")
    figures = [
        row.result.model_dump(mode="json") | {"cpu_ms": row.cpu_ms, "gpu_ms": row.gpu_ms, "requests_s": row.requests_s}
        for row in rows
    ]
    (folder / FIGURES_FILE).write_text(json.dumps(figures, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return folder / PAGE_FILE
