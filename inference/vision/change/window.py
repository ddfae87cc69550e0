"""Weighted means over the window round each pixel, rows and columns apart, as products with banded matrices."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

Maps = NDArray[np.float32]
Weights = NDArray[np.float32]
Brim = Literal["edge", "symmetric"]


def smooth(maps: Maps, weights: Weights, *, brim: Brim) -> Maps:
    """Convolve maps (h, w, C) with symmetric weights (2r + 1,) along both axes; `brim` is numpy's way to pad them."""
    height, width, channels = maps.shape
    rows = _banded(height, weights, brim) @ maps.reshape(height, width * channels)
    smoothed: Maps = _banded(width, weights, brim) @ rows.reshape(height, width, channels)
    return smoothed


def box_weights(radius: int) -> Weights:
    """All alike; their sum is 1."""
    return np.full(2 * radius + 1, 1 / (2 * radius + 1), dtype=np.float32)


def gaussian_weights(sigma: float, radius: int) -> Weights:
    """A Gaussian, cut off at `radius`; their sum is 1."""
    bell = np.exp(-0.5 * (np.arange(-radius, radius + 1) / sigma) ** 2)
    weights: Weights = (bell / bell.sum()).astype(np.float32)
    return weights


def _banded(count: int, weights: Weights, brim: Brim) -> NDArray[np.float32]:
    """(count, count): the convolution of a padded row as a product with it."""
    radius = len(weights) // 2
    padded = np.pad(np.eye(count, dtype=np.float32), ((radius, radius), (0, 0)), mode=brim)
    shifted = np.lib.stride_tricks.sliding_window_view(padded, count, axis=0)
    matrix: NDArray[np.float32] = np.tensordot(weights, shifted, axes=(0, 0)).T
    return np.ascontiguousarray(matrix)
