"""The model by two execution providers of one ONNX Runtime, in turn: `python providers.py ROUNDS PHOTO…`.

Prints JSON: CPU milliseconds of a run by each, round by round, and the share of photos that both label alike.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from recogniser import Recogniser

PROVIDERS: dict[str, list[Any]] = {
    "CPU": ["CPUExecutionProvider"],
    "OpenVINO": [("OpenVINOExecutionProvider", {"device_type": "CPU", "num_of_threads": "1"})],
}


def main(rounds: int, photos: list[Path]) -> dict[str, Any]:
    """Run every photo by each provider in every round, after one that does not count."""
    recogniser = Recogniser()
    inputs = [recogniser.prepare(path.read_bytes()) for path in photos]
    sessions = {name: _open(recogniser.path, providers) for name, providers in PROVIDERS.items()}
    taken = {name: sessions[name].get_providers()[0] for name in sessions}
    labels = {name: [_label(session, photo) for photo in inputs] for name, session in sessions.items()}
    times: dict[str, list[float]] = {name: [] for name in sessions}
    for _ in range(rounds):
        for name, session in sessions.items():
            times[name].append(_milliseconds(session, inputs))
    alike = np.mean([one == other for one, other in zip(*labels.values(), strict=True)])
    return {"cpu_ms": times, "alike": float(alike), "providers": taken, "version": onnxruntime.__version__}


def _open(path: str, providers: list[Any]) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(path, options, providers=providers)


def _label(session: onnxruntime.InferenceSession, photo: np.ndarray) -> int:
    return int(session.run(["logits"], {"photo": photo})[0].argmax())


def _milliseconds(session: onnxruntime.InferenceSession, inputs: list[np.ndarray]) -> float:
    begin = time.process_time()
    for photo in inputs:
        session.run(["logits"], {"photo": photo})
    return (time.process_time() - begin) / len(inputs) * 1000


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), [Path(path) for path in sys.argv[2:]])))  # noqa: T201  # a command
