"""From a classifier in torch to a served one: ONNX, int8, card; refused where the files disagree with torch."""

import logging
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from inference.vision.model_card import ModelCard
from inference.vision.onnx_classifier import INPUT_NAME, NEARNESS_NAME, OUTPUT_NAMES, OnnxClassifier
from training.errors import ExportError
from training.models.recogniser import Recogniser
from training.shipping.onnx_file import check_parity, quantize, seal, trace

logger = logging.getLogger(__name__)

MOST_LOST = 0.005
ROUNDING = 1e-9


class _Served(nn.Module):
    """The outputs that are served: logits, embedding, class maps and, with prototypes (P, C), the nearness to them."""

    def __init__(self, model: Recogniser, prototypes: Tensor | None) -> None:
        super().__init__()
        self.model = model
        self.prototypes = nn.Buffer(prototypes) if prototypes is not None else None

    def forward(self, x: Tensor) -> tuple[Tensor, ...]:
        """Map photos (1, 3, S, S) to what is served of them."""
        outputs = self.model.explain(x)
        served = (outputs.logits, outputs.embedding, outputs.maps)
        if self.prototypes is None:
            return served
        unit = outputs.embedding / outputs.embedding.norm(dim=1, keepdim=True)
        return (*served, (unit @ self.prototypes.T).amax(1))


def export_float(
    model: Recogniser, photos: NDArray[np.float32], folder: Path, *, prototypes: NDArray[np.float32] | None = None
) -> Path:
    """Write float32 ONNX and check it against torch on real photos (N, 3, S, S).

    Raises:
        ExportError: logits differ by more than the tolerance.
    """
    model = model.to(memory_format=torch.contiguous_format).eval()  # type: ignore[call-overload]  # missing from the stubs
    known = None if prototypes is None else torch.from_numpy(prototypes)
    feeds = [{INPUT_NAME: photo[np.newaxis]} for photo in photos]
    outputs = [*OUTPUT_NAMES, *([] if known is None else [NEARNESS_NAME])]
    path = trace(_Served(model, known).eval(), feeds[0], folder, outputs=outputs)
    with torch.inference_mode():
        expected = model(torch.from_numpy(photos)).numpy()
    check_parity(path, "logits", feeds, expected[:, np.newaxis])
    return path


def export_int8(float_model: Path, photos: Iterable[NDArray[np.float32]]) -> Path:
    """Write int8 beside a float model, its ranges set by photos (1, 3, S, S)."""
    return quantize(float_model, ({INPUT_NAME: photo} for photo in photos))


def keeps_accuracy(float_accuracy: float, quantised_accuracy: float, *, photos: int) -> bool:
    """Whether int8 may be served: it lost at most half a point; of a set too small for that, at most one photo.

    Raises:
        ExportError: it lost more on a set that is large enough to say so.
    """
    lost = float_accuracy - quantised_accuracy
    if lost <= max(MOST_LOST, 1 / photos) + ROUNDING:
        return True
    told = f"int8 loses {lost:.1%} of accuracy ({float_accuracy:.1%} in float, {photos} photos)"
    if photos * MOST_LOST >= 1:
        raise ExportError(
            f"{told}; at most {MOST_LOST:.1%} is allowed: with int8 = false the recipe is served in float"
        )
    logger.warning("%s; that is too much, and too few photos to be sure: the float model is taken instead", told)
    return False


def write_folder(model: Path, card: ModelCard, folder: Path) -> ModelCard:
    """Write a model folder, then load it as the service will; the card with the model's hash."""
    seal(model, card, folder)
    return OnnxClassifier(folder).card
