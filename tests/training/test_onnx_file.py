"""An ONNX file must answer as torch does."""

from pathlib import Path

import numpy as np
import pytest
from torch import nn

from training.errors import ExportError
from training.onnx_file import check_parity, trace

FEED = {"photo": np.ones((1, 3), dtype=np.float32)}


def test_file_that_answers_as_torch_does_is_accepted(tmp_path: Path) -> None:
    path = trace(nn.Softmax(dim=1), FEED, tmp_path, outputs=["shares"])
    check_parity(path, "shares", [FEED], [np.full((1, 3), 1 / 3, dtype=np.float32)])


def test_file_that_answers_otherwise_is_refused(tmp_path: Path) -> None:
    path = trace(nn.Softmax(dim=1), FEED, tmp_path, outputs=["shares"])
    with pytest.raises(ExportError, match=r"disagree by 0\.0010\d\d in shares"):
        check_parity(path, "shares", [FEED], [np.full((1, 3), 1 / 3 + 0.001, dtype=np.float32)])
