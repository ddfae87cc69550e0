"""An item is looked at from four sides."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from inference.vision.change.naming import combine, name_item
from inference.vision.classifier import Outputs
from inference.vision.onnx_classifier import OnnxClassifier


def outputs(logits: list[float], nearness: float | None = None) -> Outputs:
    maps = np.full((2, 1, 1), logits[0], dtype=np.float32)
    near = None if nearness is None else np.float32(nearness)
    return Outputs(np.array(logits, dtype=np.float32), np.array(logits, dtype=np.float32), maps, near)


def draw_pepper() -> Image.Image:
    crop = Image.new("RGB", (300, 300), "#EBEBEB")
    draw = ImageDraw.Draw(crop)
    draw.ellipse((70, 60, 230, 260), fill="#C8281E")
    draw.rectangle((140, 30, 160, 80), fill="#2E7D22")
    return crop


def test_turned_item_is_named_alike(repository: Path) -> None:
    classifier = OnnxClassifier(repository / "models" / "vegetables")
    upright, turned = (name_item(classifier, crop) for crop in (draw_pepper(), draw_pepper().rotate(90)))
    assert (upright.label, upright.known) == (turned.label, turned.known)
    assert upright.score == pytest.approx(turned.score, abs=0.02)


def test_item_that_is_known_in_one_view_is_known() -> None:
    both = combine([outputs([1, 0], 0.9), outputs([0, 4], 0.5)])
    assert both.logits.tolist() == [0.5, 2]
    assert both.nearness == pytest.approx(0.9)
    assert both.maps.max() == 1
    assert combine([outputs([1, 0]), outputs([0, 4])]).nearness is None
