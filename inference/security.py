"""API keys: random, shown once, kept as sha256."""

import hashlib
import secrets
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Engine
from sqlmodel import col, or_, select

from catalog.database import read_session, write_session
from catalog.models import ApiKey
from inference.errors import KeyUnknown, NotAuthorised, ScopeMissing, WeakKey
from inference.settings import LEAST_KEY_LENGTH, InferenceSettings

Scope = Literal["read", "write", "admin"]

SCOPES: tuple[Scope, ...] = ("read", "write", "admin")
GRANTED: dict[Scope, tuple[Scope, ...]] = {"read": SCOPES[:1], "write": SCOPES[:2], "admin": SCOPES}
KEY_NAME = r"^[\w.@-][\w .@-]{0,79}$"
KEY_BYTES = 32
SESSION_COOKIE = "greengrocer_key"


def create_api_key(engine: Engine, name: str, scopes: tuple[Scope, ...]) -> str:
    """Make a key and keep its hash; the key itself is given back once."""
    key = f"gg_{secrets.token_urlsafe(KEY_BYTES)}"
    with write_session(engine) as session:
        session.add(_row(key, name, scopes))
    return key


def replace_api_key(engine: Engine, name: str, scopes: tuple[Scope, ...], key: str) -> None:
    """Let a key that was made elsewhere be the only one of its name.

    Raises:
        WeakKey: it could be guessed.
    """
    if len(key) < LEAST_KEY_LENGTH:
        raise WeakKey(f"a key of {len(key)} characters could be guessed; at least {LEAST_KEY_LENGTH} are wanted")
    with write_session(engine) as session:
        for row in session.exec(select(ApiKey).where(ApiKey.name == name)):
            session.delete(row)
        session.flush()
        session.add(_row(key, name, scopes))


def list_api_keys(engine: Engine) -> list[ApiKey]:
    """All keys, the oldest first."""
    with read_session(engine) as session:
        return list(session.exec(select(ApiKey).order_by(col(ApiKey.created_at))))


def revoke_api_keys(engine: Engine, key: str) -> list[str]:
    """Delete the key with an id, or all with a name; the ids of those deleted.

    Raises:
        KeyUnknown: there is none.
    """
    with write_session(engine) as session:
        rows = list(session.exec(select(ApiKey).where(or_(col(ApiKey.id) == key, col(ApiKey.name) == key))))
        for row in rows:
            session.delete(row)
        if not rows:
            raise KeyUnknown(f"there is no API key with the id or name {key!r}")
        return [row.id for row in rows]


@dataclass(frozen=True)
class Caller:
    """Whoever holds a valid key."""

    key_id: str
    scopes: frozenset[str]
    is_operator: bool = False

    def demand(self, scope: Scope) -> None:
        """Let a caller with the scope through; `admin` covers all.

        Raises:
            ScopeMissing: the key does not have it.
        """
        if scope not in self.scopes and "admin" not in self.scopes:
            raise ScopeMissing(f"this API key lacks the scope {scope!r}")


def identify(engine: Engine, key: str | None, *, admin_key: str | None) -> Caller:
    """Tell who holds a key; the operator's own comes from the settings.

    Raises:
        NotAuthorised: no key, or an unknown one.
    """
    if key is None:
        raise NotAuthorised("this service needs an API key: Authorization: Bearer KEY")
    if admin_key is not None and secrets.compare_digest(hash_key(key), hash_key(admin_key)):
        return Caller("operator", frozenset(SCOPES), is_operator=True)
    with read_session(engine) as session:
        row = session.exec(select(ApiKey).where(ApiKey.hash == hash_key(key))).first()
    if row is None:
        raise NotAuthorised("this API key is unknown")
    return Caller(row.id, frozenset(row.scopes.split()))


def check_reach(engine: Engine, settings: InferenceSettings) -> None:
    """Refuse to listen beyond loopback while nobody could be let in, or while anybody would be."""
    if settings.needs_api_key and settings.admin_key is None:
        with read_session(engine) as session:
            if session.exec(select(ApiKey.id).limit(1)).first() is None:
                raise NotAuthorised(
                    f"listening at {settings.host} needs an API key: make one with `greengrocer catalog key NAME`, "
                    "or set INFERENCE_ADMIN_KEY"
                )


def hash_key(key: str) -> str:
    """Hash a key; it has 256 random bits, so that a plain sha256 is enough."""
    return hashlib.sha256(key.encode()).hexdigest()


def _row(key: str, name: str, scopes: tuple[Scope, ...]) -> ApiKey:
    return ApiKey(id=secrets.token_hex(8), hash=hash_key(key), name=name, scopes=" ".join(scopes))
