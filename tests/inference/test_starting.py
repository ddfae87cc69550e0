"""What keeps the service from starting is said at once, in one line."""

import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.contract.test_cli import greengrocer
from tests.processes import await_ready, start

URL = re.compile(r"^http://127\.0\.0\.1:\d+$", re.MULTILINE)
PATIENCE_S = 40  # less than `up` waits for a child
IMPATIENT = """
import sys
from inference.cli import main

class CtrlC:
    def find_spec(self, name, *_):
        if name == "inference.commands.look":
            raise KeyboardInterrupt

sys.meta_path.insert(0, CtrlC())
main()
"""


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


@pytest.mark.parametrize("processes", ["1", "2"])
def test_server_at_a_free_port_says_which(tmp_path: Path, processes: str) -> None:
    running = start(tmp_path, "serve", "--port", "0", INFERENCE_PROCESSES=processes)
    deadline = time.monotonic() + PATIENCE_S
    while not (found := URL.search(running.log.read_text())):
        assert time.monotonic() < deadline, running.log.read_text()
        time.sleep(0.1)
    await_ready(found[0], running)
    running.end()


def test_end_while_commands_are_imported_says_nothing() -> None:
    done = subprocess.run([sys.executable, "-c", IMPATIENT], capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")
