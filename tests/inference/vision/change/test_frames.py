"""A camera that moved a little between two photos."""

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageFilter

from inference.vision.change.frames import align

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
    assert difference(align(before, after), after) < 0.3 * difference(before, after)


def test_other_place_is_left_where_it_is() -> None:
    before = draw_shelf()
    assert difference(align(before, ImageChops.offset(before, 90, 60)), before) == 0


def test_frame_of_another_size_takes_that_of_the_second() -> None:
    before = draw_shelf(size=(640, 480))
    after = before.resize(SIZE)
    assert align(before, after).size == SIZE
    assert difference(align(before, after), after) < 1
