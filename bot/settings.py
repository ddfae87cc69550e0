"""How the bot runs, from the environment."""

from pydantic import Field, PositiveInt, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class BotSettings(BaseSettings):
    """Settings `BOT_…`; the token comes from @BotFather."""

    model_config = SettingsConfigDict(env_prefix="BOT_", env_file=".env", extra="ignore", frozen=True)

    token: SecretStr
    inference_url: str = "http://127.0.0.1:8000"
    inference_key: SecretStr | None = None
    telegram_url: str = "https://api.telegram.org"
    owner_salt: SecretStr = SecretStr("greengrocer")
    wait_seconds: PositiveInt = Field(default=25, le=30)
    log_level: str = "INFO"
