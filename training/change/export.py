"""From a change network in torch to a served one: ONNX, int8, card; refused where the file disagrees with torch."""

import hashlib
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from numpy.typing import NDArray
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from inference.vision.change.card import ChangeCard
from inference.vision.change.onnx_detector import INPUT_NAMES, OUTPUT_NAME, OnnxChangeDetector
from inference.vision.model_card import CARD_FILE, METADATA_KEY, MODEL_FILE
from training.errors import ExportError
from training.export import OPSET, PARITY_TOLERANCE

Frames = tuple[NDArray[np.float32], NDArray[np.float32]]

FLOAT_FILE = "float.onnx"


class _Shares(nn.Module):
    """The network with its logits turned into shares."""

    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, before: Tensor, after: Tensor) -> Tensor:
        """Map two frames (1, 3, S, S) to shares (1, 2, S, S), 0–1."""
        shares: Tensor = self.model(before, after).sigmoid()
        return shares


class _Pairs(CalibrationDataReader):  # type: ignore[misc]  # onnxruntime is untyped
    """Feeds pairs to the calibration of the quantiser, one at a time."""

    def __init__(self, pairs: Iterable[Frames]) -> None:
        self._pairs: Iterator[Frames] = iter(pairs)

    def get_next(self) -> dict[str, NDArray[np.float32]] | None:
        """The next pair."""
        pair = next(self._pairs, None)
        return None if pair is None else dict(zip(INPUT_NAMES, pair, strict=True))


def export_change(model: nn.Module, pairs: Iterable[Frames], folder: Path) -> Path:
    """Write float32 ONNX and check it against torch on pairs of frames (1, 3, S, S).

    Raises:
        ExportError: a share differs by more than the tolerance.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path, served = folder / FLOAT_FILE, _Shares(model).eval()
    tested = [(torch.from_numpy(before), torch.from_numpy(after)) for before, after in pairs]
    _trace(served, tested[0], path)
    session = onnxruntime.InferenceSession(str(path))
    for frames in tested:
        with torch.inference_mode():
            expected = served(*frames).numpy()
        feed = {name: frame.numpy() for name, frame in zip(INPUT_NAMES, frames, strict=True)}
        worst = float(np.abs(expected - session.run([OUTPUT_NAME], feed)[0]).max())
        if worst > PARITY_TOLERANCE:
            raise ExportError(f"ONNX and torch disagree by {worst:.6f}; at most {PARITY_TOLERANCE} is allowed")
    return path


def quantize_change(float_model: Path, pairs: Iterable[Frames], target: Path) -> None:
    """Write int8 convolutions: static QDQ, activations uint8, weights int8 by channel."""
    prepared = float_model.with_suffix(".prepared.onnx")
    quant_pre_process(str(float_model), str(prepared), skip_symbolic_shape=True)
    quantize_static(
        str(prepared),
        str(target),
        _Pairs(pairs),
        quant_format=QuantFormat.QDQ,
        activation_type=QuantType.QUInt8,
        weight_type=QuantType.QInt8,
        per_channel=True,
        op_types_to_quantize=["Conv", "Add", "Clip", "Relu"],
        extra_options={"ActivationSymmetric": False, "WeightSymmetric": True},
    )
    prepared.unlink()


def write_change_folder(model: Path, card: ChangeCard, folder: Path) -> OnnxChangeDetector:
    """Write `model.onnx` with the card inside and `card.json` beside it; then load it as the service will."""
    folder.mkdir(parents=True, exist_ok=True)
    graph = onnx.load(str(model))
    del graph.metadata_props[:]
    entry = graph.metadata_props.add()
    entry.key, entry.value = METADATA_KEY, card.content()
    data = graph.SerializeToString(deterministic=True)
    complete = card.model_copy(update={"sha256": hashlib.sha256(data).hexdigest()})
    (folder / MODEL_FILE).write_bytes(data)
    (folder / CARD_FILE).write_text(complete.model_dump_json(indent=2) + "\n", encoding="utf-8")
    return OnnxChangeDetector(folder)


def _trace(model: nn.Module, example: tuple[Tensor, Tensor], path: Path) -> None:
    """Trace through TorchScript: the side is fixed, so that shapes become the constants its warnings speak of."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model,
            example,
            path,
            input_names=list(INPUT_NAMES),
            output_names=[OUTPUT_NAME],
            opset_version=OPSET,
            dynamo=False,
        )
