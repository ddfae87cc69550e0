"""/v1/session: a browser's way in, for pictures and events carry no header: its key lies in a cookie."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response, status
from pydantic import BaseModel, ConfigDict, Field

from inference.dependencies import ResourcesDep, admit_caller, presented_key
from inference.errors import NotAuthorised
from inference.problems import problem_responses
from inference.security import GRANTED, SESSION_COOKIE, Caller, Scope

router = APIRouter(prefix="/v1/session", tags=["session"])

PATH = "/v1"
LIFETIME_S = 30 * 24 * 3600
LONGEST_KEY = 200


class SessionIn(BaseModel):
    """The API key that somebody comes in with."""

    model_config = ConfigDict(extra="forbid")

    key: str = Field(min_length=1, max_length=LONGEST_KEY)


class SessionOut(BaseModel):
    """What the caller may do: nothing where a key is needed and none that is valid was shown."""

    needs_key: bool
    scopes: list[Scope]


def find_caller(request: Request, resources: ResourcesDep) -> Caller | None:
    """Tell whose key came with the request, if anybody's."""
    key = presented_key(request)
    try:
        return admit_caller(request, resources, key)
    except NotAuthorised:
        return None


@router.get("", operation_id="readSession", response_model=SessionOut, responses=problem_responses())
def read_session(caller: Annotated[Caller | None, Depends(find_caller)], resources: ResourcesDep) -> SessionOut:
    """Say whether a key is needed here, and what the one that came with the request allows."""
    needs_key = resources.settings.needs_api_key
    scopes = caller.scopes if caller else frozenset() if needs_key else GRANTED["write"]
    return SessionOut(needs_key=needs_key, scopes=sorted(scopes))


@router.post("", operation_id="openSession", status_code=status.HTTP_204_NO_CONTENT, responses=problem_responses())
def open_session(shown: SessionIn, request: Request, resources: ResourcesDep) -> Response:
    """Let a browser in: its key goes into a cookie that no script can read and no other site can send."""
    admit_caller(request, resources, shown.key)
    response = Response(status_code=status.HTTP_204_NO_CONTENT)
    response.set_cookie(
        SESSION_COOKIE,
        shown.key,
        max_age=LIFETIME_S,
        path=PATH,
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )
    return response


@router.delete("", operation_id="closeSession", status_code=status.HTTP_204_NO_CONTENT)
def close_session() -> Response:
    """Let the browser forget its key."""
    response = Response(status_code=status.HTTP_204_NO_CONTENT)
    response.delete_cookie(SESSION_COOKIE, path=PATH, httponly=True, samesite="strict")
    return response
