"""How long models take for a photo: timed side by side, in turn, and the median kept."""

import statistics
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from PIL import Image

from inference.vision.onnx_classifier import OnnxClassifier

ROUNDS = 30
PHOTO_SIZE = (640, 480)
MS = 1000


def time_in_turn(calls: Mapping[str, Callable[[], object]], *, rounds: int = ROUNDS) -> dict[str, float]:
    """Call each once a round, after a warm-up: whatever else the machine does falls on all alike; median ms by name."""
    for call in calls.values():
        call()
    times: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(rounds):
        for name, call in calls.items():
            begin = time.perf_counter()
            call()
            times[name].append((time.perf_counter() - begin) * MS)
    return {name: round(statistics.median(own), 3) for name, own in times.items()}


def time_on_cpu(models: Mapping[str, Path], *, rounds: int = ROUNDS) -> dict[str, float]:
    """Time model folders as they are served: resize and infer a decoded photo, one thread; ms by name."""
    photo = draw_photo()
    classifiers = {name: OnnxClassifier(folder) for name, folder in models.items()}
    calls = {name: lambda own=own: own.classify(photo) for name, own in classifiers.items()}
    return time_in_turn(calls, rounds=rounds)


def time_on_gpu(architectures: Mapping[str, str], *, rounds: int = ROUNDS) -> dict[str, float]:
    """Time architectures in torch, batch 1, float32, on the GPU; ms by name, nothing where there is no GPU."""
    import torch

    if not torch.cuda.is_available():
        return {}
    return time_in_turn({name: _gpu_call(own) for name, own in architectures.items()}, rounds=rounds)


def draw_photo() -> Image.Image:
    """A photo of nothing, as large as those that phones send through a chat."""
    stains = np.random.default_rng(1).integers(0, 256, (12, 16, 3), dtype=np.uint8)
    return Image.fromarray(stains).resize(PHOTO_SIZE, Image.Resampling.BICUBIC)


def _gpu_call(name: str) -> Callable[[], object]:
    import torch

    from training.models.registry import architecture, build_recogniser

    model = build_recogniser(name, classes=2, weights="none").eval().cuda()
    side = architecture(name).input.size
    photo = torch.zeros(1, 3, side, side, device="cuda")

    def call() -> None:
        with torch.inference_mode():
            model(photo)
        torch.cuda.synchronize()

    return call
