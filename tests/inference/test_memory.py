"""The memory of a process."""

import subprocess
import sys

import pytest

PROGRAM = """
import psutil
from inference.memory import give_back_memory

kept = [bytearray(b"x") * 100_000 for _ in range(400)]
last = bytes(90_000)  # what lies above keeps all below from being given back by itself
del kept
before = psutil.Process().memory_info().rss
give_back_memory()
print((before - psutil.Process().memory_info().rss) / 1e6)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="glibc's own")
def test_what_was_freed_goes_back_to_the_system() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert float(done.stdout) > 20
