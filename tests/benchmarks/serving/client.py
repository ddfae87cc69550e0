"""A light HTTP client in a process of its own: N connections, each sends its next photo once it has its answer."""

import asyncio
import base64
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

OK = b"HTTP/1.1 200"
HEAD_END = b"\r\n\r\n"
LENGTH = b"content-length:"
MARK = "a-boundary-that-no-photo-holds"


@dataclass(frozen=True)
class Target:
    """Where to send photos, and how the body is made of one: one of FORMS."""

    url: str
    form: str


@dataclass(frozen=True)
class Load:
    """How much is sent: `clients` connections send `requests` in all."""

    clients: int
    requests: int


@dataclass(frozen=True)
class Answers:
    """What came back: seconds for all, milliseconds of each, and how many were no 200."""

    seconds: float
    times_ms: list[float]
    failed: int


def send(target: Target, load: Load, photos: Sequence[Path]) -> Answers:
    """Send photos from another process, so that its work is not counted as the server's."""
    order = json.dumps({"target": asdict(target), "load": asdict(load), "photos": [str(path) for path in photos]})
    done = subprocess.run([sys.executable, "-m", __name__], input=order, capture_output=True, text=True, check=True)
    return Answers(**json.loads(done.stdout))


async def _send_all(target: Target, load: Load, photos: Sequence[Path]) -> Answers:
    requests = [_write(target, path.read_bytes()) for path in photos]
    numbers = iter(range(load.requests))
    begin = time.perf_counter()
    connections = [_converse(urlsplit(target.url).netloc, requests, numbers) for _ in range(load.clients)]
    answered = [answer for answers in await asyncio.gather(*connections) for answer in answers]
    seconds = time.perf_counter() - begin
    return Answers(seconds, [ms for ms, _ in answered], sum(not is_ok for _, is_ok in answered))


async def _converse(address: str, requests: Sequence[bytes], numbers: Iterator[int]) -> list[tuple[float, bool]]:
    """One connection, kept alive: milliseconds of each answer, and whether it was a 200."""
    host, _, port = address.partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    answers = []
    for number in numbers:
        begin = time.perf_counter()
        writer.write(requests[number % len(requests)])
        head = await reader.readuntil(HEAD_END)
        lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(LENGTH)]
        await reader.readexactly(int(lengths[0].removeprefix(LENGTH)))
        answers.append(((time.perf_counter() - begin) * 1000, head.startswith(OK)))
    writer.close()
    return answers


def _write(target: Target, photo: bytes) -> bytes:
    """A whole request."""
    place = urlsplit(target.url)
    headers, body = FORMS[target.form](photo)
    lines = [f"POST {place.path} HTTP/1.1", f"Host: {place.netloc}", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + HEAD_END + body


def _body(photo: bytes) -> tuple[dict[str, str], bytes]:
    return {"Content-Type": "image/jpeg"}, photo


def _form(photo: bytes, *, field: str) -> tuple[dict[str, str], bytes]:
    head = (
        f'--{MARK}\r\nContent-Disposition: form-data; name="{field}"; filename="photo.jpg"\r\n'
        "Content-Type: image/jpeg\r\n\r\n"
    )
    body = head.encode() + photo + f"\r\n--{MARK}--\r\n".encode()
    return {"Content-Type": f"multipart/form-data; boundary={MARK}"}, body


def _tensor(photo: bytes) -> tuple[dict[str, str], bytes]:
    """The Open Inference Protocol's binary form: a JSON head, and the photo behind its length."""
    data = len(photo).to_bytes(4, "little") + photo
    tensor = {"name": "image", "datatype": "BYTES", "shape": [1], "parameters": {"binary_data_size": len(data)}}
    head = json.dumps({"inputs": [tensor], "outputs": [{"name": "label"}, {"name": "score"}]}).encode()
    return {"Content-Type": "application/octet-stream", "Inference-Header-Content-Length": str(len(head))}, head + data


def _base64(photo: bytes) -> tuple[dict[str, str], bytes]:
    """The Open Inference Protocol's JSON form."""
    tensor = {"name": "photo", "datatype": "BYTES", "shape": [1], "parameters": {"content_type": "base64"}}
    body = {"inputs": [{**tensor, "data": [base64.b64encode(photo).decode()]}]}
    return {"Content-Type": "application/json"}, json.dumps(body).encode()


FORMS = {
    "body": _body,
    "form field file": partial(_form, field="file"),
    "form field request": partial(_form, field="request"),
    "binary tensor": _tensor,
    "base64 tensor": _base64,
}


def main() -> None:
    """Take the order from standard input, and write what came back."""
    order = json.load(sys.stdin)
    photos = [Path(path) for path in order["photos"]]
    answers = asyncio.run(_send_all(Target(**order["target"]), Load(**order["load"]), photos))
    json.dump(asdict(answers), sys.stdout)


if __name__ == "__main__":
    main()
