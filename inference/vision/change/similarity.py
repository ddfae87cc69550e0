"""How alike two frames are round each pixel, and where likeness ends."""

import numpy as np

from inference.vision.change.frames import Frame
from inference.vision.change.window import gaussian_weights, smooth

SIGMA, RADIUS = 1.5, 5
LUMINANCE, CONTRAST = 0.01**2, 0.03**2
BINS = 256


def structural_similarity(first: Frame, second: Frame) -> Frame:
    """Structural similarity, −1…1, of two frames (h, w, C), 0–1, by pixel and channel.

    Wang et al. 2004, "Image quality assessment: from error visibility to structural similarity", equation 13, with
    the weights, the constants and the brim of scikit-image.
    """
    maps = [first, second, first * first, second * second, first * second]
    means = smooth(np.concatenate(maps, axis=2), gaussian_weights(SIGMA, RADIUS), brim="symmetric")
    one, other, squares, others, products = np.split(means, len(maps), axis=2)
    luminance = (2 * one * other + LUMINANCE) / (one * one + other * other + LUMINANCE)
    spread = (squares - one * one) + (others - other * other) + CONTRAST
    structure = (2 * (products - one * other) + CONTRAST) / spread
    return (luminance * structure).astype(np.float32, copy=False)


def otsu_threshold(values: Frame) -> float:
    """The level that parts values into the two classes whose means lie furthest apart.

    Otsu 1979, "A threshold selection method from gray-level histograms", equation 18; the levels are those of a
    histogram of 256 bins.
    """
    # in float32 the borders of the bins coincide where two flat frames are compared
    counts, borders = np.histogram(values.astype(np.float64), bins=BINS)
    levels = (borders[:-1] + borders[1:]) / 2
    below, above = np.cumsum(counts)[:-1], np.cumsum(counts[::-1])[::-1][1:]
    sums = np.cumsum(counts * levels)
    apart = sums[:-1] / np.maximum(below, 1) - (sums[-1] - sums[:-1]) / np.maximum(above, 1)
    return float(levels[int(np.argmax(below * above * apart**2))])
