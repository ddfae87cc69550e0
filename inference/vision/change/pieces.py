"""The connected pieces of a mask, found by its runs.

He, Chao & Suzuki 2008, "A run-based two-scan labeling algorithm".
"""

import numpy as np
from numpy.typing import NDArray

from inference.vision.change.mask import Mask, bounding_box

Numbers = NDArray[np.intp]


def keep_large(mask: Mask, *, share: float, area: float = 0) -> Mask:
    """Keep the pieces of at least `area` pixels and a share of the largest one, with their holes filled."""
    kept = np.zeros_like(mask)
    if not mask.any():
        return kept
    left, top, right, bottom = bounding_box(mask)
    pieces, _ = label_pieces(fill_holes(mask[top:bottom, left:right]))
    areas = np.bincount(pieces.ravel())
    areas[0] = 0
    kept[top:bottom, left:right] = (areas >= max(area, share * areas.max(), 1))[pieces]
    return kept


def label_pieces(mask: Mask, *, corners: bool = False) -> tuple[Numbers, int]:
    """Number the pieces of a mask (h, w) from 1, by their first pixels, 0 elsewhere; and how many there are.

    Pixels touch along an edge, with `corners` also at a corner.
    """
    borders = np.flatnonzero(np.diff(np.pad(mask, ((0, 0), (1, 1))).ravel()))  # a column of nothing parts the rows
    starts, ends = borders[::2] + 1, borders[1::2] + 1
    roots = _join(starts, ends, mask.shape[1] + 2, reach=int(corners))
    own, numbers = np.unique(roots, return_inverse=True)
    labels = np.zeros(mask.shape, dtype=np.intp)
    labels[mask] = np.repeat(numbers + 1, ends - starts)
    return labels, len(own)


def fill_holes(mask: Mask) -> Mask:
    """Add what no path along edges leads out of."""
    outside, _ = label_pieces(np.pad(~mask, 1, constant_values=True))
    filled: Mask = outside[1:-1, 1:-1] != 1
    return filled


def _join(starts: Numbers, ends: Numbers, width: int, *, reach: int) -> Numbers:
    """By run, the first run of its piece: runs of neighbouring rows join where they overlap."""
    first = np.searchsorted(ends, starts - width - reach, side="right")
    last = np.searchsorted(starts, ends - width + reach, side="left")
    parents = list(range(len(starts)))
    for run, (begin, end) in enumerate(zip(first.tolist(), last.tolist(), strict=True)):
        for above in range(begin, end):
            one, other = _root(parents, run), _root(parents, above)
            parents[max(one, other)] = min(one, other)
    return np.array([_root(parents, run) for run in range(len(parents))], dtype=np.intp)


def _root(parents: list[int], run: int) -> int:
    while parents[run] != run:
        parents[run] = parents[parents[run]]
        run = parents[run]
    return run
