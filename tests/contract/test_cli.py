"""The command line, as scripts rely on it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SAID_NOTHING = {"excluded_labels": [], "excluded_colors": [], "unknown_words": [], "suggestions": [], "parts": []}


@pytest.fixture(scope="session")
def photo(shared_data: Path) -> Path:
    return sorted((shared_data / "grocerystore").rglob("*Regular-Tomato*.jpg"))[0]


def greengrocer(folder: Path, *arguments: str | Path, seconds: float = 180) -> subprocess.CompletedProcess[str]:
    environment = {"DATABASE_URL": f"sqlite:///{folder / 'g.db'}", "PATH": "/usr/bin:/bin", "PYTHONWARNINGS": "ignore"}
    environment |= {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}
    command = [sys.executable, "-m", "inference", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, env=environment, cwd=folder, timeout=seconds, check=False
    )


def test_classify_prints_one_object_a_line(photo: Path, tmp_path: Path) -> None:
    done = greengrocer(tmp_path, "classify", "--json", photo, photo)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, len(lines), done.stderr) == (0, 2, "")
    assert list(lines[0]) == ["path", "domain", "label", "score", "known", "top", "colors"]
    assert lines[0]["label"] == lines[0]["top"][0]["label"] == "tomato"
    assert 0 <= lines[0]["score"] <= 1
    assert set(lines[0]["colors"]["rgb"]) == {"name", "hex"}


def test_unreadable_photo_costs_one_line_and_the_others_are_answered(photo: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.jpg").write_bytes(b"broken")
    done = greengrocer(tmp_path, "classify", "--json", tmp_path / "broken.jpg", photo, tmp_path / "absent.jpg")
    assert done.returncode == 1
    assert [json.loads(line)["path"] for line in done.stdout.splitlines()] == [str(photo)]
    assert len(done.stderr.splitlines()) == 2
    assert "broken.jpg" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("classify",),
        ("classify", "--domain", "nope", "x.jpg"),
        ("colors", "x.jpg", "--palette", "nope"),
        ("added", "x.jpg", "y.jpg", "--mask", "z.jpg"),
        ("catalog", "export", "--corrected", "photo.jpg"),
        ("catalog", "key", ""),
        ("catalog", "key", " "),
        ("nonsense",),
    ],
)
def test_usage_errors_end_with_two(arguments: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"a file")
    assert greengrocer(tmp_path, *arguments).returncode == 2


@pytest.mark.parametrize("method", ["perceptual", "paper"])
def test_colors_answers_by_either_method(photo: Path, tmp_path: Path, method: str) -> None:
    answer = json.loads(greengrocer(tmp_path, "colors", "--json", "--method", method, photo).stdout)
    assert set(answer["colors"]) == {"basic", "rgb", "ryb"}


def test_search_of_an_empty_catalogue_says_how_it_was_understood(tmp_path: Path) -> None:
    done = greengrocer(tmp_path, "search", "--json", "3 red tomatoes")
    assert json.loads(done.stdout) == {
        "query": {"count": 3, "labels": ["tomato"], "colors": ["red"]} | SAID_NOTHING,
        "photos": [],
        "total": 0,
    }


def test_search_without_a_count_says_null(tmp_path: Path) -> None:
    answer = json.loads(greengrocer(tmp_path, "search", "--json", "зелёные огурцы").stdout)
    assert answer["query"] == {"count": None, "labels": ["cucumber"], "colors": ["green"]} | SAID_NOTHING


def test_catalogue_counts_itself(tmp_path: Path) -> None:
    assert greengrocer(tmp_path, "catalog", "migrate").returncode == 0
    stats = json.loads(greengrocer(tmp_path, "catalog", "stats", "--json").stdout)
    assert stats["total"] == 0


def test_photos_like_an_absent_one_are_refused_in_one_line(tmp_path: Path) -> None:
    done = greengrocer(tmp_path, "similar", "absent")
    assert (done.returncode, done.stderr) == (1, "there is no photo 'absent'\n")
