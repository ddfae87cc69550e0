"""Which pixels of a frame are meant, and the box around them."""

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Box = tuple[int, int, int, int]


def bounding_box(mask: Mask) -> Box:
    """The least box (x0, y0, x1, y1), without x1 and y1, that holds all of a mask (h, w) that is not empty."""
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1
