"""Who may ask for what, how often, and what an overloaded service says."""

import asyncio
import logging
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from prometheus_client import REGISTRY
from pydantic import SecretStr
from starlette.types import Message

from catalog.domains import load_domains
from inference.analysis import Analyst
from inference.resources import Resources
from inference.security import Scope, create_api_key
from inference.transfer.importing import PhotoSource, import_photos
from tests.inference.conftest import Photograph, Serve
from tests.processes import start_redis

TOO_LARGE = {"code": "upload_too_large"}
LOCKED = {"require_api_key": True, "admin_key": SecretStr("gg_operator")}


def resources_of(client: TestClient) -> Resources:
    resources: Resources = client.app.state.resources  # type: ignore[attr-defined]  # the app behind the client
    return resources


def bearer(client: TestClient, *scopes: Scope) -> dict[str, str]:
    return {"Authorization": f"Bearer {create_api_key(resources_of(client).engine, 'till', scopes)}"}


def test_without_a_key_nothing_is_said(serve: Serve) -> None:
    answer = serve(**LOCKED).get("/v1/photos")
    assert (answer.status_code, answer.json()["code"]) == (401, "not_authorised")
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(("scopes", "status"), [(("read",), 403), (("read", "write"), 202), (("admin",), 202)])
def test_key_opens_what_its_scopes_say(
    serve: Serve, photograph: Photograph, scopes: tuple[Scope, ...], status: int
) -> None:
    client = serve(**LOCKED)
    key = bearer(client, *scopes)
    assert client.get("/v1/photos", headers=key).status_code == 200
    assert client.post("/v1/photos", headers=key, files={"file": photograph()}).status_code == status


def test_callers_choose_their_idempotency_keys_apart(serve: Serve, photograph: Photograph) -> None:
    client = serve(**LOCKED)
    ada, bob = (bearer(client, "write") | {"Idempotency-Key": "1"} for _ in range(2))
    photos = [{"file": photograph()} for _ in range(2)]
    assert [client.post("/v1/photos", headers=key, files=photos[0]).status_code for key in (ada, ada)] == [202, 202]
    assert client.post("/v1/photos", headers=bob, files=photos[1]).status_code == 202
    refused = client.post("/v1/photos", headers=ada, files=photos[1])
    assert (refused.status_code, refused.json()["code"]) == (422, "idempotency_conflict")


def test_photo_that_is_refused_for_its_key_leaves_no_file(serve: Serve, photograph: Photograph) -> None:
    client = serve()
    for _ in range(2):
        client.post("/v1/photos", headers={"Idempotency-Key": "1"}, files={"file": photograph()})
    assert len(list(resources_of(client).store.files())) == 1


def test_every_operation_of_the_api_demands_a_key(serve: Serve) -> None:
    client = serve(**LOCKED)
    operations = [
        (method, path, described)
        for path, methods in client.get("/openapi.json").json()["paths"].items()
        for method, described in methods.items()
        if "/health" not in path and path != "/v1/session"
    ]
    assert len(operations) > 15
    for method, path, described in operations:
        assert described["security"] == [{"HTTPBearer": []}, {"APIKeyHeader": []}], (method, path)
        assert client.request(method, path.replace("{", "").replace("}", "")).status_code == 401, (method, path)


