"""A classifier run by ONNX Runtime."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from PIL import Image

from inference.errors import CardMismatch
from inference.vision.classifier import Classification, LabelScore
from inference.vision.model_card import MODEL_FILE, ModelCard, check_metadata, load_card
from inference.vision.preprocess import preprocess

INPUT_NAME = "photo"
OUTPUT_NAMES = ("logits", "embedding", "maps")
TOP = 5
SCORE_DIGITS = 6


class OnnxClassifier:
    """One session, safe to share between threads; each call runs on the caller's thread.

    The session takes float32 (1, 3, S, S) and gives logits (1, K), an embedding (1, C) and class maps (1, K, h, w).
    """

    def __init__(self, folder: Path, *, threads: int = 1, providers: Sequence[str] | None = None) -> None:
        self.card: ModelCard = load_card(folder)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(folder / MODEL_FILE), options, providers=list(providers or ["CPUExecutionProvider"])
        )
        check_metadata(self.card, self._session.get_modelmeta().custom_metadata_map, folder)
        self._check_shapes(folder)

    def classify(self, image: Image.Image) -> Classification:
        """Say what an RGB photo shows."""
        logits, embedding = self._run(image, OUTPUT_NAMES[:2])
        scores = softmax(logits[0] / self.card.temperature)
        order = np.argsort(-scores, kind="stable")[:TOP]
        top = tuple(LabelScore(self.card.labels[i], round(float(scores[i]), SCORE_DIGITS)) for i in order)
        best = top[0]
        return Classification(best.label, best.score, best.score >= self.card.unknown_threshold, top, embedding[0])

    def explain(self, image: Image.Image) -> NDArray[np.float32]:
        """Show where the best label was seen, as its class activation map scaled to 0–1."""
        logits, maps = self._run(image, (OUTPUT_NAMES[0], OUTPUT_NAMES[2]))
        heat: NDArray[np.float32] = np.maximum(maps[0, int(np.argmax(logits[0]))], 0)
        peak = float(heat.max())
        return heat / np.float32(peak) if peak > 0 else heat

    def _run(self, image: Image.Image, outputs: Sequence[str]) -> list[NDArray[np.float32]]:
        result: list[NDArray[np.float32]] = self._session.run(
            list(outputs), {INPUT_NAME: preprocess(image, self.card.input)}
        )
        return result

    def _check_shapes(self, folder: Path) -> None:
        outputs = {output.name: output.shape for output in self._session.get_outputs()}
        missing = set(OUTPUT_NAMES) - outputs.keys()
        if missing:
            raise CardMismatch(f"{folder}: the model gives no {', '.join(sorted(missing))}")
        classes = outputs["logits"][-1]
        if classes != len(self.card.labels):
            raise CardMismatch(f"{folder}: {classes} outputs for {len(self.card.labels)} labels")


def softmax(logits: NDArray[np.float32]) -> NDArray[np.float64]:
    """Turn logits (K,) into probabilities that sum to one."""
    shifted = np.exp(logits.astype(np.float64) - float(logits.max()))
    probabilities: NDArray[np.float64] = shifted / shifted.sum()
    return probabilities
