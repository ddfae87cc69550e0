"""How the bot runs, from the environment."""

import os
from pathlib import Path
from typing import Self

from aiogram.utils.token import TokenValidationError, validate_token
from pydantic import Field, PositiveFloat, PositiveInt, SecretStr, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    NestedSecretsSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

SECRETS_DIR = "/run/secrets"


class BotSettings(BaseSettings):
    """Settings `BOT_…`; the token comes from @BotFather. Redis and the data folder are the service's."""

    model_config = SettingsConfigDict(
        env_prefix="BOT_", env_file=".env", extra="ignore", frozen=True, populate_by_name=True
    )

    token: SecretStr
    inference_url: str = "http://127.0.0.1:8000"
    inference_key: SecretStr | None = None
    telegram_url: str = "https://api.telegram.org"
    redis_url: SecretStr = Field(default=SecretStr("redis://127.0.0.1:6380/0"), validation_alias="REDIS_URL")
    owner_salt: SecretStr | None = None
    data_dir: Path = Field(default=Path("var"), validation_alias="INFERENCE_DATA_DIR")
    wait_seconds: PositiveInt = Field(default=25, le=30)
    album_silence_seconds: PositiveFloat = 1.0
    retry_seconds: PositiveFloat = 5.0
    messages_a_minute: PositiveInt = 60
    public_url: str | None = None
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    webhook_host: str = "127.0.0.1"
    webhook_port: int = Field(default=8080, ge=0, le=65535)
    metrics_port: int | None = Field(default=None, ge=0, le=65535)
    log_level: str = "INFO"

    @field_validator("token")
    @classmethod
    def _check_token(cls, token: SecretStr) -> SecretStr:
        try:
            validate_token(token.get_secret_value())
        except TokenValidationError as error:
            raise ValueError("expected a token like 123456:ABC-DEF; ask @BotFather for one") from error
        return token

    @model_validator(mode="after")
    def _demand_secret(self) -> Self:
        if self.webhook_url and self.webhook_secret is None:
            raise ValueError("BOT_WEBHOOK_URL needs BOT_WEBHOOK_SECRET: anybody could send updates otherwise")
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003  # the base's signature
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let a file of /run/secrets, or of the folder that SECRETS_DIR names, stand behind the environment."""
        folder = os.environ.get("SECRETS_DIR", SECRETS_DIR)
        files = NestedSecretsSettingsSource(file_secret_settings, secrets_dir=folder, secrets_dir_missing="ok")
        return init_settings, env_settings, dotenv_settings, files
