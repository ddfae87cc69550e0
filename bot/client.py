"""The inference service, as the bot sees it: HTTP and nothing else."""

import asyncio
import time
from collections.abc import Mapping
from typing import Any, Self

import httpx

from bot.errors import BotError, LabellingFailed, LabellingSlow, PhotoRefused, ServiceAway, ServiceBusy
from bot.replies import Added, Page, Photo, Stats
from bot.words import Domain, Words

CONNECT_TIMEOUT_S = 5.0
READ_TIMEOUT_S = 40.0
CONNECT_RETRIES = 2
WORDS_TTL_S = 600.0
NOT_THE_PERSONS_FAULT = (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN)
FULL = "queue_full"


class InferenceClient:
    """Calls the service; every failure comes out as one of the bot's own errors."""

    def __init__(self, http: httpx.AsyncClient, *, wait_seconds: int) -> None:
        self._http = http
        self._wait_seconds = wait_seconds
        self._words: Words | None = None
        self._words_until = 0.0
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

    async def add_photo(self, data: bytes, *, owner: str, domain: str | None) -> str:
        """Store a photo; when this returns it cannot be lost. The id of the job that labels it."""
        parameters = {"owner": owner} | ({"domain": domain} if domain else {})
        answer = await self._call("POST", "/v1/photos", params=parameters, files={"file": ("photo", data)})
        return str(answer.json()["id"])

    async def await_label(self, job_id: str) -> Photo:
        """Wait until a photo is labelled.

        Raises:
            LabellingSlow: it is not, so far.
            LabellingFailed: it could not be.
        """
        job = (await self._call("GET", f"/v1/jobs/{job_id}", params={"wait": self._wait_seconds})).json()
        if job["status"] == "failed":
            raise LabellingFailed(f"job {job_id} failed")
        if job["status"] != "finished":
            raise LabellingSlow(f"job {job_id} is still {job['status']}")
        return Photo.model_validate(job["photo"])

    async def search(self, filters: Mapping[str, str], *, count: int | None = None, cursor: str | None = None) -> Page:
        """Find photos: `filters` are those of the service (q, label, color, domain)."""
        paging = {"count": str(count) if count else None, "cursor": cursor}
        parameters = dict(filters) | {name: value for name, value in paging.items() if value}
        return Page.model_validate((await self._call("GET", "/v1/photos", params=parameters)).json())

    async def similar(self, photo_id: str, *, count: int) -> Page:
        """Find photos that look like one, the most alike first."""
        path = f"/v1/photos/{photo_id}/similar"
        return Page.model_validate((await self._call("GET", path, params={"count": count})).json())

    async def image(self, photo: Photo) -> bytes:
        """Fetch a photo's picture."""
        return (await self._call("GET", photo.url)).content

    async def heatmap(self, photo_id: str) -> bytes:
        """Fetch where the model looked: a transparent PNG for the photo's centre square."""
        return (await self._call("GET", f"/v1/photos/{photo_id}/heatmap")).content

    async def added(self, before: bytes, after: bytes, *, domain: str | None) -> Added:
        """Ask what was added between two photos."""
        answer = await self._call(
            "POST",
            "/v1/added",
            params={"domain": domain} if domain else {},
            files={"before": ("before", before), "after": ("after", after)},
        )
        return Added.model_validate(answer.json())

    async def stats(self) -> Stats:
        """Count the catalogue."""
        return Stats.model_validate((await self._call("GET", "/v1/stats")).json())

    async def correct(self, photo_id: str, label: str) -> None:
        """Tell the service what a photo really shows."""
        await self._call("PATCH", f"/v1/photos/{photo_id}", json={"label": label})

    async def photo(self, photo_id: str) -> Photo:
        """Read a photo."""
        return Photo.model_validate((await self._call("GET", f"/v1/photos/{photo_id}")).json())

    async def delete(self, photo_id: str, *, owner: str) -> None:
        """Take a person's photo back; one that is gone already is no matter, and others who sent it keep it."""
        try:
            await self._call("DELETE", f"/v1/photos/{photo_id}", params={"owner": owner})
        except PhotoRefused as error:
            if error.code != "photo_not_found":
                raise

    async def forget(self, owner: str) -> int:
        """Delete all photos of a person; how many there were."""
        return int((await self._call("DELETE", "/v1/photos", params={"owner": owner})).json()["deleted"])

    async def words(self) -> Words:
        """Names of kinds and colours, asked for now and then."""
        async with self._lock:
            if self._words is None or time.monotonic() > self._words_until:
                domains = (await self._call("GET", "/v1/domains")).json()["domains"]
                palettes = (await self._call("GET", "/v1/palettes")).json()["palettes"]
                known = [Domain.model_validate(domain) for domain in domains]
                labels = {label.slug: label for domain in known for label in domain.labels}
                colors = {color["name"]: color["names"] for palette in palettes for color in palette["colors"]}
                self._words_until = time.monotonic() + WORDS_TTL_S
                self._words = Words({domain.name: domain for domain in known}, labels, colors)
            return self._words

    async def _call(self, method: str, path: str, **request: Any) -> httpx.Response:
        try:
            answer = await self._http.request(method, path, **request)
        except httpx.HTTPError as error:
            raise ServiceAway(f"{method} {path}: {type(error).__name__}") from error
        if answer.is_error:
            raise _failure(answer)
        return answer


def _failure(answer: httpx.Response) -> BotError:
    """What an error of the service means to the bot."""
    code, what = _code_of(answer), f"{answer.request.method} {answer.request.url.path}: {answer.status_code}"
    asked = answer.headers.get("Retry-After", "")
    pause = float(asked) if asked.isdecimal() else 0.0
    if answer.status_code == httpx.codes.TOO_MANY_REQUESTS or code == FULL:
        return ServiceBusy(what, retry_after_s=pause)
    if answer.is_server_error or answer.status_code in NOT_THE_PERSONS_FAULT:
        return ServiceAway(what, retry_after_s=pause)
    return PhotoRefused(code, what)


def _code_of(answer: httpx.Response) -> str:
    """The code of a problem (RFC 9457)."""
    try:
        return str(answer.json()["code"])
    except (ValueError, KeyError, TypeError):
        return "unknown"
