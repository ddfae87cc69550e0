"""HEAD wherever there is GET (RFC 9110, 9.3.2)."""

from starlette.types import ASGIApp, Receive, Scope, Send


class HeadRequests:
    """Pure ASGI: to the routes a HEAD is a GET; the server in front of us leaves the body out."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        is_head = scope["type"] == "http" and scope["method"] == "HEAD"
        await self._app(dict(scope, method="GET") if is_head else scope, receive, send)
