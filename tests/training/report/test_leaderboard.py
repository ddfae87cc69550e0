"""`greengrocer compare`: runs side by side, timed in turn."""

import json
import re
from pathlib import Path

import pytest

from inference.vision.model_card import Figure
from tests.training.measuring.test_result import RESULT
from training.commands.compare import find_runs
from training.errors import RunError
from training.measuring.latency import time_in_turn, time_on_cpu
from training.measuring.result import RunResult, write_result
from training.measuring.throughput import measure_throughput
from training.report.leaderboard import Speed, rank, write_leaderboard


def result(name: str, accuracy: float) -> RunResult:
    figure = Figure(value=accuracy, low=accuracy - 0.1, high=accuracy + 0.05, count=50)
    return RESULT.model_copy(update={"name": name, "metrics": {"shop": {"accuracy": figure}}})


def test_best_run_comes_first_with_its_times() -> None:
    rows = rank([result("slow", 0.8), result("good", 0.9)], Speed(cpu_ms={"good": 2.5}))
    seen = [(row.result.name, row.cpu_ms, row.requests_s) for row in rows]
    assert seen == [("good", 2.5, None), ("slow", None, None)]


def test_leaderboard_is_one_page_that_sorts_and_a_markdown_table(tmp_path: Path) -> None:
    page = write_leaderboard([result("slow", 0.8), result("good", 0.9)], Speed(cpu_ms={"good": 2.5}), tmp_path)
    text = page.read_text("utf-8")
    assert '<table class="sortable runs">' in text
    assert not re.search(r'(src|href)="(?!#|data:)', text.replace("xlink:href", "href"))
    lines = (tmp_path / "leaderboard.md").read_text("utf-8").splitlines()
    assert lines[2].startswith("| good | cnn | from scratch | 1 | 90.0% (80.0%–95.0%) of 50 |")
    assert len({line.count("|") for line in lines[:4]}) == 1
    assert json.loads((tmp_path / "leaderboard.json").read_text())[0]["cpu_ms"] == 2.5


def test_seeds_of_one_recipe_are_taken_together(tmp_path: Path) -> None:
    second = result("discs-seed2", 0.9).model_copy(update={"seed": 2})
    page = write_leaderboard([result("discs", 0.8), second], Speed(), tmp_path)
    told = "85.00% (80.0%–90.0% by seed) of 50"
    assert told in page.read_text("utf-8")
    assert f"| {RESULT.recipe} | 1, 2 | {told} |" in (tmp_path / "leaderboard.md").read_text("utf-8")
    assert "by seed" not in write_leaderboard([result("discs", 0.8)], Speed(), tmp_path).read_text("utf-8")


def test_runs_on_other_kinds_of_a_test_set_have_a_table_of_their_own(tmp_path: Path) -> None:
    few, many = {"red": 0.9, "green": 0.8}, {"red": 0.9, "blue": 0.7, "grey": 0.6}
    tried = {"a": few, "b": few, "c": many}
    runs = [result(name, 0.9).model_copy(update={"f1": {"shop": f1}}) for name, f1 in tried.items()]
    write_leaderboard(runs, Speed(), tmp_path)
    text = (tmp_path / "leaderboard.md").read_text("utf-8")
    assert re.findall(r"^\| kind \|(.*)\|$", text, re.MULTILINE) == [" c ", " a | b "]
    assert "| green | 0.800 | 0.800 |" in text
    assert "—" not in text.split("F1 by kind")[1]


def test_calls_are_timed_in_turn() -> None:
    order: list[str] = []
    times = time_in_turn({"a": lambda: order.append("a"), "b": lambda: order.append("b")}, rounds=2)
    assert order == ["a", "b", "a", "b", "a", "b"]
    assert set(times) == {"a", "b"}


def test_shipped_model_is_timed_and_served(repository: Path) -> None:
    models = {"first": repository / "models" / "vegetables", "second": repository / "models" / "vegetables"}
    times = time_on_cpu(models, rounds=5)
    assert times["first"] == pytest.approx(times["second"], rel=1)
    rates = measure_throughput(models, bursts=1)
    assert all(rate > 1 for rate in rates.values())


def test_recipe_stands_for_all_its_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "discs.toml").write_text('name = "discs"\ndomain = "discs"\ndata = []\n')
    with pytest.raises(RunError, match=r"train it first: greengrocer train discs\.toml"):
        find_runs(Path("discs.toml"))
    for name in ("discs", "discs-seed2"):
        write_result(RESULT, tmp_path / "runs" / name)
    assert [folder.name for folder in find_runs(Path("discs.toml"))] == ["discs", "discs-seed2"]
    assert find_runs(Path("discs-seed2")) == [Path("runs/discs-seed2")]
