"""What keeps the service from starting is said at once, in one line."""

import shutil
from pathlib import Path

import pytest

from tests.contract.test_cli import greengrocer

PATIENCE_S = 40  # less than `up` waits for a child


@pytest.fixture
def damaged(repository: Path, tmp_path: Path) -> Path:
    """A folder of models, one of which is whole."""
    folder = tmp_path / "models"
    (folder / "dogs").mkdir(parents=True)
    (folder / "vegetables").symlink_to(repository / "models" / "vegetables")
    shutil.copy(repository / "models" / "dogs" / "card.json", folder / "dogs")
    (folder / "dogs" / "model.onnx").write_bytes(b"damaged")
    return folder


@pytest.mark.parametrize("command", ["serve", "up"])
@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"INFERENCE_DOMAIN": "foo"}, "no model for the domain 'foo'; there are: dogs, grocery, vegetables"),
        ({"INFERENCE_MODELS_DIR": "/nonexistent"}, "no model for the domain 'vegetables'; there are: none"),
        ({"INFERENCE_MODELS_DIR": "models"}, "models/dogs/model.onnx has sha256"),
    ],
)
def test_model_that_is_missing_or_damaged(
    tmp_path: Path, damaged: Path, command: str, settings: dict[str, str], reason: str
) -> None:
    done = greengrocer(tmp_path, command, "--port", "0", seconds=PATIENCE_S, **settings)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1), done.stderr
    assert reason in done.stderr
