"""Where the catalogue lies, and where secrets may lie as files."""

import os

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import (
    BaseSettings,
    NestedSecretsSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

DATABASES = {"sqlite", "postgres", "postgresql", "postgresql+psycopg"}
SECRETS_DIR = "/run/secrets"


class SecretSettings(BaseSettings):
    """Settings of the environment and `.env`; files named as the variables, in any case, may stand behind them.

    Docker and Kubernetes put such files into `/run/secrets`; SECRETS_DIR names another folder. It need not be there.
    """

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True, hide_input_in_errors=True)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003  # the base's signature
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let a file of the secrets folder stand behind the environment."""
        folder = os.environ.get("SECRETS_DIR", SECRETS_DIR)
        files = NestedSecretsSettingsSource(file_secret_settings, secrets_dir=folder, secrets_dir_missing="ok")
        return init_settings, env_settings, dotenv_settings, files


class DatabaseSettings(SecretSettings):
    """`DATABASE_URL`: sqlite:///path or postgresql://user:password@host/name."""

    model_config = SettingsConfigDict(env_prefix="DATABASE_")

    url: SecretStr = Field(default=SecretStr("sqlite:///var/greengrocer.db"))

    @field_validator("url")
    @classmethod
    def _refuse_other_databases(cls, url: SecretStr) -> SecretStr:
        """Take those that the catalogue is tested on; SQLAlchemy's words about the rest might quote a password."""
        if _kind_of(url.get_secret_value()) not in DATABASES:
            raise ValueError("expected sqlite:///path or postgresql://user:password@host/name")
        return url


def _kind_of(url: str) -> str | None:
    """What SQLAlchemy takes a URL for."""
    try:
        return make_url(url).drivername
    except (ArgumentError, ValueError):
        return None
