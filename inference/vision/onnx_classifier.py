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
        logits, embedding, maps = self._run(image)
        scores = softmax(logits[0] / self.card.temperature)
        order = np.argsort(-scores, kind="stable")[:TOP]
        top = tuple(LabelScore(self.card.labels[i], round(float(scores[i]), SCORE_DIGITS)) for i in order)
        best = top[0]
        known = best.score >= self.card.unknown_threshold
        return Classification(best.label, best.score, known, top, embedding[0], _scale(maps[0, order[0]]))

    def _run(self, image: Image.Image) -> list[NDArray[np.float32]]:
        photo = preprocess(image, self.card.input)
        result: list[NDArray[np.float32]] = self._session.run(list(OUTPUT_NAMES), {INPUT_NAME: photo})
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


def _scale(activation: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scale a class activation map to 0–1; what speaks against the label is 0."""
    heat: NDArray[np.float32] = np.maximum(activation, 0)
    peak = heat.max()
    return heat / peak if peak > 0 else heat
