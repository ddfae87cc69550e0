"""The REST API of the running product."""

import json
from pathlib import Path

import httpx
import pytest

from tests.e2e.conftest import Stack


def upload(http: httpx.Client, path: Path, **params: str | int) -> httpx.Response:
    return http.post("/v1/photos", params={"wait": 20, **params}, files={"file": path.read_bytes()})


def test_photo_is_stored_labelled_and_found(stack: Stack, tomatoes: list[Path]) -> None:
    job = upload(stack.http, tomatoes[0]).json()
    assert job["status"] == "finished"
    assert job["photo"]["label"] == "tomato"
    assert job["photo"]["colors"]["basic"]["name"] == "red"
    found = stack.http.get("/v1/photos", params={"q": "10 red tomatoes"}).json()
    assert job["photo"]["id"] in [photo["id"] for photo in found["photos"]]


def test_upload_without_waiting_is_accepted_with_a_location(stack: Stack, tomatoes: list[Path]) -> None:
    answer = stack.http.post("/v1/photos", files={"file": tomatoes[3].read_bytes()})
    assert answer.status_code == httpx.codes.ACCEPTED
    job = stack.http.get(answer.headers["location"], params={"wait": 20}).json()
    assert job["status"] == "finished"


def test_same_photo_twice_is_one_photo(stack: Stack, tomatoes: list[Path]) -> None:
    first, second = (upload(stack.http, tomatoes[1]).json()["photo"] for _ in range(2))
    assert first["id"] == second["id"]
    assert first["created_at"] == second["created_at"]


def test_idempotency_key_is_refused_for_another_photo(stack: Stack, tomatoes: list[Path]) -> None:
    key = {"Idempotency-Key": "till-7-0001"}
    first = stack.http.post("/v1/photos", headers=key, files={"file": tomatoes[0].read_bytes()})
    again = stack.http.post("/v1/photos", headers=key, files={"file": tomatoes[0].read_bytes()})
    other = stack.http.post("/v1/photos", headers=key, files={"file": tomatoes[1].read_bytes()})
    assert first.json()["id"] == again.json()["id"]
    assert other.json()["code"] == "idempotency_conflict"


def test_classify_takes_a_form_and_a_raw_body_and_stores_nothing(stack: Stack, shared_data: Path) -> None:
    path = sorted((shared_data / "vegetables15" / "Pumpkin").glob("*.jpg"))[0]
    before = stack.http.get("/v1/stats").json()["total"]
    form = stack.http.post("/v1/classify", files={"file": path.read_bytes()}).json()
    raw = stack.http.post("/v1/classify", content=path.read_bytes(), headers={"Content-Type": "image/jpeg"}).json()
    assert form == raw
    assert form["label"] == "pumpkin"
    assert set(form["colors"]) == {"basic", "rgb", "ryb"}
    assert stack.http.get("/v1/stats").json()["total"] == before


def test_heat_map_comes_where_it_is_asked_for(stack: Stack, tomatoes: list[Path]) -> None:
    answer = stack.http.post("/v1/classify", params={"explain": True}, files={"file": tomatoes[0].read_bytes()})
    assert answer.json()["heatmap"].startswith("data:image/png;base64,")


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"", 422, "empty_image"),
        (b"not an image", 415, "unsupported_image"),
        (b"\xff\xd8\xff\xe0 truncated", 422, "broken_image"),
        (b"x" * 20_000_001, 413, "upload_too_large"),
    ],
)
def test_bad_photo_is_a_clear_problem(stack: Stack, data: bytes, status: int, code: str) -> None:
    answer = stack.http.post("/v1/classify", files={"file": data})
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_too_large_stream_without_a_length_is_cut_off(stack: Stack) -> None:
    chunks = (b"x" * 1_000_000 for _ in range(25))
    answer = stack.http.post("/v1/classify", content=chunks, headers={"Content-Type": "image/jpeg"})
    assert (answer.status_code, answer.json()["code"]) == (413, "upload_too_large")


def test_served_copies_are_upright_jpegs_without_metadata(stack: Stack, gps_photo: bytes) -> None:
    photo = stack.http.post("/v1/photos", params={"wait": 20}, files={"file": gps_photo}).json()["photo"]
    for address in (photo["url"], photo["thumbnail_url"]):
        copy = stack.http.get(address)
        assert copy.headers["content-type"] == "image/jpeg"
        assert b"Exif" not in copy.content
    assert stack.http.delete(f"/v1/photos/{photo['id']}").status_code == httpx.codes.NO_CONTENT
    assert stack.http.get(photo["url"]).status_code == httpx.codes.NOT_FOUND


def test_unknown_words_are_reported_and_nonsense_finds_nothing(stack: Stack) -> None:
    answer = stack.http.get("/v1/photos", params={"q": "3 red tomatoes zzyzx"}).json()
    assert answer["query"]["unknown_words"] == ["zzyzx"]
    nonsense = stack.http.get("/v1/photos", params={"q": "qwerty"}).json()
    assert (nonsense["photos"], nonsense["total"]) == ([], 0)


def test_health_domains_palettes_and_metrics_answer(stack: Stack) -> None:
    assert stack.http.get("/health/live").json()["status"] == "ok"
    assert stack.http.get("/health/ready").json()["checks"]["redis"] == "ok"
    domains = stack.http.get("/v1/domains").json()["domains"]
    assert [len(domain["labels"]) for domain in domains if domain["name"] == "vegetables"] == [15]
    palettes = stack.http.get("/v1/palettes").json()["palettes"]
    assert {palette["name"]: len(palette["colors"]) for palette in palettes} == {"basic": 11, "rgb": 12, "ryb": 12}
    assert "greengrocer_model_info" in stack.http.get("/metrics").text


def test_photos_like_one_are_found_by_what_the_model_saw(stack: Stack, tomatoes: list[Path], shared_data: Path) -> None:
    ids = [upload(stack.http, path).json()["photo"]["id"] for path in tomatoes]
    for path in sorted((shared_data / "vegetables15" / "Pumpkin").glob("*.jpg"))[:2]:
        upload(stack.http, path)
    page = stack.http.get(f"/v1/photos/{ids[0]}/similar", params={"count": 3}).json()
    assert [photo["label"] for photo in page["photos"]] == ["tomato"] * 3
    assert (page["total"], page["next"]) == (3, None)
    assert ids[0] not in [photo["id"] for photo in page["photos"]]
    assert stack.http.get("/v1/photos/absent/similar").json()["code"] == "photo_not_found"


def test_facets_count_what_the_search_finds(stack: Stack, tomatoes: list[Path]) -> None:
    upload(stack.http, tomatoes[0])
    facets = stack.http.get("/v1/facets", params={"label": "tomato"}).json()
    total = stack.http.get("/v1/photos", params={"label": "tomato"}).json()["total"]
    assert facets["labels"] == [{"name": "tomato", "count": total}]
    assert sum(facet["count"] for facet in facets["colors"]["basic"]) == facets["total"] == total


def test_unknown_paths_and_methods_are_problems(stack: Stack) -> None:
    for answer in (stack.http.get("/v1/nothing"), stack.http.put("/v1/photos"), stack.http.get("/v1/photos?count=0")):
        problem = json.loads(answer.text)
        assert problem["status"] == answer.status_code
        assert set(problem) == {"type", "title", "status", "detail", "instance", "code"}
