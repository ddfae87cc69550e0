"""The outermost layer of the app: security headers on every answer, and a problem where a body is too large."""

import json
from http import HTTPStatus

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
}
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
API = ("/v1/", "/v2/")
DOCUMENTATION = ("/docs", "/redoc")
PROBLEM_MEDIA_TYPE = "application/problem+json"


class ResponseGuard:
    """Pure ASGI; the API's own documentation pages load scripts from elsewhere and so carry no policy."""

    def __init__(self, app: ASGIApp, *, max_upload_bytes: int) -> None:
        self._app = app
        self._max_upload_bytes = max_upload_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and mend what comes back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_replaced = False

        async def guarded(message: Message) -> None:
            nonlocal is_replaced
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                self._add_headers(headers, scope["path"])
                is_replaced = self._is_bare_refusal(message["status"], headers)
                if is_replaced:
                    headers["content-type"] = PROBLEM_MEDIA_TYPE
                    headers["content-length"] = str(len(self._refusal(scope["path"])))
            elif message["type"] == "http.response.body" and is_replaced:
                message = {**message, "body": self._refusal(scope["path"]), "more_body": False}
            await send(message)

        await self._app(scope, receive, guarded)

    def _add_headers(self, headers: MutableHeaders, path: str) -> None:
        for name, value in HEADERS.items():
            headers.setdefault(name, value)
        if path.startswith(API):
            headers.setdefault("Cache-Control", "no-store")
        if path not in DOCUMENTATION:
            headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)

    @staticmethod
    def _is_bare_refusal(status: int, headers: MutableHeaders) -> bool:
        return status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE and headers.get("content-type", "") != PROBLEM_MEDIA_TYPE

    def _refusal(self, path: str) -> bytes:
        status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        problem = {
            "type": "about:blank",
            "title": status.phrase,
            "status": status.value,
            "detail": f"the upload is too large; at most {self._max_upload_bytes} bytes are accepted",
            "instance": path,
            "code": "upload_too_large",
        }
        return json.dumps(problem).encode()
