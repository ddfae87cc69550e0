"""The reports of models, as the API hands them out."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from catalog.settings import DatabaseSettings
from inference.main import create_app
from inference.settings import InferenceSettings


@pytest.fixture
def client(tmp_path: Path, repository: Path) -> Iterator[TestClient]:
    """The API over a copy of the shipped model, without its report."""
    folder = tmp_path / "models" / "vegetables"
    folder.mkdir(parents=True)
    for name in ("model.onnx", "card.json"):
        (folder / name).symlink_to(repository / "models" / "vegetables" / name)
    settings = InferenceSettings(models_dir=tmp_path / "models", data_dir=tmp_path)
    database = DatabaseSettings.model_validate({"url": f"sqlite:///{tmp_path / 'catalogue.db'}"})
    with TestClient(create_app(settings, database)) as opened:
        yield opened


def test_report_is_shown_where_training_wrote_one(client: TestClient, tmp_path: Path) -> None:
    folder = tmp_path / "models" / "vegetables" / "report"
    folder.mkdir()
    (folder / "report.html").write_text("<h1>How good it is</h1>", "utf-8")
    (domain,) = client.get("/v1/domains").json()["domains"]
    answer = client.get(domain["model"]["report_url"])
    assert answer.text == "<h1>How good it is</h1>"
    assert "sandbox" in answer.headers["content-security-policy"]


def test_missing_report_is_a_problem(client: TestClient) -> None:
    (domain,) = client.get("/v1/domains").json()["domains"]
    assert domain["model"]["report_url"] is None
    answer = client.get("/v1/domains/vegetables/report")
    assert answer.status_code == 404
    assert answer.json()["code"] == "report_missing"


def test_report_of_no_domain_is_a_problem(client: TestClient) -> None:
    assert client.get("/v1/domains/..%2F..%2Fetc/report").status_code == 404
    assert client.get("/v1/domains/herbs/report").status_code == 404
