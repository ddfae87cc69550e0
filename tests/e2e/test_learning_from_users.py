"""The loop closed: photos come in, people correct them, the next training learns it, and the service says so."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from inference.processes.ports import free_port
from tests.contract.test_cli import greengrocer
from tests.processes import await_ready, start
from tests.service import Service
from tests.training.test_folder import draw_parts

MEANT = {"Small parts": "bean", "Крупные детали": "pumpkin"}


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """A service whose model has never seen a washer; no worker is needed to correct what is in the catalogue."""
    service = Service(tmp_path, database=f"sqlite:///{tmp_path / 'g.db'}")
    yield service
    service.close()


@pytest.mark.slow
def test_what_people_correct_is_what_the_next_model_says(service: Service) -> None:
    parts = draw_parts(service.folder / "Parts", each=24)
    for folder, label in MEANT.items():
        for photo in service.upload(sorted((parts / folder).glob("*.jpg"))):
            service.http.patch(f"/v1/photos/{photo}", json={"label": label}).raise_for_status()
    exported = greengrocer(service.folder, "catalog", "export", "--corrected", "learnt")
    assert exported.stdout == "48 photos of 2 kinds written to learnt\n"
    trained = greengrocer(service.folder, "train", "--data", "learnt", "--epochs", "1", seconds=500)
    assert trained.returncode == 0, trained.stderr
    assert classify(service.folder, parts / "Крупные детали" / "0.jpg") == "pumpkin"


def classify(folder: Path, photo: Path) -> str:
    """Serve what was trained, and ask it."""
    port = free_port()
    own = {"INFERENCE_MODELS_DIR": str(folder / "models"), "INFERENCE_DOMAIN": "learnt"}
    running = start(folder, "up", "--port", str(port), **own)
    try:
        await_ready(f"http://127.0.0.1:{port}", running)
        return str(httpx.post(f"http://127.0.0.1:{port}/v1/classify", content=photo.read_bytes()).json()["label"])
    finally:
        running.end()
