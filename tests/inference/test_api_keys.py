"""API keys that were made elsewhere, as in a secret of a cluster."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from catalog.database import create_database_engine
from inference.cli import build_cli
from inference.errors import NotAuthorised
from inference.security import identify

KEYS = ("a" * 40, "b" * 40)


def run_key(folder: Path, monkeypatch: pytest.MonkeyPatch, key: str) -> int:
    """`greengrocer catalog key bot --from-file …`; the exit status."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{folder / 'keys.db'}")
    (folder / "key").write_text(key + "\n")
    command = ["catalog", "key", "bot", "--scope", "write", "--from-file", str(folder / "key")]
    return CliRunner().invoke(build_cli(), command).exit_code


def test_key_in_a_file_takes_the_place_of_the_one_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [run_key(tmp_path, monkeypatch, key) for key in (*KEYS, KEYS[1])] == [0, 0, 0]
    engine = create_database_engine(f"sqlite:///{tmp_path / 'keys.db'}")
    assert identify(engine, KEYS[1], admin_key=None).scopes == {"read", "write"}
    with pytest.raises(NotAuthorised):
        identify(engine, KEYS[0], admin_key=None)
    engine.dispose()


def test_key_that_could_be_guessed_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run_key(tmp_path, monkeypatch, "secret") == 1
