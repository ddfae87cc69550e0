"""Opening and closing of a mask, and its rim: Serra 1982, "Image analysis and mathematical morphology", chapter 2."""

import numpy as np

from inference.vision.change.mask import Mask

CROSS = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]], dtype=np.bool_)


def open_mask(mask: Mask, radius: int) -> Mask:
    """Drop what a disk of a radius does not fit into."""
    return dilate(erode(mask, disk(radius)), disk(radius))


def close_mask(mask: Mask, radius: int) -> Mask:
    """Add what a disk of a radius does not fit between."""
    return erode(dilate(mask, disk(radius)), disk(radius))


def rim(mask: Mask) -> Mask:
    """The pixels on either side of its border."""
    return dilate(mask, CROSS) & ~erode(mask, CROSS)


def disk(radius: int) -> Mask:
    """The pixels (2r + 1, 2r + 1) no further than `radius` from the middle."""
    y, x = np.mgrid[-radius : radius + 1, -radius : radius + 1]
    whole: Mask = y**2 + x**2 <= radius**2
    return whole


def dilate(mask: Mask, footprint: Mask) -> Mask:
    """Set each pixel that an odd, symmetric footprint joins to one of the mask, which is mirrored at its border."""
    height, width = mask.shape
    wide = np.pad(mask, len(footprint) // 2, mode="symmetric")
    grown = np.zeros_like(mask)
    for y, x in np.argwhere(footprint).tolist():
        grown |= wide[y : y + height, x : x + width]
    return grown


def erode(mask: Mask, footprint: Mask) -> Mask:
    """Keep each pixel whose footprint lies in the mask."""
    return ~dilate(~mask, footprint)
