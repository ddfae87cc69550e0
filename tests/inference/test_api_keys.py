"""API keys that were made elsewhere, as in a secret of a cluster."""

import json
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


def run(folder: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[int, str]:
    """`greengrocer catalog …`; the exit status and what was said."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{folder / 'keys.db'}")
    result = CliRunner().invoke(build_cli(), ["catalog", *arguments])
    return result.exit_code, result.output


def test_revoked_key_opens_nothing_while_others_still_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = {name: run(tmp_path, monkeypatch, "key", name)[1].strip() for name in ("till", "lost")}
    engine = create_database_engine(f"sqlite:///{tmp_path / 'keys.db'}")
    assert run(tmp_path, monkeypatch, "revoke", "lost")[0] == 0
    assert identify(engine, keys["till"], admin_key=None).scopes == {"read"}
    with pytest.raises(NotAuthorised):
        identify(engine, keys["lost"], admin_key=None)
    engine.dispose()


def test_keys_are_listed_by_id_and_scope_and_never_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = [run(tmp_path, monkeypatch, "key", name, "--scope", "write")[1].strip() for name in ("till", "scale")]
    status, said = run(tmp_path, monkeypatch, "keys", "--json")
    rows = [json.loads(line) for line in said.splitlines()]
    assert (status, [row["name"] for row in rows]) == (0, ["till", "scale"])
    assert {row["scopes"] for row in rows} == {"read write"}
    assert not any(key in said for key in keys)
    assert run(tmp_path, monkeypatch, "revoke", rows[0]["id"])[0] == 0


def test_revoking_an_unknown_key_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    status, said = run(tmp_path, monkeypatch, "revoke", "nobody")
    assert status == 1
    assert "nobody" in said
