"""Change by structural similarity: no training, one threshold.

Wang et al. 2004, "Image quality assessment" (section III-B): luminance, contrast and structure are compared under a
Gaussian window. The frames are brought to one light first.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from inference.vision.change.detector import ChangeMaps, Method
from inference.vision.change.frames import Frame, equalise_light, shrink
from inference.vision.change.mask import Mask
from inference.vision.change.morphology import close_mask, open_mask, rim
from inference.vision.change.pieces import fill_holes, label_pieces
from inference.vision.change.similarity import otsu_threshold, structural_similarity
from inference.vision.change.window import gaussian_weights, smooth

# side, thresholds and radii are those that did best on composed training pairs; docs/added-item.md has the test's
LOOK_SIDE, ALIGN_SIDE = 128, 192
LEAST_DIFFERENCE = 0.35
LEAST_COLOR_CHANGE = 0.12
SMOOTHING, SMOOTHING_RADIUS = 0.75, 3
CLOSING_RADIUS, OPENING_RADIUS = 4, 2
BRIM_SHARE = 0.02


class SsimDetector:
    """Pixels whose neighbourhoods are unlike; the frame with the stronger outline around them holds the item."""

    method: Method = "ssim"
    side: int = ALIGN_SIDE

    def compare(self, before: Image.Image, after: Image.Image) -> ChangeMaps:
        """Compare two RGB frames."""
        second = shrink(after, LOOK_SIDE)
        first = equalise_light(shrink(before, LOOK_SIDE), second)
        return _tell_direction(_close(_unlike(first, second)), first, second)


def _unlike(first: Frame, second: Frame) -> Mask:
    """Otsu's threshold on the dissimilarity, but never below the one that was learnt from composed pairs."""
    difference = 1 - structural_similarity(first, second).mean(2)
    color = np.abs(first - second).max(2)
    soft = smooth(np.dstack([difference, color]), gaussian_weights(SMOOTHING, SMOOTHING_RADIUS), brim="edge")
    least = max(LEAST_DIFFERENCE, otsu_threshold(soft[..., 0]))
    changed: Mask = (soft[..., 0] > least) & (soft[..., 1] > LEAST_COLOR_CHANGE)
    return changed


def _close(mask: Mask) -> Mask:
    """Drop whatever a shift uncovered at the brim, and specks; close gaps and fill holes."""
    brim = max(1, round(BRIM_SHARE * min(mask.shape)))
    inner = np.zeros_like(mask)
    inner[brim:-brim, brim:-brim] = mask[brim:-brim, brim:-brim]
    return fill_holes(close_mask(open_mask(inner, OPENING_RADIUS), CLOSING_RADIUS))


def _tell_direction(mask: Mask, first: Frame, second: Frame) -> ChangeMaps:
    """Piece by piece: edges along the rim are the outline of the item where it lies."""
    pieces, count = label_pieces(mask, corners=True)
    border = rim(mask)
    strengths = [
        np.bincount(pieces[border], weights=_edges(frame)[border], minlength=count + 1) for frame in (first, second)
    ]
    is_new = strengths[1] >= strengths[0]
    is_new[0] = False
    appeared: Mask = is_new[pieces]
    return ChangeMaps(appeared, mask & ~appeared)


def _edges(frame: Frame) -> NDArray[np.float32]:
    """How steep the brightness is at each pixel."""
    down, right = np.gradient(frame.mean(2))
    steepness: NDArray[np.float32] = np.hypot(down, right)
    return steepness
