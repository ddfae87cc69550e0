"""The salt of people's ids: never one that others know."""

import stat
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.errors import SaltUnkept
from bot.middlewares import hide_person
from bot.salt import BYTES, find_salt
from bot.settings import BotSettings


def test_salt_is_drawn_once_and_kept_for_its_owner_alone(tmp_path: Path) -> None:
    drawn = find_salt(None, tmp_path / "one")
    [kept] = (tmp_path / "one").iterdir()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert find_salt(SecretStr(""), tmp_path / "one") == drawn != find_salt(None, tmp_path / "another")
    assert len(drawn) == 2 * BYTES
    assert hide_person(1001, drawn) != hide_person(1001, b"greengrocer")


def test_salt_that_was_chosen_goes_before_the_one_that_was_kept(tmp_path: Path) -> None:
    find_salt(None, tmp_path)
    assert find_salt(SecretStr("our own"), tmp_path) == b"our own"


def test_there_is_no_salt_that_everybody_knows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("BOT_OWNER_SALT", raising=False)
    monkeypatch.setenv("INFERENCE_DATA_DIR", str(tmp_path))
    settings = BotSettings(_env_file=None, token=SecretStr("1:a"))
    assert (settings.owner_salt, settings.data_dir) == (None, tmp_path)


def test_salt_that_cannot_be_kept_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SaltUnkept, match="BOT_OWNER_SALT is not set"):
        find_salt(None, tmp_path / "file")
