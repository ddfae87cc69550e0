"""The command line, as scripts rely on it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from inference.commands.bench import find_repository
from inference.errors import BenchmarksMissing

NO_MORE = ("excluded_labels", "excluded_colors", "unknown_words", "suggestions", "parts")
SAID_NO_MORE: dict[str, object] = {name: [] for name in NO_MORE} | {"says_nothing": False}


@pytest.fixture(scope="session")
def photo(shared_data: Path) -> Path:
    return sorted((shared_data / "grocerystore").rglob("*Regular-Tomato*.jpg"))[0]


def greengrocer(
    folder: Path, *arguments: str | Path, seconds: float = 180, **settings: str
) -> subprocess.CompletedProcess[str]:
    environment = {"DATABASE_URL": f"sqlite:///{folder / 'g.db'}", "PATH": "/usr/bin:/bin", "PYTHONWARNINGS": "ignore"}
    environment |= settings | {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}
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


def drawn(path: Path, color: str) -> Path:
    Image.new("RGB", (64, 64), color).save(path)
    return path


@pytest.mark.parametrize(
    ("arguments", "settings", "reason"),
    [
        (("colors", "a.png"), {"INFERENCE_DOMAIN": "nope"}, "no model for the domain 'nope'"),
        (("added", "a.png", "b.png", "--method", "ssim", "--mask", "/nowhere/m.png"), {}, "/nowhere/m.png"),
        (("added", "a.png", "b.png"), {"INFERENCE_PROVIDER": "openvino"}, "OpenVINO"),
        (("added", "a.png", "absent.png"), {}, "absent.png: No such file"),
        (("catalog", "key", "till", "--from-file", "a.png"), {}, "a.png"),
        (("catalog", "import", "."), {"INFERENCE_DATA_DIR": "a.png"}, "the photo store"),
        (("catalog", "migrate"), {"INFERENCE_PORT": "http"}, "InferenceSettings: port: "),
    ],
)
def test_what_goes_wrong_is_said_in_one_line(
    tmp_path: Path, arguments: tuple[str, ...], settings: dict[str, str], reason: str
) -> None:
    for name, color in (("a.png", "red"), ("b.png", "#f00000")):
        drawn(tmp_path / name, color)
    done = greengrocer(tmp_path, *arguments, **settings)
    assert done.returncode == 1
    assert reason in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


def test_bench_measures_what_is_named_and_says_where_there_is_nothing_to_measure(tmp_path: Path) -> None:
    done = greengrocer(tmp_path, "bench", "nonsense")
    assert (done.returncode, "tests.benchmarks.nonsense" in done.stderr) == (1, True)
    with pytest.raises(BenchmarksMissing, match="with the repository"):
        find_repository(tmp_path)


@pytest.mark.parametrize("method", ["perceptual", "paper"])
def test_colors_answers_by_either_method(photo: Path, tmp_path: Path, method: str) -> None:
    answer = json.loads(greengrocer(tmp_path, "colors", "--json", "--method", method, photo).stdout)
    assert set(answer["colors"]) == {"basic", "rgb", "ryb"}


def test_search_of_an_empty_catalogue_says_how_it_was_understood(tmp_path: Path) -> None:
    done = greengrocer(tmp_path, "search", "--json", "3 red tomatoes")
    assert json.loads(done.stdout) == {
        "query": {"count": 3, "labels": ["tomato"], "colors": ["red"]} | SAID_NO_MORE,
        "photos": [],
        "total": 0,
    }


def test_search_without_a_count_says_null(tmp_path: Path) -> None:
    answer = json.loads(greengrocer(tmp_path, "search", "--json", "зелёные огурцы").stdout)
    assert answer["query"] == {"count": None, "labels": ["cucumber"], "colors": ["green"]} | SAID_NO_MORE


def test_catalogue_counts_itself(tmp_path: Path) -> None:
    assert greengrocer(tmp_path, "catalog", "migrate").returncode == 0
    stats = json.loads(greengrocer(tmp_path, "catalog", "stats", "--json").stdout)
    assert stats["total"] == 0


def test_photos_like_an_absent_one_are_refused_in_one_line(tmp_path: Path) -> None:
    done = greengrocer(tmp_path, "similar", "absent")
    assert (done.returncode, done.stderr) == (1, "there is no photo 'absent'\n")
