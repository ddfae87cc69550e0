"""Means over windows, as SciPy computes them."""

import numpy as np
import pytest
from scipy import ndimage

from inference.vision.change.window import box_weights, gaussian_weights, smooth

MAPS = np.random.default_rng(1).random((20, 33, 4), dtype=np.float32)


@pytest.mark.parametrize("radius", [1, 4])
def test_box_is_that_of_scipy(radius: int) -> None:
    side = 2 * radius + 1
    expected = ndimage.uniform_filter(MAPS, (side, side, 1), mode="nearest")
    assert np.abs(smooth(MAPS, box_weights(radius), brim="edge") - expected).max() < 1e-6


def test_gaussian_is_that_of_scipy() -> None:
    expected = ndimage.gaussian_filter(MAPS, (1.5, 1.5, 0), truncate=3.5, mode="reflect")
    assert np.abs(smooth(MAPS, gaussian_weights(1.5, 5), brim="symmetric") - expected).max() < 1e-6
