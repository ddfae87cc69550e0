"""An ONNX file on its way to the service: traced from torch and checked against it, quantised, sealed with its card."""

import hashlib
import logging
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import nn

from inference.vision.model_card import CARD_FILE, METADATA_KEY, MODEL_FILE, SealedCard
from training.errors import ExportError

Feed = dict[str, NDArray[np.float32]]

OPSET = 20  # the first that has Gelu as one operator
PARITY_TOLERANCE = 1e-4
FLOAT_FILE = "float.onnx"
QUANTISED_FILE = "int8.onnx"


def trace(model: nn.Module, feed: Feed, folder: Path, *, outputs: Sequence[str]) -> Path:
    """Write a model as float32 ONNX: its inputs are named and shaped as the feed's, in the feed's order.

    Through TorchScript: the side is fixed, so that paddings and shapes become the constants its warnings speak of.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FLOAT_FILE
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model,
            tuple(torch.from_numpy(value) for value in feed.values()),
            path,
            input_names=list(feed),
            output_names=list(outputs),
            opset_version=OPSET,
            dynamo=False,
        )
    return path


def check_parity(path: Path, output: str, feeds: Iterable[Feed], expected: Iterable[NDArray[np.float32]]) -> None:
    """Refuse a file that answers a feed otherwise than torch does.

    Raises:
        ExportError: a value differs by more than the tolerance.
    """
    session = onnxruntime.InferenceSession(str(path))
    for feed, answer in zip(feeds, expected, strict=True):
        worst = float(np.abs(answer - session.run([output], feed)[0]).max())
        if worst > PARITY_TOLERANCE:
            raise ExportError(
                f"ONNX and torch disagree by {worst:.6f} in {output}; at most {PARITY_TOLERANCE} is allowed"
            )


def quantize(float_model: Path, feeds: Iterable[Feed]) -> Path:
    """Write int8 beside a float model: static QDQ, activations uint8, weights int8 by channel; the head stays float32.

    Signed activations and dynamic int8 are slower than float32 on CPUs without VNNI; see docs/performance.md.
    """
    prepared, target = float_model.with_suffix(".prepared.onnx"), float_model.with_name(QUANTISED_FILE)
    quant_pre_process(str(float_model), str(prepared), skip_symbolic_shape=True)
    merge_paddings(prepared)
    with _hush_scales():
        quantize_static(
            str(prepared),
            str(target),
            _Feeds(feeds),
            quant_format=QuantFormat.QDQ,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["Conv", "Add", "Clip", "Relu"],
            calibrate_method=CalibrationMethod.MinMax,
            extra_options={"ActivationSymmetric": False, "WeightSymmetric": True},
        )
    prepared.unlink()
    return target


def merge_paddings(path: Path) -> None:
    """Let convolutions pad their input themselves: amid int8, a Pad of its own would be one in float32."""
    model = onnx.load(str(path))
    graph = model.graph
    paddings = _find_paddings(graph)
    for node in [node for node in graph.node if node.op_type == "Conv" and node.input[0] in paddings]:
        padding, around = paddings[node.input[0]]
        own = next(attribute for attribute in node.attribute if attribute.name == "pads")
        own.ints[:] = [int(inner + outer) for inner, outer in zip(own.ints, around, strict=True)]
        node.input[0] = padding.input[0]
        graph.node.remove(padding)
    read = {name for node in graph.node for name in node.input}
    for constant in [constant for constant in graph.initializer if constant.name not in read]:
        graph.initializer.remove(constant)
    onnx.save(model, str(path))


def seal(model: Path, card: SealedCard, folder: Path) -> None:
    """Write `model.onnx` with the card inside, and `card.json` with the hash of that file beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    graph = onnx.load(str(model))
    del graph.metadata_props[:]
    entry = graph.metadata_props.add()
    entry.key, entry.value = METADATA_KEY, card.content()
    data = graph.SerializeToString(deterministic=True)
    complete = card.model_copy(update={"sha256": hashlib.sha256(data).hexdigest()})
    (folder / MODEL_FILE).write_bytes(data)
    (folder / CARD_FILE).write_text(complete.model_dump_json(indent=2) + "\n", encoding="utf-8")


@contextmanager
def _hush_scales() -> Iterator[None]:
    """Leave out what the quantiser writes to the root logger for each channel whose scale it widens for a bias."""
    root = logging.getLogger()
    root.addFilter(_is_not_of_scales)
    try:
        yield
    finally:
        root.removeFilter(_is_not_of_scales)


def _is_not_of_scales(record: logging.LogRecord) -> bool:
    return not record.getMessage().startswith("Increased scale")


def _find_paddings(graph: onnx.GraphProto) -> dict[str, tuple[onnx.NodeProto, NDArray[np.int64]]]:
    """By its output, each Pad with zeros that one node reads, with (top, left, bottom, right)."""
    known = {constant.name: numpy_helper.to_array(constant) for constant in graph.initializer}
    readers = Counter(name for node in graph.node for name in node.input)
    return {
        node.output[0]: (node, known[node.input[1]].reshape(2, -1)[:, 2:].ravel())
        for node in graph.node
        if node.op_type == "Pad" and readers[node.output[0]] == 1 and node.input[1] in known
        if all(attribute.s == b"constant" for attribute in node.attribute) and not any(node.input[2:])
    }


class _Feeds(CalibrationDataReader):  # type: ignore[misc]  # onnxruntime is untyped
    """Hands feeds to the calibration of the quantiser, one at a time."""

    def __init__(self, feeds: Iterable[Feed]) -> None:
        self._feeds: Iterator[Feed] = iter(feeds)

    def get_next(self) -> Feed | None:
        """The next feed."""
        return next(self._feeds, None)
