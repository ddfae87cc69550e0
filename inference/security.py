"""API keys: random, shown once, kept as sha256; and the headers that keep browsers safe."""

import hashlib
import secrets
from typing import Literal

from fastapi import FastAPI, Request, Response
from sqlalchemy import Engine
from sqlmodel import select
from starlette.middleware.base import RequestResponseEndpoint

from catalog.database import read_session, write_session
from catalog.models import ApiKey
from inference.errors import NotAuthorised

Scope = Literal["read", "write", "admin"]

SCOPES: tuple[Scope, ...] = ("read", "write", "admin")
KEY_BYTES = 32
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
        "font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
}
DOCUMENTATION = ("/docs", "/redoc")


def create_api_key(engine: Engine, name: str, scopes: tuple[Scope, ...]) -> str:
    """Make a key and keep its hash; the key itself is given back once."""
    key = f"gg_{secrets.token_urlsafe(KEY_BYTES)}"
    row = ApiKey(id=secrets.token_hex(8), hash=hash_key(key), name=name, scopes=" ".join(scopes))
    with write_session(engine) as session:
        session.add(row)
    return key


def check_api_key(engine: Engine, key: str | None, scope: Scope, *, admin_key: str | None) -> None:
    """Let a key with the scope through; `admin` covers all.

    Raises:
        NotAuthorised: no key, an unknown one, or one without the scope.
    """
    if key is None:
        raise NotAuthorised("this service needs an API key: Authorization: Bearer KEY")
    if admin_key is not None and secrets.compare_digest(hash_key(key), hash_key(admin_key)):
        return
    with read_session(engine) as session:
        row = session.exec(select(ApiKey).where(ApiKey.hash == hash_key(key))).first()
    granted = row.scopes.split() if row else []
    if scope not in granted and "admin" not in granted:
        raise NotAuthorised(f"this API key is unknown or lacks the scope {scope!r}")


def hash_key(key: str) -> str:
    """Hash a key; it has 256 random bits, so that a plain sha256 is enough."""
    return hashlib.sha256(key.encode()).hexdigest()


def install_security_headers(app: FastAPI) -> None:
    """Send the headers with every answer; the API's own documentation pages load their scripts elsewhere."""

    @app.middleware("http")
    async def add_headers(request: Request, call_next: RequestResponseEndpoint) -> Response:
        response = await call_next(request)
        for name, value in HEADERS.items():
            if name != "Content-Security-Policy" or request.url.path not in DOCUMENTATION:
                response.headers.setdefault(name, value)
        return response
