"""Sessions of ONNX Runtime."""

import subprocess
import sys
from pathlib import Path

MOST_MB = 1

PROGRAM = """
import sys
import numpy, psutil
from pathlib import Path
from inference.vision.registry import ModelRegistry

registry = ModelRegistry(Path(sys.argv[1]))
first, second = registry.get("vegetables"), registry.get("grocery")
photo = numpy.zeros((3, first.card.input.size, first.card.input.size), dtype=numpy.float32)
first.run(photo)
before = psutil.Process().memory_info().rss
second.run(photo)
print((psutil.Process().memory_info().rss - before) / 1e6)
"""


def test_model_of_another_domain_works_in_the_memory_of_the_first(repository: Path) -> None:
    command = [sys.executable, "-c", PROGRAM, str(repository / "models")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert float(done.stdout) < MOST_MB
