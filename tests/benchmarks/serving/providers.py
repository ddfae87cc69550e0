"""OpenVINO's execution provider beside the plain one, in an environment that is thrown away."""

import json
import os
import statistics
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.serving.peers import PROGRAMS, PeerAbsent, install
from tests.benchmarks.serving.rounds import ratio

ROUNDS = 5


def compare_providers(folder: Path, model: Path, photos: Sequence[Path]) -> dict[str, Any]:
    """CPU milliseconds of a run by each, and plain ÷ OpenVINO; why not, where it cannot be had."""
    try:
        python = install(("onnxruntime-openvino",), folder, same=("numpy", "pillow")) / "python"
        command = [python, PROGRAMS / "providers.py", str(ROUNDS), *map(str, photos)]
        environment = os.environ | {"PEER_MODEL": str(model)}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    except (PeerAbsent, subprocess.SubprocessError) as error:
        said = str(getattr(error, "stderr", "") or error).strip().splitlines()
        return {"absent": said[-1]}
    found = json.loads(done.stdout.splitlines()[-1])
    times = found.pop("cpu_ms")
    medians = {f"{name}_ms": round(statistics.median(values), 2) for name, values in times.items()}
    return found | medians | {"CPU ÷ OpenVINO": ratio(times["CPU"], times["OpenVINO"])}
