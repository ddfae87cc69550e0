"""Download a large file: what came already is kept, what is missing is asked for, and the whole is checked."""

import hashlib
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path

import httpx

from inference.errors import DownloadFailed

TIMEOUT_S = 30.0
TRIES = 5

Progress = Callable[[int, int | None], None]


def download(url: str, target: Path, *, sha256: str | None = None, progress: Progress) -> None:
    """Fetch a file; `progress` hears of the bytes that are there, and of all where the server says how many.

    Raises:
        DownloadFailed: the server refused, broke off more often than is tried, or sent another file than was expected.
    """
    if target.is_file():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    for attempt in range(1, TRIES + 1):
        try:
            _fetch_rest(url, part, progress)
            break
        except httpx.HTTPStatusError as error:
            raise DownloadFailed(f"{url}: the server answered {error.response.status_code}") from error
        except httpx.HTTPError as error:
            if attempt == TRIES:
                raise DownloadFailed(f"{url}: broke off {TRIES} times: {error}; run it again to go on") from error
    _check(url, part, sha256)
    part.replace(target)


def _fetch_rest(url: str, part: Path, progress: Progress) -> None:
    there = part.stat().st_size if part.is_file() else 0
    wanted = {"Range": f"bytes={there}-"} if there else {}
    with httpx.stream("GET", url, headers=wanted, timeout=TIMEOUT_S, follow_redirects=True) as answer:
        if answer.status_code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            return  # all of it is there
        answer.raise_for_status()
        if answer.status_code != HTTPStatus.PARTIAL_CONTENT:
            there = 0  # this server always begins anew
        length = answer.headers.get("Content-Length")
        with part.open("ab" if there else "wb") as file:
            for block in answer.iter_raw():
                file.write(block)
                progress(file.tell(), there + int(length) if length else None)


def _check(url: str, part: Path, sha256: str | None) -> None:
    with part.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if sha256 and found != sha256:
        part.unlink()
        raise DownloadFailed(f"{url}: the file has sha256 {found}, expected {sha256}; it was thrown away")
