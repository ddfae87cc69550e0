"""The paper's colour method as its definition says: NumPy's broadcasting in float64, to compare with."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from catalog.colors import Palette


def broadcast(pixels: NDArray[np.uint8], palettes: Mapping[str, Palette]) -> NDArray[np.float64]:
    """Mean Euclidean distances of pixels (…, 3) to the colours of all palettes, in order."""
    centres = np.array([color.rgb for palette in palettes.values() for color in palette.colors], dtype=np.float64)
    differences = pixels.reshape(-1, 1, 3).astype(np.float64) - centres
    means: NDArray[np.float64] = np.sqrt((differences**2).sum(2)).mean(0)
    return means


def plain_winners(pixels: NDArray[np.uint8], palettes: Mapping[str, Palette]) -> dict[str, str]:
    """The nearest colour of each palette; one colour at a time, which is quicker than all at once."""
    points = pixels.reshape(-1, 3).astype(np.float64)

    def distance(rgb: tuple[int, int, int]) -> float:
        return float(np.sqrt(((points - rgb) ** 2).sum(1)).mean())

    return {name: min(palette.colors, key=lambda c: distance(c.rgb)).name for name, palette in palettes.items()}
