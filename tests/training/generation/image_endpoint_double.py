"""A local stand-in for an image endpoint, as OpenAI's API reference describes POST /images/generations."""

import base64
import io
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from PIL import Image

KEY = "sk-test"


class ImageEndpointDouble(ThreadingHTTPServer):
    """Draws a plain photo for every prompt; answers what stands in `failures` first, status by status.

    Where it `stores` photos it answers their address, by another name of this machine; `keys` were sent there.
    """

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.prompts: list[str] = []
        self.qualities: list[str | None] = []
        self.failures: list[int] = []
        self.stores = False
        self.keys: list[str | None] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


@contextmanager
def image_endpoint() -> Iterator[ImageEndpointDouble]:
    """Run the stand-in while a test lasts."""
    with ImageEndpointDouble() as double:
        thread = threading.Thread(target=double.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield double
        finally:
            double.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    server: ImageEndpointDouble

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path != "/v1/images/generations" or self.headers["Authorization"] != f"Bearer {KEY}":
            self._answer(401, {"error": {"message": "Incorrect API key provided"}})
        elif self.server.failures:
            self._answer(self.server.failures.pop(0), {"error": {"message": "not now"}})
        else:
            self.server.prompts.append(body["prompt"])
            self.server.qualities.append(body.get("quality"))
            self._answer(200, {"created": 1, "data": [self._photo()]})

    def do_GET(self) -> None:
        self.server.keys.append(self.headers["Authorization"])
        self._send(200, "image/png", _draw(1))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name that the library gives it
        """Say nothing."""

    def _photo(self) -> dict[str, str]:
        if self.server.stores:
            return {"url": f"http://localhost:{self.server.server_port}/stored.png"}
        return {"b64_json": base64.b64encode(_draw(len(self.server.prompts))).decode()}

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        self._send(status, "application/json", json.dumps(body).encode())

    def _send(self, status: int, content_type: str, data: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Retry-After", "0")
        self.end_headers()
        self.wfile.write(data)


def _draw(number: int) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (96, 96), (40 * number % 256, 120, 60)).save(buffer, "PNG")
    return buffer.getvalue()
