"""Where the catalogue lies, and where secrets may lie as files."""

import os

from pydantic import Field, SecretStr
from pydantic_settings import (
    BaseSettings,
    NestedSecretsSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

SECRETS_DIR = "/run/secrets"


class DatabaseSettings(BaseSettings):
    """`DATABASE_URL`: sqlite:///path or postgresql+psycopg://user:password@host/name."""

    model_config = SettingsConfigDict(env_prefix="DATABASE_", env_file=".env", extra="ignore")

    url: SecretStr = Field(default=SecretStr("sqlite:///var/greengrocer.db"))

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
        return init_settings, env_settings, dotenv_settings, secret_files(file_secret_settings)


def secret_files(source: PydanticBaseSettingsSource) -> PydanticBaseSettingsSource:
    """Read settings from files that are named as their variables, in any case, where Docker and Kubernetes put them.

    The folder is `/run/secrets`, or what SECRETS_DIR names; it need not be there.
    """
    folder = os.environ.get("SECRETS_DIR", SECRETS_DIR)
    return NestedSecretsSettingsSource(source, secrets_dir=folder, secrets_dir_missing="ok")
