"""The page's files beside the API: neither stands in the other's way."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.inference.conftest import Serve


@pytest.fixture
def with_page(serve: Serve, tmp_path: Path) -> TestClient:
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<title>greengrocer</title>")
    (folder / "assets" / "page.js").write_text("start();")
    return serve(page_dir=folder)


@pytest.mark.parametrize(("path", "said"), [("/", "<title>greengrocer</title>"), ("/assets/page.js", "start();")])
def test_page_is_served(with_page: TestClient, path: str, said: str) -> None:
    answer = with_page.get(path)
    assert (answer.text, "content-security-policy" in answer.headers) == (said, True)


def test_what_is_nowhere_is_a_problem(with_page: TestClient) -> None:
    answer = with_page.get("/assets/nowhere.js")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize(("method", "path", "allowed"), [("GET", "/v1/classify", "POST"), ("PUT", "/v1/stats", "GET")])
def test_wrong_method_is_told_the_right_one(with_page: TestClient, method: str, path: str, allowed: str) -> None:
    answer = with_page.request(method, path)
    assert (answer.status_code, answer.headers["allow"]) == (405, allowed)


@pytest.mark.parametrize("path", ["/health/live", "/v1/stats", "/docs", "/", "/assets/page.js"])
def test_whatever_can_be_got_can_be_asked_for_its_head(with_page: TestClient, path: str) -> None:
    head, whole = with_page.head(path), with_page.get(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == whole.headers["content-length"]
