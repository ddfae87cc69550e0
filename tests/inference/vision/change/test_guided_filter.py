"""A small mask on a large photo."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from inference.vision.change.guided_filter import fit_planes, follow_edges
from inference.vision.change.mask import Mask

SIDE, SMALL = 256, 48
LEAF = (70, 60, 190, 200)


def draw_leaf(ground: str, leaf: str, *, mode: str = "RGB") -> Image.Image:
    photo = Image.new(mode, (SIDE, SIDE), ground)
    ImageDraw.Draw(photo).ellipse(LEAF, fill=leaf)
    return photo


def truth() -> Mask:
    return np.asarray(draw_leaf("black", "white", mode="L")) > 0


def coarse() -> Mask:
    """The truth in few pixels, and a pixel to the side."""
    small = Image.fromarray(truth()).convert("L").resize((SMALL, SMALL), Image.Resampling.BOX)
    return np.roll(np.asarray(small) > 127, 1, axis=1)


def iou(found: Mask) -> float:
    return float((found & truth()).sum() / (found | truth()).sum())


def enlarged(mask: Mask) -> Mask:
    return np.asarray(Image.fromarray(mask).resize((SIDE, SIDE), Image.Resampling.NEAREST))


@pytest.mark.parametrize(("ground", "leaf"), [("#806040", "#2E8B22"), ("#D0D0D0", "#B01020"), ("#307030", "#703030")])
def test_mask_ends_where_the_photo_has_an_edge(ground: str, leaf: str) -> None:
    assert iou(enlarged(coarse())) < 0.92
    assert iou(follow_edges(coarse(), draw_leaf(ground, leaf))) > 0.97


def test_torn_mask_loses_little() -> None:
    torn = coarse() & (np.random.default_rng(1).random((SMALL, SMALL)) < 0.46)
    found = follow_edges(torn, draw_leaf("#806040", "#2E8B22"))
    assert found.sum() > 0.9 * enlarged(torn).sum()


def test_photo_without_edges_leaves_the_mask_as_it_is() -> None:
    found = follow_edges(coarse(), Image.new("RGB", (SIDE, SIDE), "#888888"))
    assert (found & enlarged(coarse())).sum() / (found | enlarged(coarse())).sum() > 0.9


def test_nothing_stays_nothing() -> None:
    found = follow_edges(np.zeros((SMALL, SMALL), dtype=np.bool_), draw_leaf("#806040", "#2E8B22"))
    assert found.shape == (SIDE, SIDE)
    assert not found.any()


def test_shares_that_are_a_plane_of_the_colours_are_found_again() -> None:
    guide = np.random.default_rng(1).random((40, 60, 3), dtype=np.float32)
    shares = guide @ np.array([0.5, -0.3, 0.2], dtype=np.float32) + np.float32(0.3)
    planes = fit_planes(guide, shares, 5)
    again = (planes[..., :3] * guide).sum(-1) + planes[..., 3]
    assert np.abs(again - shares).max() < 0.02
