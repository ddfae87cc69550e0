"""Keys over the API: for those with the scope admin."""

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from tests.inference.conftest import Serve

OPERATOR = {"Authorization": "Bearer gg_operator"}


@pytest.fixture
def locked(serve: Serve) -> TestClient:
    return serve(require_api_key=True, admin_key=SecretStr("gg_operator"))


def make(client: TestClient, name: str, scope: str) -> dict[str, str]:
    made = client.post("/v1/keys", headers=OPERATOR, json={"name": name, "scope": scope})
    assert made.status_code == 201
    return {"Authorization": f"Bearer {made.json()['key']}"}


def test_new_key_opens_what_it_is_for_until_it_is_revoked(locked: TestClient) -> None:
    till = make(locked, "till", "write")
    assert locked.get("/v1/photos", headers=till).status_code == 200
    assert locked.delete("/v1/keys/till", headers=OPERATOR).status_code == 204
    assert locked.get("/v1/photos", headers=till).status_code == 401


def test_keys_are_listed_with_what_they_are_for_and_never_shown(locked: TestClient) -> None:
    key = make(locked, "till", "write")["Authorization"].removeprefix("Bearer ")
    answer = locked.get("/v1/keys", headers=OPERATOR)
    assert [(row["name"], row["scopes"]) for row in answer.json()["keys"]] == [("till", ["read", "write"])]
    assert key not in answer.text


@pytest.mark.parametrize(("scope", "status"), [("read", 403), ("write", 403), ("admin", 200)])
def test_only_admin_sees_the_keys(locked: TestClient, scope: str, status: int) -> None:
    assert locked.get("/v1/keys", headers=make(locked, "somebody", scope)).status_code == status


def test_keys_need_a_key_where_nothing_else_does(client: TestClient) -> None:
    assert client.get("/v1/photos").status_code == 200
    assert client.post("/v1/keys", json={"name": "anybody", "scope": "admin"}).status_code == 401


def test_revoking_an_unknown_key_is_a_404(locked: TestClient) -> None:
    answer = locked.delete("/v1/keys/nobody", headers=OPERATOR)
    assert (answer.status_code, answer.json()["code"]) == (404, "key_unknown")
