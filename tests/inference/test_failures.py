"""What commands say when something that they need is wrong or away: one line, and no secret."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

from inference.cli import build_cli

SECRET = "hunter2"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, which commands run in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def reason_for(*arguments: str) -> str:
    """The one line by which a command fails."""
    failed = CliRunner().invoke(build_cli(), arguments)
    assert isinstance(failed.exception, SystemExit), failed.exception
    assert (failed.exit_code, len(failed.stderr.splitlines())) == (1, 1), failed.stderr
    assert SECRET not in failed.stderr
    return failed.stderr.rstrip()


@pytest.mark.parametrize(
    ("variable", "value", "reason"),
    [
        ("INFERENCE_LOG_LEVEL", "verbose", "InferenceSettings: log_level: Input should be 'DEBUG', 'INFO'"),
        ("INFERENCE_CORS_ORIGINS", "[1", "InferenceSettings: cors_origins: "),
        ("INFERENCE_S3_ENDPOINT", "minio:9000", "InferenceSettings: s3_endpoint: "),
        ("REDIS_URL", "localhost:6379", "InferenceSettings: REDIS_URL: Value error, expected redis://"),
        ("REDIS_URL", f"redis://:{SECRET}#@localhost:6379", "InferenceSettings: REDIS_URL: "),
        ("DATABASE_URL", "foo", "DatabaseSettings: url: Value error, expected sqlite:///path or postgresql://"),
        ("DATABASE_URL", f"mysql://u:{SECRET}@db/x", "DatabaseSettings: url: "),
        ("DATABASE_URL", f"postgresql://u:{SECRET}@db:port/x", "DatabaseSettings: url: "),
        ("SECRETS_DIR", "/dev/null", "secrets_dir must reference a directory"),
    ],
)
def test_setting_that_is_wrong(monkeypatch: pytest.MonkeyPatch, variable: str, value: str, reason: str) -> None:
    monkeypatch.setenv(variable, value)
    assert reason_for("catalog", "migrate").startswith(reason)


def test_port_that_there_cannot_be_is_a_usage_error() -> None:
    assert CliRunner().invoke(build_cli(), ["worker", "--metrics-port", "99999"]).exit_code == 2


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        (f"postgresql://u:{SECRET}@127.0.0.1:1/x", "Connection refused"),
        ("sqlite:///text.db", "file is not a database"),
        ("sqlite:///.", "unable to open database file"),
    ],
)
def test_database_that_is_away_or_is_none(folder: Path, monkeypatch: pytest.MonkeyPatch, url: str, reason: str) -> None:
    (folder / "text.db").write_text("no database " * 100)
    monkeypatch.setenv("DATABASE_URL", url)
    said = reason_for("catalog", "stats")
    assert said.startswith("the catalogue cannot be used: ")
    assert reason in said


@pytest.mark.parametrize("form", [["--json"], []])
def test_name_that_is_no_text_costs_no_line(folder: Path, form: list[str]) -> None:
    names = [os.fsdecode(b"caf\xe9.png"), "z.png"]
    for name in names:
        Image.new("RGB", (64, 64), "red").save(folder / name)
    done = subprocess.run(
        [sys.executable, "-m", "inference", "colors", *form, *names],
        capture_output=True,
        check=True,
        env=os.environ | {"PYTHONIOENCODING": "utf-8:strict"},
    )
    if form:
        assert [json.loads(line)["path"] for line in done.stdout.splitlines()] == names
    assert b"caf\\udce9.png" in done.stdout
    assert b"z.png" in done.stdout
