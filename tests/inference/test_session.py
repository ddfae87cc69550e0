"""A browser comes in with a key, and the cookie opens what the key opens."""

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from tests.inference.conftest import Serve

KEY = "gg_operator"


@pytest.fixture
def locked(serve: Serve) -> TestClient:
    return serve(require_api_key=True, admin_key=SecretStr(KEY))


def test_stranger_is_told_that_a_key_is_needed(locked: TestClient) -> None:
    assert locked.get("/v1/session").json() == {"needs_key": True, "scopes": []}
    assert locked.get("/v1/photos").status_code == 401


def test_key_in_the_cookie_opens_what_it_opens_in_a_header(locked: TestClient) -> None:
    assert locked.post("/v1/session", json={"key": KEY}).status_code == 204
    assert locked.get("/v1/photos").status_code == 200
    assert locked.get("/v1/session").json() == {"needs_key": True, "scopes": ["admin", "read", "write"]}


def test_no_script_reads_the_cookie_and_no_other_site_sends_it(locked: TestClient) -> None:
    cookie = locked.post("/v1/session", json={"key": KEY}).headers["set-cookie"]
    assert {"HttpOnly", "SameSite=strict", "Path=/v1"} <= set(cookie.split("; "))
    assert "Secure" not in cookie
    locked.base_url = locked.base_url.copy_with(scheme="https")
    assert "Secure" in locked.post("/v1/session", json={"key": KEY}).headers["set-cookie"]


def test_unknown_key_leaves_no_cookie(locked: TestClient) -> None:
    refused = locked.post("/v1/session", json={"key": "gg_guess"})
    assert (refused.status_code, refused.json()["code"]) == (401, "not_authorised")
    assert "set-cookie" not in refused.headers


def test_who_leaves_is_a_stranger_again(locked: TestClient) -> None:
    locked.post("/v1/session", json={"key": KEY})
    assert locked.delete("/v1/session").status_code == 204
    assert locked.get("/v1/photos").status_code == 401


def test_on_loopback_nobody_needs_a_key(client: TestClient) -> None:
    assert client.get("/v1/session").json() == {"needs_key": False, "scopes": ["read", "write"]}
