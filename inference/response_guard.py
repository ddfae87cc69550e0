"""Security headers on every answer, and a problem where a body is too large or something of ours broke."""

from http import HTTPStatus

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from inference.problems import MEDIA_TYPE, answer_bug, problem_response

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


class ResponseGuard:
    """Pure ASGI, around all that answers."""

    def __init__(self, app: ASGIApp, *, max_upload_bytes: int) -> None:
        self._app = app
        self._max_upload_bytes = max_upload_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and mend what comes back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_begun = is_refused = False

        async def dressed(message: Message) -> None:
            nonlocal is_begun
            if message["type"] == "http.response.start":
                is_begun = True
                _add_headers(MutableHeaders(scope=message), scope["path"])
            await send(message)

        async def guarded(message: Message) -> None:
            nonlocal is_refused
            is_refused = is_refused or _is_bare_refusal(message)
            if not is_refused:
                await dressed(message)
            elif message["type"] == "http.response.body" and not message.get("more_body"):
                await self._refusal(scope)(scope, receive, dressed)

        try:
            await self._app(scope, receive, guarded)
        except Exception as error:
            if is_begun:
                raise
            await answer_bug(Request(scope), error)(scope, receive, dressed)

    def _refusal(self, scope: Scope) -> ASGIApp:
        detail = f"the upload is too large; at most {self._max_upload_bytes} bytes a photo are accepted"
        return problem_response(Request(scope), HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail, "upload_too_large")


def _add_headers(headers: MutableHeaders, path: str) -> None:
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    if path.startswith(API):
        headers.setdefault("Cache-Control", "no-store")
    headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)


def _is_bare_refusal(message: Message) -> bool:
    """Whether the middleware that counts a body's bytes refuses it, in its own words."""
    if message["type"] != "http.response.start" or message["status"] != HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return False
    return MutableHeaders(scope=message).get("content-type", "") != MEDIA_TYPE
