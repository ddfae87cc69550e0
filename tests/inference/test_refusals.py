"""Requests that nobody means are refused, not tried."""

import base64

import pytest
from fastapi.testclient import TestClient

from tests.inference.conftest import Photograph


@pytest.mark.parametrize(
    ("filters", "status"), [({"label": 20, "color": 12}, 200), ({"label": 21}, 422), ({"color": 13}, 422)]
)
def test_kinds_and_colours_of_a_search_are_limited(client: TestClient, filters: dict[str, int], status: int) -> None:
    params = {name: [f"one-{number}" for number in range(count)] for name, count in filters.items()}
    assert client.get("/v1/photos", params=params).status_code == status


@pytest.mark.parametrize(
    "path",
    [
        "/v1/photos/%00",
        "/v1/photos/%00/image",
        "/v1/photos/%00/similar",
        "/v1/photos/%00/colors",
        "/v1/jobs/%00",
        "/v1/jobs/%00/events",
        *(f"/v1/photos?{name}=a%00b" for name in ("label", "color", "palette", "domain", "owner")),
        "/v1/facets?owner=%00",
    ],
)
def test_control_character_that_no_database_keeps_is_refused(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


@pytest.mark.parametrize("path", ["/v1/classify", "/v1/added", "/v1/photos"])
def test_form_that_is_none_is_refused_as_documented(client: TestClient, path: str) -> None:
    answer = client.post(path, content=b"x", headers={"Content-Type": "Multipart/Form-Data"})
    documented = client.get("/openapi.json").json()["paths"][path]["post"]["responses"]
    assert (answer.status_code, "400" in documented) == (400, True)


@pytest.mark.parametrize(("method", "path"), [("POST", "?owner=%00"), ("DELETE", "?owner=%00"), ("DELETE", "/%00")])
def test_photo_of_an_owner_that_no_database_keeps_is_refused(
    client: TestClient, photograph: Photograph, method: str, path: str
) -> None:
    answer = client.request(method, f"/v1/photos{path}", files={"file": photograph()})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


@pytest.mark.parametrize(
    "fields", ["[0.5, 1" + "0" * 400 + ', "", 0]', "[" * 2900, '[0.5, 0.5, "\\u0000", 0]', "[]", "7"]
)
@pytest.mark.parametrize("sentence", ["tomatoes", "2 tomatoes and 3 carrots"])
def test_cursor_that_no_search_gave_is_refused(client: TestClient, fields: str, sentence: str) -> None:
    cursor = base64.urlsafe_b64encode(fields.encode()).decode()
    answer = client.get("/v1/photos", params={"q": sentence, "cursor": cursor})
    assert (answer.status_code, answer.json()["code"]) == (422, "cursor_invalid")


def test_cursor_that_is_too_long_is_refused(client: TestClient) -> None:
    answer = client.get("/v1/photos", params={"cursor": "W1tb" * 5000})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
