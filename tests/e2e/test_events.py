"""Server-sent events of a job, from the running product; and what they say when there is nothing to follow."""

import io
import json
import secrets
from collections.abc import Iterator

import httpx
from PIL import Image

from tests.e2e.conftest import Stack


def drawn_photo() -> bytes:
    """A photo that nobody sent before."""
    buffer = io.BytesIO()
    Image.frombytes("RGB", (64, 64), secrets.token_bytes(64 * 64 * 3)).resize((256, 256)).save(buffer, "JPEG")
    return buffer.getvalue()


def read_events(answer: httpx.Response) -> Iterator[tuple[str, dict[str, object]]]:
    name = ""
    for line in answer.iter_lines():
        field, _, value = line.partition(": ")
        if field == "event":
            name = value
        elif field == "data":
            yield name, json.loads(value)


def test_events_follow_a_photo_from_the_queue_to_its_answer(stack: Stack) -> None:
    job = stack.http.post("/v1/photos", files={"file": drawn_photo()}).json()
    with stack.http.stream("GET", f"/v1/jobs/{job['id']}/events") as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        events = list(read_events(answer))
    assert [name for name, _ in events] == [told["status"] for _, told in events]
    name, last = events[-1]
    assert name == "finished"
    assert isinstance(last["photo"], dict)
    assert last["photo"]["top"]


def test_events_of_a_finished_job_are_its_answer_alone(stack: Stack) -> None:
    job = stack.http.post("/v1/photos", params={"wait": 20}, files={"file": drawn_photo()}).json()
    with stack.http.stream("GET", f"/v1/jobs/{job['id']}/events") as answer:
        assert list(read_events(answer)) == [("finished", job)]


def test_events_of_a_missing_job_are_a_problem(stack: Stack) -> None:
    answer = stack.http.get("/v1/jobs/none/events")
    assert answer.status_code == httpx.codes.NOT_FOUND
    assert answer.json()["code"] == "photo_not_found"


def test_events_are_in_the_openapi_document(stack: Stack) -> None:
    described = stack.http.get("/openapi.json").json()["paths"]["/v1/jobs/{job_id}/events"]["get"]["responses"]
    assert set(described["200"]["content"]) == {"text/event-stream"}
    assert "404" in described


def test_colours_of_a_stored_photo_are_named_by_either_method(stack: Stack) -> None:
    photo = stack.http.post("/v1/photos", params={"wait": 20}, files={"file": drawn_photo()}).json()["photo"]
    by_method = {
        method: stack.http.get(f"/v1/photos/{photo['id']}/colors", params={"method": method}).json()
        for method in ("perceptual", "paper")
    }
    assert by_method["perceptual"]["colors"] == photo["colors"]
    assert set(by_method["paper"]["colors"]) == {"basic", "rgb", "ryb"}
