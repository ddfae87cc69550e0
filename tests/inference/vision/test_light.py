"""The light of a photo."""

import numpy as np
import pytest

from catalog.cielab import lab_to_lch, srgb_to_lab
from inference.vision.light import even_out


def photo(*, ground: tuple[int, int, int], subject: tuple[int, int, int]) -> np.ndarray:
    """CIELAB of a square on a ground."""
    pixels = np.full((96, 96, 3), ground, dtype=np.uint8)
    pixels[30:66, 30:66] = subject
    return srgb_to_lab(pixels)


def test_tint_of_what_should_be_grey_shrinks() -> None:
    lab = photo(ground=(215, 200, 175), subject=(200, 40, 30))
    before, after = (float(lab_to_lch(each).chroma[0, 0]) for each in (lab, even_out(lab)))
    assert after < 0.7 * before


def test_warm_light_is_taken_off_the_subject_as_well() -> None:
    lab = photo(ground=(225, 207, 180), subject=(230, 90, 35))
    before, after = (float(lab_to_lch(each).hue[48, 48]) for each in (lab, even_out(lab)))
    assert after < before - 1


def test_dim_photo_is_brightened_within_a_limit() -> None:
    lab = photo(ground=(60, 60, 60), subject=(120, 120, 120))
    assert float(even_out(lab)[48, 48, 0]) == pytest.approx(1.35 * float(lab[48, 48, 0]), rel=0.01)


def test_photo_in_good_light_without_grey_stays_as_it_is() -> None:
    lab = photo(ground=(240, 220, 40), subject=(200, 40, 30))
    assert even_out(lab) is lab
