"""What the commands' tables say, as people read it."""

import json
import re
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

from inference.cli import build_cli
from inference.processes.address import leave_address
from inference.settings import InferenceSettings
from tests.inference.stocked import add, open_catalogue

STRANGE = 40


def ask(*arguments: str) -> str:
    answer = CliRunner().invoke(build_cli(), arguments)
    assert answer.exception is None, answer.exc_info
    return answer.stdout


@pytest.fixture
def stocked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A catalogue of two tomatoes and of something unknown, which the commands find."""
    resources = open_catalogue(tmp_path)
    for shade in (STRANGE, 60, 80):
        add(resources, shade, known=shade != STRANGE)
    resources.close()
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'stocked.db'}")


def test_what_the_model_does_not_know_is_unknown_first_and_never_sure(tmp_path: Path) -> None:
    Image.new("RGB", (64, 64), "white").save(tmp_path / "white.png")
    told = ask("classify", str(tmp_path / "white.png"))
    assert "unknown (perhaps" in told
    assert "%" not in told


def test_long_path_is_told_to_its_end_and_word_for_word(tmp_path: Path) -> None:
    deep = tmp_path / "a long way down" / "to [the] photos"
    deep.mkdir(parents=True)
    Image.new("RGB", (64, 64), "white").save(deep / "tomato.png")
    told = ask("classify", str(deep / "tomato.png"))
    cells = "".join(line.split("│")[1].strip(" ") for line in told.splitlines() if "│" in line)
    assert cells.replace(" ", "").endswith("to[the]photos/tomato.png")


@pytest.mark.usefixtures("stocked")
def test_search_says_how_many_of_all_it_shows_and_where_to_see_them() -> None:
    told = ask("search", "one tomato")
    assert "1 of 2 found" in told
    assert "http://127.0.0.1:8000/#ask?photo=" in told


@pytest.mark.parametrize(("host", "url"), [("::1", "http://[::1]:8017"), ("0.0.0.0", "http://127.0.0.1:8017")])  # noqa: S104  # nobody listens
@pytest.mark.usefixtures("stocked")
def test_search_tells_where_the_service_is_that_runs_on_the_same_data(
    host: str, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data_dir = tmp_path / "var"  # a folder that nobody has made yet
    monkeypatch.setenv("INFERENCE_DATA_DIR", str(data_dir))
    with leave_address(InferenceSettings(host=host, port=8017, data_dir=data_dir)):
        assert f"{url}/#ask?photo=" in ask("search", "one tomato")
    assert url not in ask("search", "one tomato")


@pytest.mark.usefixtures("stocked")
def test_search_tells_programs_what_is_known_and_what_was_left_out() -> None:
    told = json.loads(ask("search", "not red", "--json"))
    assert told["query"]["excluded_colors"] == ["red"]
    assert sorted(photo["known"] for photo in told["photos"]) == [False, True, True]


@pytest.mark.usefixtures("stocked")
def test_counts_of_kinds_and_of_what_is_unknown_add_up() -> None:
    told = json.loads(ask("catalog", "stats", "--json"))
    assert (told["total"], told["labels"], told["unknown"]) == (3, {"tomato": 2}, 1)
    assert re.search(r"unknown +│ 1 ", ask("catalog", "stats"))


@pytest.mark.usefixtures("stocked")
def test_search_marks_what_the_model_does_not_know() -> None:
    rows = [line for line in ask("search", "").splitlines() if "tomato" in line]
    assert sorted("unknown (perhaps tomato)" in row for row in rows) == [False, False, True]
    assert sorted("90.0%" in row for row in rows) == [False, True, True]