@pytest.mark.parametrize("with_redis", [True, False])
def test_key_that_asks_too_often_is_told_when_to_come_back(
    serve: Serve, tmp_path: Path, request: pytest.FixtureRequest, with_redis: bool
) -> None:
    changed: dict[str, object] = {**LOCKED, "rate_limit": "3/hour"}
    if with_redis:
        redis, url = start_redis(tmp_path)
        request.addfinalizer(redis.end)
        changed["redis_url"] = SecretStr(url)
    client = serve(**changed)
    key, other = bearer(client, "read"), bearer(client, "read")
    answers = [client.get("/v1/palettes", headers=key) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert 1 <= int(answers[3].headers["retry-after"]) <= 3600
    assert client.get("/v1/palettes", headers=other).status_code == 200
    operator = {"X-API-Key": "gg_operator"}
    assert {client.get("/v1/palettes", headers=operator).status_code for _ in range(5)} == {200}


@pytest.mark.parametrize("door", ["header", "session"])
def test_who_tries_one_key_after_another_is_told_to_wait_and_the_right_one_still_opens(serve: Serve, door: str) -> None:
    client = serve(**LOCKED)

    def knock(key: str) -> Response:
        if door == "session":
            return client.post("/v1/session", json={"key": key})
        return client.get("/v1/palettes", headers={"X-API-Key": key})

    answers = [knock(f"gg_{number}") for number in range(31)]
    assert {answer.status_code for answer in answers[:30]} == {401}
    assert (answers[30].status_code, 1 <= int(answers[30].headers["retry-after"]) <= 60) == (429, True)
    assert knock("gg_operator").is_success


def test_asking_what_a_key_opens_is_no_way_to_guess_one(serve: Serve) -> None:
    client = serve(**LOCKED)
    asked = [client.get("/v1/session", headers={"X-API-Key": f"gg_{number}"}) for number in range(31)]
    assert [answer.status_code for answer in asked] == [200] * 30 + [429]


def test_full_queue_takes_no_photo_and_says_when_to_come_back(serve: Serve, photograph: Photograph) -> None:
    client = serve(max_queued=2)
    assert client.post("/v1/photos", files={"file": photograph()}).status_code == 202
    refused = client.post("/v1/photos", files={"file": photograph()})
    assert (refused.status_code, refused.json()["code"]) == (503, "queue_full")
    assert int(refused.headers["retry-after"]) > 0
    assert client.get("/v1/stats").json()["total"] == 1


def test_import_that_is_going_on_takes_nobodys_room(serve: Serve, photograph: Photograph, tmp_path: Path) -> None:
    client = serve(max_queued=2)
    for number in range(3):
        (tmp_path / f"{number}.jpg").write_bytes(photograph())
    list(import_photos(resources_of(client), PhotoSource(tmp_path), load_domains()["vegetables"]))
    assert client.post("/v1/photos", files={"file": photograph()}).status_code == 202


def test_full_disk_is_a_503_and_leaves_nothing_behind(serve: Serve, photograph: Photograph, tmp_path: Path) -> None:
    client = serve(data_dir=tmp_path / "file")
    (tmp_path / "file").write_bytes(b"where a folder should be")
    refused = client.post("/v1/photos", files={"file": photograph()})
    assert (refused.status_code, refused.json()["code"]) == (503, "store_unavailable")
    assert client.get("/v1/stats").json()["total"] == 0


def test_catalogue_that_is_away_is_a_503(serve: Serve) -> None:
    client = serve()
    with resources_of(client).engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE photo RENAME TO elsewhere")
    answer = client.get("/v1/stats")
    assert (answer.status_code, answer.json()["code"]) == (503, "catalogue_unavailable")
    assert client.get("/health/ready").status_code == 503


def test_answers_carry_the_security_headers(client: TestClient) -> None:
    headers = client.get("/v1/palettes").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["cache-control"] == "no-store"


def test_answer_to_what_breaks_is_a_problem_with_all_headers(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Analyst, "analyse", lambda *_, **__: 1 / 0)
    answer = client.post("/v1/classify", content=b"photo", headers={"X-Request-ID": "till-7"})
    assert (answer.status_code, answer.json()["code"]) == (500, "internal_error")
    assert answer.headers["x-request-id"] == "till-7"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("kind", ["image/jpeg", "multipart/form-data; boundary=x"])
def test_upload_that_breaks_off_is_no_fault_of_ours(
    client: TestClient, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    arriving = iter([{"type": "http.request", "body": b"--x", "more_body": True}, {"type": "http.disconnect"}])
    sent: list[Message] = []

    async def receive() -> Message:
        return next(arriving)

    async def send(message: Message) -> None:
        sent.append(message)

    head = {"type": "http", "method": "POST", "path": "/v1/classify", "query_string": b"", "http_version": "1.1"}
    asyncio.run(client.app(head | {"headers": [(b"content-type", kind.encode())]}, receive, send))
    assert sent[0]["status"] == 400
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


@pytest.mark.parametrize("path", ["/v1/classify", "/v2/models/vegetables/infer"])
def test_body_beyond_all_limits_is_a_problem_that_is_counted(serve: Serve, path: str) -> None:
    client = serve(max_upload_bytes=1000)
    before = REGISTRY.get_sample_value("greengrocer_problems_total", TOO_LARGE) or 0
    for body in (b"x" * 100_000, iter([b"x" * 50_000] * 2)):
        answer = client.post(path, content=body)
        assert (answer.status_code, answer.json()["code"]) == (413, "upload_too_large")
        assert ("error" in answer.json()) == path.startswith("/v2")
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert (REGISTRY.get_sample_value("greengrocer_problems_total", TOO_LARGE) or 0) >= before + 2


def test_each_frame_of_the_scale_may_be_as_large_as_a_photo(serve: Serve, photograph: Photograph) -> None:
    frames = {"before": photograph(), "after": photograph()}
    largest = max(map(len, frames.values()))
    assert serve(max_upload_bytes=largest).post("/v1/added", files=frames).status_code == 200
    assert serve(max_upload_bytes=largest - 1).post("/v1/added", files=frames).status_code == 413


@pytest.mark.parametrize(("origins", "answer"), [((), None), (("https://shop.example",), "https://shop.example")])
def test_other_origins_are_let_in_only_when_named(serve: Serve, origins: tuple[str, ...], answer: str | None) -> None:
    client = serve(cors_origins=origins)
    given = client.get("/v1/palettes", headers={"Origin": "https://shop.example"})
    assert given.headers.get("access-control-allow-origin") == answer
