"""What the commands' tables say, as people read it."""

import json
import re
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

from inference.cli import build_cli
from tests.inference.stocked import add, open_catalogue


def ask(*arguments: str) -> str:
    return CliRunner().invoke(build_cli(), arguments).stdout


def test_what_the_model_does_not_know_is_unknown_first_and_never_sure(tmp_path: Path) -> None:
    Image.new("RGB", (64, 64), "white").save(tmp_path / "white.png")
    told = ask("classify", str(tmp_path / "white.png"))
    assert "unknown (perhaps" in told
    assert "%" not in told


def test_counts_of_kinds_and_of_what_is_unknown_add_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stocked = open_catalogue(tmp_path)
    for shade, known in ((40, False), (60, False), (80, True)):
        add(stocked, shade, known=known)
    stocked.close()
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'stocked.db'}")
    told = json.loads(ask("catalog", "stats", "--json"))
    assert (told["total"], told["labels"], told["unknown"]) == (3, {"tomato": 1}, 2)
    assert re.search(r"unknown +│ 2 ", ask("catalog", "stats"))


def test_search_marks_what_the_model_does_not_know(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stocked = open_catalogue(tmp_path)
    add(stocked, 40, known=False)
    add(stocked, 80)
    stocked.close()
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'stocked.db'}")
    rows = [line for line in ask("search", "").splitlines() if "tomato" in line]
    assert sorted("unknown (perhaps tomato)" in row for row in rows) == [False, True]
    assert sorted("90.0%" in row for row in rows) == [False, True]
