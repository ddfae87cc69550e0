"""What a request asks for and there is not is said, and not passed over."""

import httpx
import pytest
from fastapi.testclient import TestClient

from tests.inference.conftest import Photograph


def told(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["detail"]


@pytest.mark.parametrize("path", ["/v1/photos", "/v1/facets"])
@pytest.mark.parametrize(
    ("query", "status", "reason"),
    [
        ("palette=zzz", 422, "there is no palette 'zzz'; there are: basic, rgb, ryb"),
        ("domain=zzz", 404, "there is no domain 'zzz'"),
        ("limit=0", 422, "query.limit: expected one of: "),
    ],
)
def test_search_refuses_what_it_does_not_know(
    client: TestClient, path: str, query: str, status: int, reason: str
) -> None:
    answer = told(client.get(f"{path}?{query}"))
    assert answer[0] == status
    assert reason in answer[1]


def test_sentence_in_a_domain_that_there_is_not_is_refused(client: TestClient) -> None:
    assert told(client.get("/v1/query?q=tomato&domain=zzz"))[0] == 404


@pytest.mark.parametrize("query", ["label=zzz", "color=zzz"])
def test_kinds_and_colours_that_nobody_knows_find_nothing(client: TestClient, query: str) -> None:
    assert client.get(f"/v1/photos?{query}").json()["total"] == 0


@pytest.mark.parametrize("path", ["/v1/jobs/zzz", "/v1/jobs/zzz/events"])
def test_job_that_there_is_not_is_called_a_job(client: TestClient, path: str) -> None:
    assert told(client.get(path)) == (404, "there is no job 'zzz'")


def test_second_photo_of_an_upload_is_not_dropped_in_silence(client: TestClient, photograph: Photograph) -> None:
    answer = told(client.post("/v1/photos", files=[("file", photograph()), ("file", photograph())]))
    assert answer == (422, "body.file: one file was expected, there are 2")


def test_second_frame_of_a_weighing_is_not_dropped_in_silence(client: TestClient, photograph: Photograph) -> None:
    frames = [(name, photograph()) for name in ("before", "after", "after")]
    assert told(client.post("/v1/added", files=frames)) == (422, "body.after: one file was expected, there are 2")
