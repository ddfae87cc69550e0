"""Settings, from the environment and from secret files."""

from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from bot.settings import BotSettings
from catalog.settings import DatabaseSettings
from catalog.tasks import HORIZON
from inference.settings import InferenceSettings


def test_secrets_come_from_files_named_as_their_variables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "REDIS_URL", "INFERENCE_ADMIN_KEY"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "database_url").write_text("postgresql://greengrocer:pw@db/greengrocer\n")
    (tmp_path / "REDIS_URL").write_text("redis://:pw@redis/0")
    (tmp_path / "inference_admin_key").write_text("gg_admin_of_more_than_32_characters\n")
    monkeypatch.setenv("SECRETS_DIR", str(tmp_path))
    settings = InferenceSettings(_env_file=None)
    assert DatabaseSettings(_env_file=None).url.get_secret_value() == "postgresql://greengrocer:pw@db/greengrocer"
    assert settings.redis_url.get_secret_value() == "redis://:pw@redis/0"
    assert settings.admin_key is not None
    assert settings.admin_key.get_secret_value() == "gg_admin_of_more_than_32_characters"


def test_operators_key_that_could_be_guessed_is_refused_and_not_repeated() -> None:
    with pytest.raises(ValidationError, match="of length 7 could") as refused:
        InferenceSettings(_env_file=None, admin_key=SecretStr("hunter2"))
    assert "hunter2" not in str(refused.value)


def test_empty_key_of_the_operator_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INFERENCE_ADMIN_KEY", "")
    assert InferenceSettings(_env_file=None).admin_key is None


@pytest.mark.parametrize("field", ["redis_url", "s3_bucket", "s3_endpoint"])
def test_empty_setting_is_none_where_it_can_mean_nothing_else(monkeypatch: pytest.MonkeyPatch, field: str) -> None:
    monkeypatch.setenv("REDIS_URL" if field == "redis_url" else f"INFERENCE_{field.upper()}", "")
    settings = InferenceSettings(_env_file=None)
    assert field not in settings.model_fields_set
    assert getattr(settings, field) == InferenceSettings.model_fields[field].default


@pytest.mark.parametrize("text", ["https://a.example, https://b.example", '["https://a.example", "https://b.example"]'])
def test_origins_are_read_as_people_write_lists(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("INFERENCE_CORS_ORIGINS", text)
    assert InferenceSettings(_env_file=None).cors_origins == ("https://a.example", "https://b.example")


@pytest.mark.parametrize("text", ["", "[]"])
def test_no_origins(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("INFERENCE_CORS_ORIGINS", text)
    assert not InferenceSettings(_env_file=None).cors_origins


def test_level_of_the_log_in_any_case(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INFERENCE_LOG_LEVEL", "warning")
    assert InferenceSettings(_env_file=None).log_level == "WARNING"


def test_bot_reads_its_token_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bot_token").write_text("1:from-a-file")
    monkeypatch.setenv("SECRETS_DIR", str(tmp_path))
    monkeypatch.delenv("BOT_TOKEN", raising=False)
    assert BotSettings(_env_file=None).token.get_secret_value() == "1:from-a-file"


def test_environment_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "database_url").write_text("sqlite:///file.db")
    monkeypatch.setenv("SECRETS_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", "sqlite:///environment.db")
    assert DatabaseSettings(_env_file=None).url.get_secret_value() == "sqlite:///environment.db"


def test_missing_folder_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRETS_DIR", str(tmp_path / "absent"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert DatabaseSettings(_env_file=None).url.get_secret_value().startswith("sqlite:")


def test_lease_ends_before_it_counts_as_a_clock_that_ran_ahead() -> None:
    assert InferenceSettings(_env_file=None, lease_seconds=int(HORIZON.total_seconds()))
    with pytest.raises(ValidationError, match="600"):
        InferenceSettings(_env_file=None, lease_seconds=int(HORIZON.total_seconds()) + 1)
