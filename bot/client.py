"""The inference service, as the bot sees it: HTTP and nothing else."""

import asyncio
from dataclasses import dataclass
from typing import Any, Self

import httpx
from pydantic import BaseModel, ConfigDict

from bot.errors import LabellingFailed, PhotoRefused, ServiceAway

CONNECT_TIMEOUT_S = 5.0
READ_TIMEOUT_S = 40.0
CONNECT_RETRIES = 2


class Reply(BaseModel):
    """A part of the service's JSON; what the bot does not need is left out."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class LabelScore(Reply):
    """A label and its probability, 0–1."""

    label: str
    score: float


class Color(Reply):
    """A named colour."""

    name: str
    hex: str


class Photo(Reply):
    """A photo of the catalogue."""

    id: str
    status: str
    label: str | None
    score: float | None
    known: bool | None
    label_source: str | None
    top: list[LabelScore]
    colors: dict[str, Color]
    url: str


class Query(Reply):
    """How a request was understood."""

    count: int | None
    labels: list[str]
    colors: list[str]
    unknown_words: list[str]
    suggestions: list[str]


class Page(Reply):
    """Photos that were found, and how many there are in all."""

    query: Query
    photos: list[Photo]
    total: int
    next: str | None


class Label(Reply):
    """A kind, by language."""

    slug: str
    names: dict[str, str]
    forms: dict[str, dict[str, str]]


@dataclass(frozen=True)
class Words:
    """Names of kinds and colours by language, as the service gives them."""

    labels: dict[str, Label]
    colors: dict[str, dict[str, str]]

    def label(self, slug: str, language: str) -> str:
        """A kind's display name."""
        known = self.labels.get(slug)
        return known.names.get(language, slug) if known else slug.replace("_", " ")

    def color(self, name: str, language: str) -> str:
        """A colour's display name."""
        return self.colors.get(name, {}).get(language, name)


class InferenceClient:
    """Calls the service; every failure comes out as one of the bot's own errors."""

    def __init__(self, http: httpx.AsyncClient, *, wait_seconds: int) -> None:
        self._http = http
        self._wait_seconds = wait_seconds
        self._words: Words | None = None
        self._lock = asyncio.Lock()

    @classmethod
    def connect(cls, url: str, *, key: str | None, wait_seconds: int) -> Self:
        """Make a client; nothing is sent yet."""
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        timeout = httpx.Timeout(READ_TIMEOUT_S, connect=CONNECT_TIMEOUT_S)
        transport = httpx.AsyncHTTPTransport(retries=CONNECT_RETRIES)
        return cls(
            httpx.AsyncClient(base_url=url, headers=headers, timeout=timeout, transport=transport),
            wait_seconds=wait_seconds,
        )

    async def close(self) -> None:
        """Let go of connections."""
        await self._http.aclose()

    async def add_photo(self, data: bytes, *, owner: str) -> str:
        """Store a photo; when this returns it cannot be lost. The id of the job that labels it."""
        answer = await self._call("POST", "/v1/photos", params={"owner": owner}, files={"file": ("photo", data)})
        return str(answer.json()["id"])

    async def await_label(self, job_id: str) -> Photo:
        """Wait until a photo is labelled.

        Raises:
            LabellingFailed: it could not be, or not in time.
        """
        answer = await self._call("GET", f"/v1/jobs/{job_id}", params={"wait": self._wait_seconds})
        job = answer.json()
        if job["status"] != "finished":
            raise LabellingFailed(job["error"] or f"job {job_id} is still {job['status']}")
        return Photo.model_validate(job["photo"])

    async def search(self, text: str) -> Page:
        """Find photos with a sentence."""
        return Page.model_validate((await self._call("GET", "/v1/photos", params={"q": text})).json())

    async def page(self, text: str, cursor: str) -> Page:
        """Find the photos after those of an earlier page."""
        answer = await self._call("GET", "/v1/photos", params={"q": text, "cursor": cursor})
        return Page.model_validate(answer.json())

    async def image(self, photo: Photo) -> bytes:
        """Fetch a photo's picture."""
        return (await self._call("GET", photo.url)).content

    async def correct(self, photo_id: str, label: str) -> None:
        """Tell the service what a photo really shows."""
        await self._call("PATCH", f"/v1/photos/{photo_id}", json={"label": label})

    async def photo(self, photo_id: str) -> Photo:
        """Read a photo."""
        return Photo.model_validate((await self._call("GET", f"/v1/photos/{photo_id}")).json())

    async def delete(self, photo_id: str) -> None:
        """Delete a photo; one that is gone already is no matter."""
        try:
            await self._call("DELETE", f"/v1/photos/{photo_id}")
        except PhotoRefused as error:
            if error.code != "photo_not_found":
                raise

    async def forget(self, owner: str) -> int:
        """Delete all photos of a person; how many there were."""
        return int((await self._call("DELETE", "/v1/photos", params={"owner": owner})).json()["deleted"])

    async def words(self) -> Words:
        """Names of kinds and colours, asked for once."""
        async with self._lock:
            if self._words is None:
                domains = (await self._call("GET", "/v1/domains")).json()["domains"]
                palettes = (await self._call("GET", "/v1/palettes")).json()["palettes"]
                labels = [Label.model_validate(label) for domain in domains for label in domain["labels"]]
                colors = {color["name"]: color["names"] for palette in palettes for color in palette["colors"]}
                self._words = Words({label.slug: label for label in labels}, colors)
            return self._words

    async def _call(self, method: str, path: str, **request: Any) -> httpx.Response:
        try:
            answer = await self._http.request(method, path, **request)
        except httpx.HTTPError as error:
            raise ServiceAway(f"{method} {path}: {type(error).__name__}") from error
        if answer.is_server_error:
            raise ServiceAway(f"{method} {path}: {answer.status_code}")
        if answer.is_client_error:
            raise _refusal(answer)
        return answer


def _refusal(answer: httpx.Response) -> PhotoRefused:
    try:
        problem = answer.json()
        return PhotoRefused(str(problem["code"]), str(problem["detail"]))
    except (ValueError, KeyError):
        return PhotoRefused("unknown", f"status {answer.status_code}")
