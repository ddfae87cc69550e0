"""How the service runs, from the environment."""

from pathlib import Path
from typing import Literal

from pydantic import Field, PositiveInt, SecretStr, field_validator
from pydantic_settings import SettingsConfigDict

from catalog.settings import SecretSettings
from inference.vision.provider import Provider

LogFormat = Literal["text", "json"]

LONGEST_LEASE_S = 600  # what is due later counts as written by a clock that ran ahead: catalog.tasks.HORIZON
RATE = r"^(\d+/(second|minute|hour|day))?$"
LEAST_KEY_LENGTH = 32
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class InferenceSettings(SecretSettings):
    """Settings `INFERENCE_…`; `REDIS_URL` is shared with the bot and has no prefix."""

    model_config = SettingsConfigDict(env_prefix="INFERENCE_", hide_input_in_errors=True)

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
    s3_endpoint: str | None = None
    max_upload_bytes: PositiveInt = 20_000_000
    max_pixels: PositiveInt = 50_000_000
    max_queued: PositiveInt = 20_000
    require_api_key: bool | None = None
    admin_key: SecretStr | None = None
    rate_limit: str = Field(default="1200/minute", pattern=RATE)
    cors_origins: tuple[str, ...] = ()
    lease_seconds: int = Field(default=30, gt=0, le=LONGEST_LEASE_S)
    sweep_seconds: float = Field(default=2.0, gt=0)
    max_attempts: PositiveInt = 5
    log_level: str = "INFO"
    log_format: LogFormat = "text"

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
