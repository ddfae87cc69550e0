"""Where the catalogue lies."""

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class DatabaseSettings(BaseSettings):
    """`DATABASE_URL`: sqlite:///path or postgresql+psycopg://user:password@host/name."""

    model_config = SettingsConfigDict(env_prefix="DATABASE_", env_file=".env", extra="ignore")

    url: SecretStr = Field(default=SecretStr("sqlite:///var/greengrocer.db"))
