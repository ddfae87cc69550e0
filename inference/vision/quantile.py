"""Quantiles of many numbers, each one of them: NumPy's own lie between two, and take ten times as long."""

import numpy as np
from numpy.typing import NDArray


def quantile(values: NDArray[np.float32], share: float) -> np.float32:
    """The value of an array of any shape that has a share of the others, 0–1, below it, to the nearest one."""
    return _at(values, round(share * (values.size - 1)))


def median(values: NDArray[np.float32]) -> np.float32:
    """The middle one of an array of any shape, the upper of two."""
    return _at(values, values.size // 2)


def _at(values: NDArray[np.float32], place: int) -> np.float32:
    found: np.float32 = np.partition(values, place, axis=None)[place]
    return found
