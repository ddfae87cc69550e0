"""Two photos of a tray, before and after."""

import io
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from inference.errors import FramesMismatch
from inference.vision.change import find_added
from tests.contract.test_cli import greengrocer

DISC = (150, 90, 230, 170)


def tray(*, light: float = 1.0, seed: int = 1) -> Image.Image:
    random = np.random.default_rng(seed)
    boards = np.tile(np.linspace(120, 190, 40), 8)[None, :, None]
    noise = random.normal(0, 3, (240, 320, 3))
    return Image.fromarray(np.clip((boards + noise) * light, 0, 255).astype(np.uint8))


def with_disc(image: Image.Image) -> Image.Image:
    copy = image.copy()
    ImageDraw.Draw(copy).ellipse(DISC, fill="#C8281E")
    return copy


def truth() -> "np.typing.NDArray[np.bool_]":
    mask = Image.new("L", (320, 240))
    ImageDraw.Draw(mask).ellipse(DISC, fill=255)
    return np.asarray(mask) > 0


def test_added_item_is_found_to_the_pixel() -> None:
    change = find_added(tray(), with_disc(tray(light=0.93, seed=2)))
    found = change.mask > 0
    assert change.kind == "added"
    assert (found & truth()).sum() / (found | truth()).sum() > 0.8
    assert change.box
    assert np.abs(np.array(change.box) - DISC).max() < 8


def test_swapped_frames_mean_that_something_was_taken_away() -> None:
    assert find_added(with_disc(tray()), tray(seed=2)).kind == "removed"


@pytest.mark.parametrize("light", [0.85, 1.0, 1.15])
def test_another_light_is_no_change(light: float) -> None:
    assert find_added(tray(), tray(light=light, seed=2)).kind == "none"


def test_frames_of_other_shapes_and_darkness_are_refused() -> None:
    with pytest.raises(FramesMismatch, match="shapes"):
        find_added(tray(), tray().rotate(90, expand=True))
    with pytest.raises(FramesMismatch, match="dark"):
        find_added(tray(), Image.new("RGB", (320, 240)))


def test_command_says_what_was_added(tmp_path: Path) -> None:
    tray().save(tmp_path / "before.png")
    with_disc(tray(seed=2)).save(tmp_path / "after.png")
    arguments = ("added", "before.png", "after.png", "--json", "--mask", "mask.png")
    answer = json.loads(greengrocer(tmp_path, *arguments).stdout)
    expected = ["changed", "mask_fraction", "box", "label", "score", "known", "colors", "method"]
    assert list(answer) == expected
    assert (answer["changed"], answer["method"]) == (True, "ssim")
    assert answer["colors"]["basic"]["name"] == "red"
    assert np.asarray(Image.open(tmp_path / "mask.png")).shape == (240, 320)


def test_identical_frames_mean_nothing_was_added(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    tray().save(buffer, "PNG")
    (tmp_path / "a.png").write_bytes(buffer.getvalue())
    answer = json.loads(greengrocer(tmp_path, "added", "a.png", "a.png", "--json").stdout)
    assert (answer["changed"], answer["box"], answer["label"]) == (False, None, None)
