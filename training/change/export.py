"""From a change network in torch to a served one: ONNX, int8, card; refused where the file disagrees with torch."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from inference.vision.change.card import ChangeCard
from inference.vision.change.onnx_detector import INPUT_NAMES, OUTPUT_NAME, OnnxChangeDetector
from training.errors import ExportError
from training.shipping.onnx_file import Feed, check_parity, quantize, seal, trace

MOST_LOST, HALF_A_PAIR = 0.005, 0.5

Frames = tuple[NDArray[np.float32], NDArray[np.float32]]


class _Shares(nn.Module):
    """The network with its logits turned into shares."""

    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, before: Tensor, after: Tensor) -> Tensor:
        """Map two frames (1, 3, S, S) to shares (1, 2, S, S), 0–1."""
        shares: Tensor = self.model(before, after).sigmoid()
        return shares


def export_change(model: nn.Module, pairs: Iterable[Frames], folder: Path) -> Path:
    """Write float32 ONNX and check it against torch on pairs of frames (1, 3, S, S).

    Raises:
        ExportError: a share differs by more than the tolerance.
    """
    served, feeds = _Shares(model).eval(), [_feed(pair) for pair in pairs]
    path = trace(served, feeds[0], folder, outputs=[OUTPUT_NAME])
    with torch.inference_mode():
        expected = [served(*map(torch.from_numpy, feed.values())).numpy() for feed in feeds]
    check_parity(path, OUTPUT_NAME, feeds, expected)
    return path


def quantize_change(float_model: Path, pairs: Iterable[Frames]) -> Path:
    """Write int8 convolutions beside a float model, their ranges set by pairs."""
    return quantize(float_model, map(_feed, pairs))


def check_loss(float_iou: float, quantised_iou: float, *, pairs: int) -> None:
    """Refuse an int8 network that lost more than half a point of IoU; of a few pairs, more than half of one is worth.

    Raises:
        ExportError: it did.
    """
    if float_iou - quantised_iou > max(MOST_LOST, HALF_A_PAIR / pairs):
        raise ExportError(f"int8 finds changes with IoU {quantised_iou:.4f}, float32 with {float_iou:.4f}")


def write_change_folder(model: Path, card: ChangeCard, folder: Path) -> OnnxChangeDetector:
    """Write a model folder, then load it as the service will."""
    seal(model, card, folder)
    return OnnxChangeDetector(folder)


def _feed(pair: Frames) -> Feed:
    return dict(zip(INPUT_NAMES, pair, strict=True))
