"""One log line a request: method, path, status and milliseconds; never the query, which may quote a person."""

import logging
import re
import time
from urllib.parse import quote

from starlette.types import ASGIApp, Message, Receive, Scope, Send

logger = logging.getLogger(__name__)

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
QUIET = ("/health/", "/metrics")


def is_request_id(text: str) -> bool:
    """Whether a client's own id of a request may stand in our logs."""
    return REQUEST_ID.fullmatch(text) is not None


class AccessLog:
    """Pure ASGI; what monitoring asks for all day long is logged at DEBUG only."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and log how it went."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begin, status = time.perf_counter(), 500

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, watched)
        finally:
            self._log(scope, status, time.perf_counter() - begin)

    def _log(self, scope: Scope, status: int, seconds: float) -> None:
        path = quote(scope["path"])
        level = logging.DEBUG if path.startswith(QUIET) else logging.INFO
        fields = {"method": scope["method"], "path": path, "status": status, "ms": round(seconds * 1000, 1)}
        logger.log(level, "%(method)s %(path)s %(status)d in %(ms).1f ms", fields, extra=fields)
