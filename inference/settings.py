"""How the service runs, from the environment."""

import json
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PositiveInt, SecretStr, field_validator, model_validator
from pydantic_settings import NoDecode, SettingsConfigDict
from redis.connection import parse_url

from catalog.settings import SecretSettings
from inference.vision.provider import Provider

LogFormat = Literal["text", "json"]
LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]

LONGEST_LEASE_S = 600  # what is due later counts as written by a clock that ran ahead: catalog.tasks.HORIZON
EMPTY_IS_UNSET = {"REDIS_URL", "s3_bucket", "s3_endpoint"}
ENDPOINT = "^https?://[^/]"
RATE = r"^(\d+/(second|minute|hour|day))?$"
LEAST_KEY_LENGTH = 32
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class InferenceSettings(SecretSettings):
    """Settings `INFERENCE_…`; `REDIS_URL` is shared with the bot and has no prefix."""

    model_config = SettingsConfigDict(env_prefix="INFERENCE_")

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    processes: PositiveInt = 1
    redis_url: SecretStr = Field(default=SecretStr("redis://127.0.0.1:6380/0"), validation_alias="REDIS_URL")
    data_dir: Path = Path("var")
    models_dir: Path = Path(__file__).parent.parent / "models"
    page_dir: Path = Path(__file__).parent / "web" / "dist"
    domain: str = "vegetables"
    provider: Provider = "cpu"
    s3_bucket: str | None = None
    s3_endpoint: str | None = Field(default=None, pattern=ENDPOINT)
    max_upload_bytes: PositiveInt = 20_000_000
    max_pixels: PositiveInt = 50_000_000
    max_queued: PositiveInt = 20_000
    require_api_key: bool | None = None
    admin_key: SecretStr | None = None
    rate_limit: str = Field(default="1200/minute", pattern=RATE)
    cors_origins: Annotated[tuple[str, ...], NoDecode] = ()
    lease_seconds: int = Field(default=30, gt=0, le=LONGEST_LEASE_S)
    sweep_seconds: float = Field(default=2.0, gt=0)
    max_attempts: PositiveInt = 5
    log_level: Annotated[LogLevel, BeforeValidator(str.upper)] = "INFO"
    log_format: LogFormat = "text"

    @model_validator(mode="before")
    @classmethod
    def _pass_over_empty(cls, given: dict[str, Any]) -> dict[str, Any]:
        """Take what stands empty in a file of settings for unset, where it can mean nothing else."""
        return {name: value for name, value in given.items() if value or name not in EMPTY_IS_UNSET}

    @field_validator("redis_url")
    @classmethod
    def _refuse_other_servers(cls, url: SecretStr) -> SecretStr:
        """Take what Redis' client can connect to; its own words about the rest might quote a password."""
        try:
            parse_url(url.get_secret_value())  # type: ignore[no-untyped-call]  # redis leaves it untyped
        except ValueError:
            raise ValueError("expected redis://:password@host:port/number, rediss://… or unix://path") from None
        return url

    @field_validator("cors_origins", mode="before")
    @classmethod
    def _read_origins(cls, given: object) -> object:
        """Take a JSON list, or origins with commas between them."""
        if not isinstance(given, str):
            return given
        if given.startswith("["):
            return json.loads(given)
        return [origin for part in given.split(",") if (origin := part.strip())]

    @field_validator("admin_key")
    @classmethod
    def _refuse_weak_key(cls, key: SecretStr | None) -> SecretStr | None:
        """Take no key that could be guessed; an empty one is none."""
        if key is None or not key.get_secret_value().strip():
            return None
        if len(key) < LEAST_KEY_LENGTH:
            raise ValueError(
                f"a key of length {len(key)} could be guessed; at least {LEAST_KEY_LENGTH} characters are wanted"
            )
        return key

    @property
    def needs_api_key(self) -> bool:
        """Keys are needed beyond loopback, unless said otherwise."""
        return self.host not in LOOPBACK if self.require_api_key is None else self.require_api_key
