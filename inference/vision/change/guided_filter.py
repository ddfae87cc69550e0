"""Let a small mask follow the edges of the photo that it was made from.

He, Sun & Tang 2013, "Guided image filtering", equations 14–16 (a guide with colours), in the fast form of He & Sun 2015
(arXiv:1505.00996): the planes are fitted in half the pixels of the mask and applied in those of the photo.
"""

from math import ceil

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from inference.vision.change.mask import Box, Mask, bounding_box
from inference.vision.change.window import box_weights, smooth
from inference.vision.quantile import quantile

Pixels = NDArray[np.float32]

# the window's radius as a share of the longer side, and ε: the best of a dozen on composed training pairs
RADIUS_SHARE = 0.05
SUBSAMPLING = 2
EPSILON = 5e-4
REACH = 3
HALF, LEAST_LEVEL = 0.5, 0.4
COLORS = 3


def follow_edges(mask: Mask, photo: Image.Image) -> Mask:
    """Enlarge a mask (h, w) to the photo's pixels (H, W) so that it ends where the photo has an edge."""
    grown = np.zeros((photo.height, photo.width), dtype=np.bool_)
    if not mask.any():
        return grown
    radius = max(2, round(RADIUS_SHARE * max(mask.shape) / SUBSAMPLING))
    box = _surroundings(mask, REACH * radius * SUBSAMPLING)
    left, top, right, bottom = _in_photo(box, mask, photo)
    part = photo.crop((left, top, right, bottom))
    size = ceil((box[2] - box[0]) / SUBSAMPLING), ceil((box[3] - box[1]) / SUBSAMPLING)
    guide = _to_pixels(part.resize(size, Image.Resampling.BOX, reducing_gap=2.0))
    shares = _to_pixels(Image.fromarray(mask).convert("L").resize(size, Image.Resampling.BOX, box=box))
    planes = fit_planes(guide, shares, radius)
    fine, pixels = _enlarge(planes[..., COLORS], part.size), _to_pixels(part)
    for channel in range(COLORS):
        fine = fine + _enlarge(planes[..., channel], part.size) * pixels[..., channel]
    grown[top:bottom, left:right] = fine > _level(fine, mask, photo)
    return grown


def fit_planes(guide: Pixels, shares: Pixels, radius: int) -> Pixels:
    """Fit, in the windows round each pixel, the shares as a linear function of the guide's colours.

    Args:
        guide: float32 (h, w, 3), 0–1.
        shares: float32 (h, w), 0–1.
        radius: of the square windows, in pixels.

    Returns:
        float32 (h, w, 4): the mean slopes for the three colours, and the mean offset.
    """
    products = (guide[..., :, None] * guide[..., None, :]).reshape(*shares.shape, COLORS * COLORS)
    means = smooth(np.dstack([guide, shares, guide * shares[..., None], products]), box_weights(radius), brim="edge")
    color, share, joint = means[..., :COLORS], means[..., COLORS], means[..., COLORS + 1 : 2 * COLORS + 1]
    spread = means[..., 2 * COLORS + 1 :].reshape(*shares.shape, COLORS, COLORS)
    covariance = spread - color[..., :, None] * color[..., None, :] + EPSILON * np.eye(COLORS, dtype=np.float32)
    slopes = np.linalg.solve(covariance, (joint - color * share[..., None])[..., None])[..., 0]
    offset = share - (slopes * color).sum(-1)
    return smooth(np.dstack([slopes, offset]), box_weights(radius), brim="edge")


def _level(shares: Pixels, mask: Mask, photo: Image.Image) -> float:
    """Half, or less where half would take pixels away from a mask that is thin or torn."""
    kept = mask.mean() * photo.width * photo.height / shares.size
    return float(np.clip(quantile(shares, max(0.0, 1 - kept)), LEAST_LEVEL, HALF))


def _surroundings(mask: Mask, reach: int) -> Box:
    left, top, right, bottom = bounding_box(mask)
    height, width = mask.shape
    return max(0, left - reach), max(0, top - reach), min(width, right + reach), min(height, bottom + reach)


def _in_photo(box: Box, mask: Mask, photo: Image.Image) -> Box:
    x, y = photo.width / mask.shape[1], photo.height / mask.shape[0]
    return round(box[0] * x), round(box[1] * y), round(box[2] * x), round(box[3] * y)


def _to_pixels(photo: Image.Image) -> Pixels:
    return np.asarray(photo, dtype=np.float32) / np.float32(255)


def _enlarge(plane: Pixels, size: tuple[int, int]) -> Pixels:
    whole = Image.fromarray(np.ascontiguousarray(plane))
    return np.asarray(whole.resize(size, Image.Resampling.BILINEAR))
