"""/v1/keys: who may call the API. Open to keys with the scope admin alone, on loopback too."""

from datetime import datetime

from fastapi import APIRouter, Depends, Response, status
from pydantic import BaseModel, ConfigDict, Field

from inference.dependencies import ResourcesDep, demand
from inference.parameters import Word
from inference.problems import problem_responses
from inference.security import GRANTED, KEY_NAME, Scope, create_api_key, list_api_keys, revoke_api_keys

router = APIRouter(prefix="/v1/keys", tags=["keys"], dependencies=[Depends(demand("admin"))])


class KeyIn(BaseModel):
    """A key that is wanted: for whom, and what for."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(pattern=KEY_NAME, examples=["till"])
    scope: Scope = Field(default="read", description="`write` includes `read`, `admin` includes all.")


class NewKeyOut(BaseModel):
    """A new key; it is shown this once, and only its hash is kept."""

    key: str


class KeyOut(BaseModel):
    """What is known of a key; never the key itself."""

    id: str
    name: str
    scopes: list[Scope]
    created_at: datetime


class KeysOut(BaseModel):
    """All keys, the oldest first."""

    keys: list[KeyOut]


@router.get("", operation_id="listKeys", response_model=KeysOut, responses=problem_responses())
def list_keys(resources: ResourcesDep) -> KeysOut:
    """List the API keys: whose, since when and what for."""
    rows = list_api_keys(resources.engine)
    return KeysOut(keys=[KeyOut.model_validate(row.model_dump() | {"scopes": row.scopes.split()}) for row in rows])


@router.post(
    "",
    operation_id="createKey",
    status_code=status.HTTP_201_CREATED,
    response_model=NewKeyOut,
    responses=problem_responses(),
)
def create_key(wanted: KeyIn, resources: ResourcesDep) -> NewKeyOut:
    """Make an API key."""
    return NewKeyOut(key=create_api_key(resources.engine, wanted.name, GRANTED[wanted.scope]))


@router.delete(
    "/{key}", operation_id="revokeKey", status_code=status.HTTP_204_NO_CONTENT, responses=problem_responses(404)
)
def revoke_key(key: Word, resources: ResourcesDep) -> Response:
    """Let the key with an id, or all with a name, open nothing from the next request on."""
    revoke_api_keys(resources.engine, key)
    return Response(status_code=status.HTTP_204_NO_CONTENT)
