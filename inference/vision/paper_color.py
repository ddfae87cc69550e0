"""The paper's colour method: the palette colour with the smallest mean Euclidean RGB distance over all pixels."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from catalog.colors import Palette, PaletteColor

BLOCK = 4096  # pixels: with 24 colours 400 kB of distances, which stay in the second-level cache
# of float32's roots (half a unit in the last place of 441.7) and of NumPy's pairwise sums of a block
ROUNDING = 1e-3


def paper_colors(pixels: NDArray[np.uint8], palettes: Mapping[str, Palette]) -> dict[str, PaletteColor]:
    """The winner of each palette over pixels (…, 3), exactly; the first of a palette wins a tie."""
    colors = [color for palette in palettes.values() for color in palette.colors]
    distances = mean_distances(pixels, colors)
    winners, start = {}, 0
    for name, palette in palettes.items():
        end = start + len(palette.colors)
        winners[name] = palette.colors[_smallest(distances[start:end], pixels, palette)]
        start = end
    return winners


def mean_distances(pixels: NDArray[np.uint8], colors: list[PaletteColor]) -> NDArray[np.float64]:
    """Mean Euclidean distance of pixels (…, 3) to each of P colours: (P,), sRGB units 0–441.7, to within ROUNDING.

    |x − c|² = |x|² − 2 c·x + |c|² turns the P × N differences into one matrix product. All its terms are integers below
    2²⁴, which float32 holds exactly; only the root is rounded.
    """
    channels = np.asarray(pixels).reshape(-1, 3).T.astype(np.float32)
    points = np.concatenate([channels, (channels**2).sum(0, keepdims=True), np.ones_like(channels[:1])])
    centres = np.array([color.rgb for color in colors], dtype=np.float32)
    squared = (centres**2).sum(1, keepdims=True)
    forms = np.concatenate([-2 * centres, np.ones_like(squared), squared], axis=1)
    sums = np.zeros(len(colors))
    for start in range(0, points.shape[1], BLOCK):
        distances = forms @ points[:, start : start + BLOCK]
        sums += np.sqrt(distances, out=distances).sum(1)
    means: NDArray[np.float64] = sums / points.shape[1]
    return means


def _smallest(distances: NDArray[np.float64], pixels: NDArray[np.uint8], palette: Palette) -> int:
    """The place of the least distance; where rounding could have swapped the best two, float64 decides."""
    best, second = np.partition(distances, 1)[:2]
    if second - best > 2 * ROUNDING:
        return int(distances.argmin())
    points = np.asarray(pixels).reshape(-1, 3).astype(np.float64)
    exact = [np.sqrt(((points - color.rgb) ** 2).sum(1)).mean() for color in palette.colors]
    return int(np.argmin(exact))
