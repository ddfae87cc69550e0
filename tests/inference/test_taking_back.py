"""A photo is taken back for one owner, or deleted for all."""

from fastapi.testclient import TestClient

from tests.inference.conftest import Photograph


def send(client: TestClient, data: bytes, owner: str) -> str:
    answer = client.post("/v1/photos", params={"owner": owner}, files={"file": ("photo.jpg", data)})
    return str(answer.raise_for_status().json()["id"])


def test_photo_stays_for_others_who_sent_it(client: TestClient, photograph: Photograph) -> None:
    data = photograph()
    photo_id = {send(client, data, owner) for owner in ("ada", "bob")}.pop()
    assert client.delete(f"/v1/photos/{photo_id}", params={"owner": "ada"}).status_code == 204
    assert client.get(f"/v1/photos/{photo_id}").status_code == 200
    assert client.get(f"/v1/photos/{photo_id}/image").status_code == 200
    assert client.delete(f"/v1/photos/{photo_id}", params={"owner": "bob"}).status_code == 204
    assert client.get(f"/v1/photos/{photo_id}").status_code == 404


def test_nobody_takes_back_what_another_sent(client: TestClient, photograph: Photograph) -> None:
    photo_id = send(client, photograph(), "ada")
    refused = client.delete(f"/v1/photos/{photo_id}", params={"owner": "eve"})
    assert (refused.status_code, refused.json()["code"]) == (404, "owner_not_found")
    assert client.delete(f"/v1/photos/{photo_id}").status_code == 204
