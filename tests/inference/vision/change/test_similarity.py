"""Likeness and morphology, as scikit-image has them."""

import numpy as np
import pytest
from scipy import ndimage
from skimage import filters, metrics, morphology, segmentation

from inference.vision.change.mask import Mask
from inference.vision.change.morphology import close_mask, open_mask, rim
from inference.vision.change.similarity import otsu_threshold, structural_similarity

RANDOM = np.random.default_rng(1)
FRAMES = RANDOM.random((2, 40, 60, 3), dtype=np.float32)
FLAT = FRAMES[0, ..., 0]


def blots() -> Mask:
    noise = ndimage.gaussian_filter(RANDOM.random((60, 80)), 2)
    return noise > np.median(noise)


def test_similarity_is_that_of_scikit_image() -> None:
    first, second = FRAMES[0], (FRAMES[0] + 0.3 * FRAMES[1]) / 1.3
    expected = metrics.structural_similarity(
        first,
        second,
        channel_axis=2,
        data_range=1.0,
        gaussian_weights=True,
        sigma=1.5,
        use_sample_covariance=False,
        full=True,
    )[1]
    assert np.abs(structural_similarity(first, second) - expected).max() < 1e-3


@pytest.mark.parametrize("values", [FLAT, FLAT**3, np.concatenate([FLAT, FLAT * 0.1 + 2])])
def test_threshold_is_that_of_scikit_image(values: "np.typing.NDArray[np.float32]") -> None:
    assert otsu_threshold(values) == pytest.approx(filters.threshold_otsu(values))


def test_threshold_of_values_that_hardly_differ_lies_among_them() -> None:
    values = np.array([1, 1 + 1e-7], dtype=np.float32)
    assert values[0] <= otsu_threshold(values) <= values[1]


@pytest.mark.parametrize("radius", [2, 4])
def test_opening_and_closing_are_those_of_scikit_image(radius: int) -> None:
    mask, disk = blots(), morphology.disk(radius)
    assert (open_mask(mask, radius) == morphology.opening(mask, disk)).all()
    assert (close_mask(mask, radius) == morphology.closing(mask, disk)).all()


def test_rim_is_that_of_scikit_image() -> None:
    mask = blots()
    assert (rim(mask) == segmentation.find_boundaries(mask, mode="thick")).all()
