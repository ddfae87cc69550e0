"""Name any colour with a basic colour term."""

from collections.abc import Mapping

import numpy as np

from catalog.cielab import srgb_to_lab
from catalog.colors import BASIC, Palette

FULL_LENGTH = 7


class ColorNamer:
    """Knows the colours of all palettes as points of CIELAB."""

    def __init__(self, palettes: Mapping[str, Palette]) -> None:
        order = sorted(palettes, key=lambda name: name != BASIC)
        colors = [color for name in order for color in palettes[name].colors]
        self._terms = [color.basic for color in colors]
        self._points = srgb_to_lab(np.array([color.rgb for color in colors], dtype=np.uint8))

    def name(self, hex_color: str) -> str:
        """The basic term of the palette colour nearest to #rrggbb or #rgb, by ΔE*ab."""
        digits = hex_color[1:] if len(hex_color) == FULL_LENGTH else "".join(2 * digit for digit in hex_color[1:])
        point = srgb_to_lab(np.frombuffer(bytes.fromhex(digits), dtype=np.uint8))
        return self._terms[int(np.linalg.norm(self._points - point, axis=1).argmin())]
