"""From torch to a served model: ONNX, int8, card; refused where the files disagree with what was trained."""

import hashlib
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from numpy.typing import NDArray
from onnxruntime.quantization import (
    CalibrationDataReader,
    CalibrationMethod,
    QuantFormat,
    QuantType,
    quantize_static,
)
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from inference.vision.model_card import CARD_FILE, METADATA_KEY, MODEL_FILE, ModelCard
from inference.vision.onnx_classifier import INPUT_NAME, NEARNESS_NAME, OUTPUT_NAMES, OnnxClassifier
from training.errors import ExportError
from training.models.recogniser import Recogniser

OPSET = 17
PARITY_TOLERANCE = 1e-4
MOST_LOST = 0.005
ROUNDING = 1e-9
FLOAT_FILE = "float.onnx"


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


class _Photos(CalibrationDataReader):  # type: ignore[misc]  # onnxruntime is untyped
    """Feeds photos to the calibration of the quantiser, one at a time."""

    def __init__(self, photos: Iterable[NDArray[np.float32]]) -> None:
        self._photos: Iterator[NDArray[np.float32]] = iter(photos)

    def get_next(self) -> dict[str, NDArray[np.float32]] | None:
        """The next photo."""
        photo = next(self._photos, None)
        return None if photo is None else {INPUT_NAME: photo}


def export_float(
    model: Recogniser, photos: NDArray[np.float32], folder: Path, *, prototypes: NDArray[np.float32] | None = None
) -> Path:
    """Write float32 ONNX and check it against torch on real photos (N, 3, S, S).

    Raises:
        ExportError: logits differ by more than the tolerance.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FLOAT_FILE
    model = model.to(memory_format=torch.contiguous_format).eval()  # type: ignore[call-overload]  # missing from the stubs
    inputs = torch.from_numpy(photos)
    known = None if prototypes is None else torch.from_numpy(prototypes)
    _trace(_Served(model, known).eval(), inputs[:1], path, [*OUTPUT_NAMES, *([] if known is None else [NEARNESS_NAME])])
    with torch.inference_mode():
        expected = model(inputs).numpy()
    session = onnxruntime.InferenceSession(str(path))
    actual = np.concatenate([session.run(["logits"], {INPUT_NAME: photo[np.newaxis]})[0] for photo in photos])
    worst = float(np.abs(expected - actual).max())
    if worst > PARITY_TOLERANCE:
        raise ExportError(f"ONNX and torch disagree by {worst:.6f} in a logit; at most {PARITY_TOLERANCE} is allowed")
    return path


def check_loss(float_accuracy: float, quantised_accuracy: float, *, photos: int) -> None:
    """Refuse an int8 model that lost more than half a point; of a small set, more than one of its photos.

    Raises:
        ExportError: it did.
    """
    lost = float_accuracy - quantised_accuracy
    allowed = max(MOST_LOST, 1 / photos)
    if lost > allowed + ROUNDING:
        raise ExportError(f"int8 loses {lost:.1%} of accuracy ({float_accuracy:.1%} in float); at most {allowed:.1%}")


def _trace(model: nn.Module, example: Tensor, path: Path, outputs: list[str]) -> None:
    """Trace through TorchScript: the side is fixed, so that paddings become the constants its warnings speak of."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model,
            (example,),
            path,
            input_names=[INPUT_NAME],
            output_names=outputs,
            opset_version=OPSET,
            dynamo=False,
        )


def quantize(float_model: Path, photos: Iterable[NDArray[np.float32]], target: Path) -> None:
    """Write int8: static QDQ, activations uint8, weights int8 by channel; the head stays in float32.

    Signed activations and dynamic int8 are slower than float32 on CPUs without VNNI; see docs/performance.md.
    """
    prepared = float_model.with_suffix(".prepared.onnx")
    quant_pre_process(str(float_model), str(prepared), skip_symbolic_shape=True)
    quantize_static(
        str(prepared),
        str(target),
        _Photos(photos),
        quant_format=QuantFormat.QDQ,
        activation_type=QuantType.QUInt8,
        weight_type=QuantType.QInt8,
        per_channel=True,
        op_types_to_quantize=["Conv", "Add", "Clip", "Relu"],
        calibrate_method=CalibrationMethod.MinMax,
        extra_options={"ActivationSymmetric": False, "WeightSymmetric": True},
    )
    prepared.unlink()


def write_folder(model: Path, card: ModelCard, folder: Path) -> ModelCard:
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
    OnnxClassifier(folder)
    return complete
