"""A classifier run by ONNX Runtime."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from inference.errors import CardMismatch
from inference.vision.classifier import Classification, LabelScore, Outputs
from inference.vision.model_card import ModelCard
from inference.vision.onnx_session import open_session
from inference.vision.preprocess import preprocess
from inference.vision.provider import Provider
from inference.vision.softmax import softmax

INPUT_NAME = "photo"
OUTPUT_NAMES = ("logits", "embedding", "maps")
NEARNESS_NAME = "nearness"
TOP = 5
SCORE_DIGITS = 6


class OnnxClassifier:
    """One session, safe to share between threads; each call runs on the caller's thread.

    The session takes float32 (1, 3, S, S) and gives logits (1, K), an embedding (1, C), class maps (1, K, h, w) and,
    where the card judges by it, the nearness (1,) to what the model has seen.
    """

    def __init__(self, folder: Path, *, threads: int = 1, provider: Provider = "cpu") -> None:
        self.card = ModelCard.load(folder)
        self._session = open_session(folder, self.card, threads=threads, provider=provider)
        self._names = [*OUTPUT_NAMES, *([NEARNESS_NAME] if self.card.unknown_score == "nearness" else [])]
        self._check_shapes(folder)

    @property
    def output_shapes(self) -> dict[str, tuple[int, ...]]:
        """The shapes of a photo's outputs, by name."""
        shapes = {output.name: tuple(output.shape[1:]) for output in self._session.get_outputs()}
        return {name: shapes[name] for name in self._names}

    def classify(self, image: Image.Image) -> Classification:
        """Say what an RGB photo shows."""
        return self.interpret(self.run(preprocess(image, self.card.input)[0]))

    def run(self, photo: NDArray[np.float32]) -> Outputs:
        """Run the model on its own input, float32 (3, S, S)."""
        found = self._session.run(self._names, {INPUT_NAME: photo[np.newaxis]})
        return Outputs(*(output[0] for output in found))

    def interpret(self, outputs: Outputs) -> Classification:
        """Say what the outputs mean."""
        scores = softmax(outputs.logits / self.card.temperature)
        order = np.argsort(-scores, kind="stable")[:TOP]
        top = tuple(LabelScore(self.card.labels[i], round(float(scores[i]), SCORE_DIGITS)) for i in order)
        best = top[0]
        nearness = outputs.nearness
        known = (best.score if nearness is None else float(nearness)) >= self.card.unknown_threshold
        return Classification(best.label, best.score, known, top, outputs.embedding, _scale(outputs.maps[order[0]]))

    def _check_shapes(self, folder: Path) -> None:
        outputs = {output.name: output.shape for output in self._session.get_outputs()}
        missing = set(self._names) - outputs.keys()
        if missing:
            raise CardMismatch(f"{folder}: the model gives no {', '.join(sorted(missing))}")
        classes = outputs["logits"][-1]
        if classes != len(self.card.labels):
            raise CardMismatch(f"{folder}: {classes} outputs for {len(self.card.labels)} labels")


def _scale(activation: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scale a class activation map to 0–1; what speaks against the label is 0."""
    heat: NDArray[np.float32] = np.maximum(activation, 0)
    peak = heat.max()
    return heat / peak if peak > 0 else heat
