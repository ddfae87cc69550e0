"""What routes are handed: resources, the vocabulary, uploads and the right to ask."""

import threading
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, cast

from fastapi import Depends, Header, Request, Security
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.security import APIKeyHeader, HTTPBearer
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from catalog.colors import Palette
from catalog.domains import Domain
from catalog.errors import UnknownDomain, UnknownPalette
from catalog.language.vocabulary import Vocabulary
from inference.announcements import Announcements
from inference.errors import EmptyImage, NotAuthorised, UploadTooLarge
from inference.resources import Resources
from inference.security import SESSION_COOKIE, Caller, Scope, hash_key, identify

FILE_FIELD = "file"
UPLOAD_BODY = {
    "requestBody": {
        "required": True,
        "description": "The photo: as the form field `file`, or as the raw body.",
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": [FILE_FIELD],
                    "properties": {FILE_FIELD: {"type": "string", "format": "binary"}},
                }
            },
            "image/*": {"schema": {"type": "string", "format": "binary"}},
        },
    }
}


@dataclass(frozen=True)
class Knowledge:
    """The words of the service; the vocabulary in which a domain comes first is built when it is first asked for."""

    domains: dict[str, Domain]
    palettes: Mapping[str, Palette]
    default: str
    _built: dict[str, Vocabulary] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def domain(self, name: str) -> Domain:
        """Find a domain; raises UnknownDomain."""
        if name not in self.domains:
            raise UnknownDomain(f"there is no domain {name!r}; there are: {', '.join(self.domains)}")
        return self.domains[name]

    def palette(self, name: str) -> Palette:
        """Find a palette; raises UnknownPalette."""
        if name not in self.palettes:
            raise UnknownPalette(f"there is no palette {name!r}; there are: {', '.join(self.palettes)}")
        return self.palettes[name]

    def vocabulary(self, domain: str | None) -> Vocabulary:
        """The words of all domains; where several know a word, that of the domain asked for counts.

        Raises:
            UnknownDomain: there is no such domain.
        """
        first = self.domain(domain or self.default).name
        with self._lock:
            if first not in self._built:
                domains = {first: self.domains[first], **self.domains}
                self._built[first] = Vocabulary.build(domains, self.palettes)
            return self._built[first]


async def get_resources(request: Request) -> Resources:
    """The resources of the process."""
    return cast("Resources", request.app.state.resources)


async def get_knowledge(request: Request) -> Knowledge:
    """The words of the process."""
    return cast("Knowledge", request.app.state.knowledge)


async def get_announcements(request: Request) -> Announcements:
    """What workers announce to the process."""
    return cast("Announcements", request.app.state.announcements)


ResourcesDep = Annotated[Resources, Depends(get_resources)]
KnowledgeDep = Annotated[Knowledge, Depends(get_knowledge)]
AnnouncementsDep = Annotated[Announcements, Depends(get_announcements)]


async def read_photo(request: Request, resources: ResourcesDep) -> bytes:
    """Read the uploaded photo, from the form field `file` or the raw body."""
    if not _is_form(request):
        return _checked(await request.body(), resources, FILE_FIELD)
    async with request.form() as form:
        return await read_field(form, resources, FILE_FIELD)


async def read_field(form: FormData, resources: Resources, name: str) -> bytes:
    """Read the one file of a form's field."""
    values = form.getlist(name)
    if len(values) > 1:
        told = {"type": "too_long", "loc": ("body", name), "msg": f"one file was expected, there are {len(values)}"}
        raise RequestValidationError([told])
    value = values[0] if values else None
    if not isinstance(value, UploadFile):
        raise EmptyImage(f"the form has no file in the field {name!r}")
    return _checked(await value.read(), resources, name)


ShownBearer = Annotated[object, Security(HTTPBearer(auto_error=False))]
ShownHeader = Annotated[object, Security(APIKeyHeader(name="X-API-Key", auto_error=False))]


def demand(scope: Scope) -> Callable[..., Awaitable[None]]:
    """Let only those through whose API key has the scope and is not used too often, where keys are needed.

    `admin` always needs a key: one that was made on loopback would open the service later.
    """

    async def check(request: Request, resources: ResourcesDep, _bearer: ShownBearer, _header: ShownHeader) -> None:
        if scope == "admin" or resources.settings.needs_api_key:
            await run_in_threadpool(_check_key, request, resources, scope)

    return check


async def refuse_unknown_parameters(request: Request) -> None:
    """Let no parameter of the address pass in silence that the route does not know."""
    known = sorted(_parameters(request.scope["route"].dependant))
    for name in request.query_params:
        if name not in known:
            told = {"type": "extra_forbidden", "loc": ("query", name), "msg": f"expected one of: {', '.join(known)}"}
            raise RequestValidationError([told])


def presented_key(request: Request) -> str | None:
    """The key that came with a request: a program's in a header, a browser's in a cookie."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return token
    return request.headers.get("x-api-key") or request.cookies.get(SESSION_COOKIE)


def identify_caller(resources: Resources, key: str | None) -> Caller:
    """Tell who holds a key.

    Raises:
        NotAuthorised: no key, or an unknown one.
    """
    admin_key = resources.settings.admin_key
    return identify(resources.engine, key, admin_key=admin_key.get_secret_value() if admin_key else None)


def admit_caller(request: Request, resources: Resources, key: str | None) -> Caller:
    """Tell who holds a key, and count the wrong ones of each address.

    A right one is let in all the same: who shares an address with somebody who guesses is not locked out.

    Raises:
        NotAuthorised: no key, or an unknown one.
        TooManyRequests: one unknown key too many.
    """
    try:
        return identify_caller(resources, key)
    except NotAuthorised:
        if key is not None and request.client is not None:
            resources.failures.spend(request.client.host)
        raise


async def read_request_key(
    request: Request,
    resources: ResourcesDep,
    idempotency_key: Annotated[
        str | None, Header(max_length=255, description="A key of the caller's own; for a day it stands for one photo.")
    ] = None,
) -> str | None:
    """The caller's key of a request as a hash that no other caller's is; without API keys all are one caller."""
    if idempotency_key is None:
        return None
    caller = presented_key(request) if resources.settings.needs_api_key else None
    return hash_key(f"{caller or ''}\n{idempotency_key}")


PhotoBytes = Annotated[bytes, Depends(read_photo)]
RequestKey = Annotated[str | None, Depends(read_request_key)]


def _parameters(dependant: Dependant) -> set[str]:
    own = {field.alias for field in dependant.query_params}
    return own.union(*map(_parameters, dependant.dependencies))


def _is_form(request: Request) -> bool:
    return request.headers.get("content-type", "").lower().startswith("multipart/form-data")


def _check_key(request: Request, resources: Resources, scope: Scope) -> None:
    caller = admit_caller(request, resources, presented_key(request))
    if not caller.is_operator:
        resources.limiter.spend(caller.key_id)
    caller.demand(scope)


def _checked(data: bytes, resources: Resources, name: str) -> bytes:
    limit = resources.settings.max_upload_bytes
    if not data:
        raise EmptyImage(f"{name}: the photo is empty: 0 bytes")
    if len(data) > limit:
        raise UploadTooLarge(f"{name}: {len(data)} bytes; at most {limit} are accepted")
    return data
