"""An ONNX file must answer as torch does."""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import nn

from training.errors import ExportError
from training.models.efficientnet_lite import SameConv
from training.shipping.onnx_file import check_parity, merge_paddings, trace

FEED = {"photo": np.ones((1, 3), dtype=np.float32)}


def test_file_that_answers_as_torch_does_is_accepted(tmp_path: Path) -> None:
    path = trace(nn.Softmax(dim=1), FEED, tmp_path, outputs=["shares"])
    check_parity(path, "shares", [FEED], [np.full((1, 3), 1 / 3, dtype=np.float32)])


def test_file_that_answers_otherwise_is_refused(tmp_path: Path) -> None:
    path = trace(nn.Softmax(dim=1), FEED, tmp_path, outputs=["shares"])
    with pytest.raises(ExportError, match=r"disagree by 0\.0010\d\d in shares"):
        check_parity(path, "shares", [FEED], [np.full((1, 3), 1 / 3 + 0.001, dtype=np.float32)])


def test_padding_before_a_convolution_becomes_its_own(tmp_path: Path) -> None:
    torch.manual_seed(1)
    photo = torch.rand(1, 3, 16, 16)
    path = trace(SameConv(3, 4, 3, stride=2).eval(), {"photo": photo.numpy()}, tmp_path, outputs=["shares"])
    quant_pre_process(str(path), str(path), skip_symbolic_shape=True)
    expected = onnxruntime.InferenceSession(str(path)).run(None, {"photo": photo.numpy()})
    assert "Pad" in operators(path)
    merge_paddings(path)
    assert operators(path) == ["Conv"]
    check_parity(path, "shares", [{"photo": photo.numpy()}], expected)


def operators(path: Path) -> list[str]:
    return [node.op_type for node in onnx.load(str(path)).graph.node]
