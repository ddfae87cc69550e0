"""The choices that serving rests on, each beside what it was chosen over."""

import io
import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
from PIL import Image

from inference.analysis import Analyst
from inference.resources import build_analyst
from inference.settings import InferenceSettings
from inference.vision.images import open_image
from inference.vision.model_card import MODEL_FILE
from inference.vision.onnx_classifier import INPUT_NAME, OnnxClassifier
from inference.vision.preprocess import preprocess
from tests.benchmarks.measure import compare
from training.models.registry import build_recogniser

LARGE = (4000, 3000)
FEW, BATCH = 5, 8
REST_S = 0.1


def measure_choices(domain: str, photos: Sequence[Path]) -> dict[str, Any]:
    """CPU of one thread or two, of one photo a run or many, of int8 or torch, and of a whole decode or a scaled one."""
    analyst = build_analyst(InferenceSettings())
    ours = analyst.models.get(domain)
    photo = preprocess(open_image(photos[0].read_bytes()).image, ours.card.input)[0]
    folder = InferenceSettings().models_dir / domain
    two, batched = OnnxClassifier(folder, threads=2), _open_batched(folder / MODEL_FILE)
    batch = {INPUT_NAME: np.repeat(photo[np.newaxis], BATCH, axis=0)}
    large = _enlarge(photos[0])
    side = ours.card.input.decode_side
    pairs = {
        "a session on two threads, until they rest ÷ on one": (
            lambda: ours.run(photo),
            lambda: _run_and_rest(two, photo),
        ),
        "eight photos in one run ÷ in eight": (
            lambda: [ours.run(photo) for _ in range(BATCH)],
            lambda: batched.run(None, batch),
        ),
        "torch eager, float32 ÷ ONNX int8": (lambda: ours.run(photo), _torch_eager(ours.card.architecture, photo)),
        "12 Mpx decoded whole ÷ to twice the input": (
            lambda: open_image(large, min_side=side),
            lambda: open_image(large),
        ),
    }
    measured: dict[str, Any] = {name: compare(*pair, clock=time.process_time) for name, pair in pairs.items()}
    return measured | {"grey_levels": _difference(analyst, domain, photos)}


def _run_and_rest(classifier: OnnxClassifier, photo: np.ndarray) -> None:
    """Run on several threads, and let them come to rest: they wait for more work by spinning, which is their cost."""
    classifier.run(photo)
    time.sleep(REST_S)


def _open_batched(model: Path) -> Any:
    """A session over the same network that takes any number of photos, on one thread."""
    network = onnx.load(model)
    for value in (*network.graph.input, *network.graph.output):
        value.type.tensor_type.shape.dim[0].dim_param = "photos"
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.log_severity_level = 1, 3
    return onnxruntime.InferenceSession(network.SerializeToString(), options)


def _torch_eager(architecture: str, photo: np.ndarray) -> Any:
    """The same network as it was trained, on one thread; what it costs does not hang on its weights."""
    import torch

    torch.set_num_threads(1)
    model = build_recogniser(architecture, classes=15, weights="none").eval()
    batch = torch.from_numpy(photo[np.newaxis])

    def run() -> object:
        with torch.inference_mode():
            return model(batch)

    return run


def _enlarge(path: Path) -> bytes:
    buffer = io.BytesIO()
    Image.open(path).convert("RGB").resize(LARGE, Image.Resampling.BICUBIC).save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


def _difference(analyst: Analyst, domain: str, photos: Sequence[Path]) -> float:
    """Mean absolute difference of the model's input, 0–255, between a scaled decode and a whole one."""
    spec = analyst.models.get(domain).card.input
    differences = []
    for path in photos[:FEW]:
        large = _enlarge(path)
        scaled = preprocess(open_image(large, min_side=spec.decode_side).image, spec)
        whole = preprocess(open_image(large).image, spec)
        differences.append(float(np.abs(scaled - whole).mean() * spec.std[0]))
    return round(statistics.mean(differences), 2)
