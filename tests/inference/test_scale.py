"""Two photos of a tray, before and after."""

import io
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageDraw

from inference.errors import FramesMismatch, ModelNotFound
from inference.resources import build_analyst
from inference.scale import count_runs, weigh
from inference.settings import InferenceSettings
from inference.vision.change.finding import NEUTRAL, Change, enlarge, find_change
from inference.vision.change.registry import ChangeDetectors
from inference.vision.change.ssim import SsimDetector
from tests.contract.test_cli import greengrocer
from training.data.things import cut_from_white

DISC = (150, 90, 230, 170)


def find_added(before: Image.Image, after: Image.Image) -> Change:
    return find_change(SsimDetector(), before, after)


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


def test_frames_of_other_sizes_but_one_shape_are_compared() -> None:
    change = find_added(tray().resize((640, 480)), with_disc(tray(seed=2)))
    assert change.kind == "added"
    assert change.mask.shape == (240, 320)


def test_two_places_are_no_change_of_one() -> None:
    random = np.random.default_rng(3)
    elsewhere = Image.fromarray(random.integers(0, 255, (24, 32, 3), dtype=np.uint8)).resize((320, 240))
    with pytest.raises(FramesMismatch, match="of one place"):
        find_added(tray(), elsewhere)


def test_disc_that_lies_elsewhere_was_moved() -> None:
    moved = tray(seed=2)
    ImageDraw.Draw(moved).ellipse((30, 30, 110, 110), fill="#C8281E")
    change = find_added(with_disc(tray()), moved)
    assert change.kind == "moved"
    assert change.box
    assert np.abs(np.array(change.box) - (30, 30, 110, 110)).max() < 8


def test_small_shift_of_the_camera_is_no_change() -> None:
    shifted = ImageChops.offset(with_disc(tray()), 4, -3)
    assert find_added(with_disc(tray()), shifted).kind == "none"


def test_box_and_mask_are_told_in_the_pixels_of_the_whole_photo() -> None:
    small = find_added(tray(), with_disc(tray(seed=2)))
    large = enlarge(small, (640, 480))
    assert large.mask.shape == (480, 640)
    assert large.box == tuple(2 * edge for edge in small.box or ())


def test_run_lengths_draw_the_mask_again() -> None:
    change = find_added(tray(), with_disc(tray(seed=2)))
    runs = count_runs(change)
    drawn = np.repeat(np.arange(len(runs)) % 2, runs).reshape(change.mask.shape, order="F")
    assert (drawn == (change.mask > 0)).all()


def test_crop_is_a_square_around_the_item_on_neutral_ground() -> None:
    crop = find_added(tray(), with_disc(tray(seed=2))).crop
    assert crop is not None
    assert crop.width == crop.height
    assert crop.getpixel((1, 1)) == NEUTRAL
    assert crop.getpixel((crop.width // 2, crop.height // 2)) == (200, 40, 30)


def test_network_that_is_not_there_is_named(tmp_path: Path) -> None:
    detectors = ChangeDetectors(tmp_path)
    assert detectors.methods == ["ssim"]
    assert detectors.get().method == "ssim"
    with pytest.raises(ModelNotFound, match="changeformer"):
        detectors.get("changeformer")


def test_command_says_what_was_added(tmp_path: Path) -> None:
    tray().save(tmp_path / "before.png")
    with_disc(tray(seed=2)).save(tmp_path / "after.png")
    arguments = ("added", "before.png", "after.png", "--json", "--mask", "mask.png")
    answer = json.loads(greengrocer(tmp_path, *arguments).stdout)
    expected = ["changed", "kind", "mask_fraction", "box", "label", "score", "known", "colors", "method"]
    assert list(answer) == expected
    assert (answer["changed"], answer["kind"]) == (True, "added")
    assert answer["method"] == ChangeDetectors(InferenceSettings().models_dir).methods[0]
    assert answer["colors"]["basic"]["name"] == "red"
    assert np.asarray(Image.open(tmp_path / "mask.png")).shape == (240, 320)


def test_identical_frames_mean_nothing_was_added(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    tray().save(buffer, "PNG")
    (tmp_path / "a.png").write_bytes(buffer.getvalue())
    answer = json.loads(greengrocer(tmp_path, "added", "a.png", "a.png", "--json").stdout)
    assert (answer["changed"], answer["kind"], answer["box"], answer["label"]) == (False, "none", None, None)


def put(ground: Image.Image, item: Image.Image, x: int, y: int) -> bytes:
    """The frame with a thing on it, as PNG."""
    frame = ground.resize((960, 720))
    frame.paste(item, (x, y), item)
    buffer = io.BytesIO()
    frame.save(buffer, "PNG")
    return buffer.getvalue()


def cut_out(path: Path) -> Image.Image:
    item = cut_from_white(Image.open(path))
    assert item is not None
    return item.resize((240, round(240 * item.height / item.width)))


def test_thing_that_took_the_place_of_another_was_added_and_not_moved(shared_data: Path) -> None:
    icons = shared_data / "icons" / "Vegetables"
    potato, tomato = (cut_out(icons / f"{name}_Iconic.jpg") for name in ("Solid-Potato", "Regular-Tomato"))
    analyst = build_analyst(InferenceSettings())
    before = put(tray(), potato, 80, 80)
    swapped = weigh(analyst, before, put(tray(seed=2), tomato, 600, 380), domain="vegetables")
    moved = weigh(analyst, before, put(tray(seed=2), potato, 600, 380), domain="vegetables")
    assert (swapped.change.kind, moved.change.kind) == ("added", "moved")
    assert swapped.change.box
    assert swapped.change.box[0] > 500
