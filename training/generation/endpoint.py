"""An image endpoint that speaks OpenAI's protocol: POST {url}/images/generations."""

import base64
import binascii
import time
from collections.abc import Callable
from dataclasses import dataclass

import httpx
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from training.errors import GenerationError

ATTEMPTS = 5
PAUSE_SECONDS = 2.0
LONGEST_PAUSE_SECONDS = 60.0
TIMEOUT_SECONDS = 180.0
REASON_LENGTH = 300
BUSY = {httpx.codes.TOO_MANY_REQUESTS, 500, 502, 503, 504}


class ImageEndpointSettings(BaseSettings):
    """Settings `IMAGE_ENDPOINT_…`: where the endpoint is, and the key it wants."""

    model_config = SettingsConfigDict(env_prefix="IMAGE_ENDPOINT_", env_file=".env", extra="ignore", frozen=True)

    url: str = "https://api.openai.com/v1"
    key: SecretStr = Field(min_length=1)


@dataclass(frozen=True)
class ImageEndpoint:
    """Asks for one photo at a time; tries again where the endpoint is busy."""

    http: httpx.Client
    model: str
    size: str
    quality: str | None = None
    sleep: Callable[[float], None] = time.sleep

    def draw(self, prompt: str) -> bytes:
        """Ask for a photo; the bytes of its file.

        Raises:
            GenerationError: the endpoint refuses, stays busy, or answers something else.
        """
        wish: dict[str, str | int] = {"model": self.model, "prompt": prompt, "size": self.size, "n": 1}
        answer = self._ask(wish | ({"quality": self.quality} if self.quality else {}))
        try:
            (photo,) = answer.json()["data"]
            if "b64_json" in photo:
                return base64.b64decode(photo["b64_json"], validate=True)
            return self._fetch(photo["url"])
        except (ValueError, KeyError, TypeError, binascii.Error, httpx.HTTPError) as error:
            raise GenerationError(f"the image endpoint answered without a photo: {error!r}") from error

    def _fetch(self, url: str) -> bytes:
        """Fetch a photo from where it is stored; the key is for the endpoint alone."""
        request = self.http.build_request("GET", url)
        if request.url.host != self.http.base_url.host:
            del request.headers["Authorization"]
        return self.http.send(request).raise_for_status().content

    def _ask(self, body: dict[str, str | int]) -> httpx.Response:
        reason, pause = "", 0.0
        for attempt in range(ATTEMPTS):
            self.sleep(pause)
            pause = min(PAUSE_SECONDS * 2**attempt, LONGEST_PAUSE_SECONDS)
            try:
                answer = self.http.post("images/generations", json=body)
            except httpx.HTTPError as error:
                reason = f"cannot be reached: {error}"
                continue
            if answer.is_success:
                return answer
            reason = f"answered {answer.status_code}: {answer.text[:REASON_LENGTH]}"
            if answer.status_code not in BUSY:
                break
            pause = _asked_pause(answer) or pause
        raise GenerationError(f"the image endpoint {reason}")


def connect(settings: ImageEndpointSettings) -> httpx.Client:
    """A client with the key in its header."""
    headers = {"Authorization": f"Bearer {settings.key.get_secret_value()}"}
    return httpx.Client(base_url=settings.url.rstrip("/") + "/", headers=headers, timeout=TIMEOUT_SECONDS)


def _asked_pause(answer: httpx.Response) -> float | None:
    """The seconds that the endpoint asks to be left alone for."""
    asked = answer.headers.get("retry-after", "")
    return min(float(asked), LONGEST_PAUSE_SECONDS) if asked.isdigit() else None
