"""A camera that moved a little between two photos."""

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageFilter
from skimage.registration import phase_cross_correlation

from inference.vision.change.frames import LEAST_STRENGTH, correlate_phase, find_shift, move, reduce_to, shrink

SIZE = (320, 240)


def draw_shelf(*, size: tuple[int, int] = SIZE, seen_from: tuple[float, float] = (0, 0)) -> Image.Image:
    noise = np.random.default_rng(1).integers(0, 255, (size[1] + 40, size[0] + 40, 3), dtype=np.uint8)
    shelf = Image.fromarray(noise).filter(ImageFilter.GaussianBlur(2))
    left, top = 20 + seen_from[0], 20 + seen_from[1]
    return shelf.resize(size, Image.Resampling.BICUBIC, box=(left, top, left + size[0], top + size[1]))


def difference(first: Image.Image, second: Image.Image) -> float:
    return float(np.abs(np.asarray(first, dtype=float) - np.asarray(second, dtype=float)).mean())


@pytest.mark.parametrize("place", [(5, -4), (-6, 3), (2, 8)])
def test_small_shift_is_undone_up_to_the_border(place: tuple[float, float]) -> None:
    before, after = draw_shelf(), draw_shelf(seen_from=place)
    aligned = move(before, find_shift(before, after), onto=after)
    assert difference(aligned, after) < 0.3 * difference(before, after)


@pytest.mark.parametrize("place", [(0, 0), (5.3, -4.2), (-6, 3), (2, 7.9)])
def test_shift_is_that_of_scikit_image(place: tuple[float, float]) -> None:
    first, second = (shrink(frame, 128).mean(2) for frame in (draw_shelf(), draw_shelf(seen_from=place)))
    expected = phase_cross_correlation(second, first, upsample_factor=8)[0]
    assert correlate_phase(first, second)[0] == pytest.approx(expected)


def test_other_place_is_left_where_it_is() -> None:
    before = draw_shelf()
    assert find_shift(before, ImageChops.offset(before, 90, 60)) == (0, 0)


def test_frames_with_nothing_in_common_stay_where_they_are() -> None:
    first, second = (np.random.default_rng(seed).random((96, 128), dtype=np.float32) for seed in (1, 2))
    assert correlate_phase(first, second)[1] < LEAST_STRENGTH < correlate_phase(first, first)[1]


@pytest.mark.parametrize(
    ("size", "reduced"), [((640, 480), (320, 240)), ((383, 383), (383, 383)), ((1024, 768), (256, 192))]
)
def test_frame_is_reduced_as_far_as_enough_pixels_stay(size: tuple[int, int], reduced: tuple[int, int]) -> None:
    assert reduce_to(Image.new("RGB", size), 192).size == reduced
