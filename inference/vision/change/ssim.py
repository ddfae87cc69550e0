"""Change by structural similarity: no training, one threshold.

Wang et al. 2004, "Image quality assessment" (section III-B): luminance, contrast and structure are compared under a
Gaussian window. The frames are brought to one light first.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from inference.vision.change.detector import ChangeMaps, Method
from inference.vision.change.frames import Frame, equalise_light, shrink

# side, thresholds and radii are those that did best on composed training pairs; docs/added-item.md has the test's
LOOK_SIDE, ALIGN_SIDE = 128, 192
LEAST_DIFFERENCE = 0.35
LEAST_COLOR_CHANGE = 0.12
SMOOTHING = 0.75
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


def _unlike(first: Frame, second: Frame) -> NDArray[np.bool_]:
    """Otsu's threshold on the dissimilarity, but never below the one that was learnt from composed pairs."""
    from skimage.filters import gaussian, threshold_otsu
    from skimage.metrics import structural_similarity

    similarity = structural_similarity(
        first,
        second,
        channel_axis=2,
        data_range=1.0,
        gaussian_weights=True,
        sigma=1.5,
        use_sample_covariance=False,
        full=True,
    )[1].mean(2)
    difference = gaussian(1 - similarity, SMOOTHING)
    color = gaussian(np.abs(first - second).max(2), SMOOTHING)
    changed: NDArray[np.bool_] = (difference > max(LEAST_DIFFERENCE, float(threshold_otsu(difference)))) & (
        color > LEAST_COLOR_CHANGE
    )
    return changed


def _close(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Drop whatever a shift uncovered at the brim, and specks; close gaps and fill holes."""
    from scipy.ndimage import binary_fill_holes
    from skimage.morphology import closing, disk, opening

    brim = max(1, round(BRIM_SHARE * min(mask.shape)))
    inner = np.zeros_like(mask)
    inner[brim:-brim, brim:-brim] = mask[brim:-brim, brim:-brim]
    whole: NDArray[np.bool_] = binary_fill_holes(closing(opening(inner, disk(OPENING_RADIUS)), disk(CLOSING_RADIUS)))
    return whole


def _tell_direction(mask: NDArray[np.bool_], first: Frame, second: Frame) -> ChangeMaps:
    """Piece by piece: edges along the rim are the outline of the item where it lies."""
    from skimage.filters import sobel
    from skimage.measure import label
    from skimage.segmentation import find_boundaries

    pieces = label(mask)
    edges = [sobel(frame.mean(2)) for frame in (first, second)]
    rim = find_boundaries(mask, mode="thick")
    appeared = np.zeros_like(mask)
    for number in range(1, int(pieces.max()) + 1):
        own = pieces == number
        around = rim & own
        if edges[1][around].sum() >= edges[0][around].sum():
            appeared |= own
    return ChangeMaps(appeared, mask & ~appeared)
