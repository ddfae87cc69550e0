"""Pieces of masks, as SciPy finds them."""

import numpy as np
import pytest
from scipy import ndimage

from inference.vision.change.mask import Mask
from inference.vision.change.pieces import fill_holes, keep_large, label_pieces

SHAPES = [(1, 1), (37, 61), (96, 128)]


def blots(shape: tuple[int, int], softness: float) -> Mask:
    noise = ndimage.gaussian_filter(np.random.default_rng(1).random(shape), softness)
    return noise > np.median(noise)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("softness", [0, 1, 4])
@pytest.mark.parametrize("corners", [False, True])
def test_pieces_are_those_of_scipy(shape: tuple[int, int], softness: float, corners: bool) -> None:
    mask = blots(shape, softness)
    expected, count = ndimage.label(mask, np.ones((3, 3)) if corners else None)
    labels, found = label_pieces(mask, corners=corners)
    assert found == count
    assert (labels == expected).all()


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("softness", [0, 1, 4])
def test_holes_are_those_of_scipy(shape: tuple[int, int], softness: float) -> None:
    mask = blots(shape, softness)
    assert (fill_holes(mask) == ndimage.binary_fill_holes(mask)).all()


def test_mask_of_nothing_has_no_pieces_and_a_full_one_has_one() -> None:
    nothing = np.zeros((5, 7), dtype=np.bool_)
    assert label_pieces(nothing)[1] == 0
    assert label_pieces(~nothing)[1] == 1


def test_crumbs_go_and_holes_are_filled() -> None:
    mask = np.zeros((20, 20), dtype=np.bool_)
    mask[2:12, 3:13] = True
    whole = mask.copy()
    mask[5, 5] = False
    mask[15:17, 15:17] = True
    assert (keep_large(mask, share=0.05) == whole).all()
    assert keep_large(mask, share=0.04).sum() == 104
    assert not keep_large(mask, share=0.05, area=101).any()
