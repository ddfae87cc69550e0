"""The basic colour term of a pixel, by lightness, chroma and hue.

The eleven terms are those of Berlin & Kay 1969. The borders between them were set on the training part of photos whose
label names a colour (peppers, lemons, limes, carrots…), never on its val part; two were set on market photos: dull
orange on their carrots, faint green on their broccoli.
"""

import numpy as np
from numpy.typing import NDArray

from catalog.cielab import Lch

TERMS = ("black", "white", "red", "green", "yellow", "blue", "brown", "purple", "pink", "orange", "grey")
BLACK, WHITE, RED, GREEN, YELLOW, BLUE, BROWN, PURPLE, PINK, ORANGE, GREY = range(len(TERMS))

HUE_STARTS = ((0, RED), (46, ORANGE), (71, YELLOW), (102, GREEN), (195, BLUE), (305, PURPLE), (345, RED))
LAST_HUE = 360  # a float32 just below it may have been rounded up to it
TERM_OF_HUE = np.repeat(  # by whole degrees
    np.array([term for _, term in HUE_STARTS], dtype=np.uint8),
    np.diff([*(start for start, _ in HUE_STARTS), LAST_HUE + 1]),
)
LIGHT_ORANGE_HUE, LIGHT_ORANGE_LIGHTNESS, LIGHT_ORANGE_CHROMA = 38.0, 52.0, 85.0
DULL_ORANGE_HUE, DULL_ORANGE_LIGHTNESS, DULL_ORANGE_CHROMA = 42.0, 40.0, 62.0  # ripe reds of this hue are stronger
BRIGHT_ORANGE_HUE, BRIGHT_ORANGE_LIGHTNESS = 78.0, 64.0  # a yellow of this hue lies in the shade, and is darker
GREY_CHROMA = 9.0
FAINT_GREEN_CHROMA, FAINT_GREEN_HUES = 5.0, (105.0, 195.0)  # leaves and florets in the shade
BLACK_LIGHTNESS, DARK_GREY_LIGHTNESS, WHITE_LIGHTNESS = 14.0, 28.0, 70.0
CREAM_CHROMA, CREAM_LIGHTNESS = 16.0, 78.0
LAMPLIT_CHROMA, LAMPLIT_LIGHTNESS, LAMPLIT_HUES = 22.0, 45.0, (50.0, 110.0)  # white under a warm lamp
BROWN_LIGHTNESS, BROWN_CHROMA, BROWN_HUES = 48.0, 48.0, (35.0, 85.0)
TAN_LIGHTNESS, TAN_CHROMA, TAN_HUES = 64.0, 50.0, (50.0, 88.0)
PINK_LIGHTNESS, PINK_CHROMA = 62.0, 52.0
PINK_HUES = (320.0, 30.0)
OLIVE_HUE, OLIVE_LIGHTNESS, OLIVE_CHROMA = 92.0, 62.0, 60.0
AUBERGINE_HUES, AUBERGINE_LIGHTNESS, AUBERGINE_CHROMA = (270.0, 360.0), 34.0, 45.0
WINE_HUES, WINE_LIGHTNESS, WINE_CHROMA = (330.0, 30.0), 30.0, 36.0


def name_pixels(lch: Lch) -> NDArray[np.uint8]:
    """Give each pixel of CIELAB the index of its term in TERMS."""
    lightness, chroma, hue = lch
    terms = _by_hue(lightness, chroma, hue)
    is_brown = _between(hue, BROWN_HUES) & (lightness < BROWN_LIGHTNESS) & (chroma < BROWN_CHROMA)
    is_tan = _between(hue, TAN_HUES) & (lightness < TAN_LIGHTNESS) & (chroma < TAN_CHROMA)
    terms[is_brown | is_tan] = BROWN
    terms[_between(hue, PINK_HUES) & (lightness > PINK_LIGHTNESS) & (chroma < PINK_CHROMA)] = PINK
    is_aubergine = _between(hue, AUBERGINE_HUES) & (lightness < AUBERGINE_LIGHTNESS) & (chroma < AUBERGINE_CHROMA)
    is_wine = _between(hue, WINE_HUES) & (lightness < WINE_LIGHTNESS) & (chroma < WINE_CHROMA)
    terms[is_aubergine | is_wine] = PURPLE
    return _without_hue(terms, lightness, chroma, hue)


def _by_hue(lightness: NDArray[np.float32], chroma: NDArray[np.float32], hue: NDArray[np.float32]) -> NDArray[np.uint8]:
    terms: NDArray[np.uint8] = TERM_OF_HUE[hue.astype(np.intp)]
    is_light = (hue > LIGHT_ORANGE_HUE) & (lightness > LIGHT_ORANGE_LIGHTNESS) & (chroma < LIGHT_ORANGE_CHROMA)
    is_dull = (hue > DULL_ORANGE_HUE) & (lightness > DULL_ORANGE_LIGHTNESS) & (chroma < DULL_ORANGE_CHROMA)
    terms[(terms == RED) & (is_light | is_dull) & (hue < HUE_STARTS[1][0])] = ORANGE
    terms[(terms == YELLOW) & (hue < BRIGHT_ORANGE_HUE) & (lightness > BRIGHT_ORANGE_LIGHTNESS)] = ORANGE
    is_olive = (hue > OLIVE_HUE) & (lightness < OLIVE_LIGHTNESS) & (chroma < OLIVE_CHROMA)
    terms[(terms == YELLOW) & is_olive] = GREEN
    return terms


def _without_hue(
    terms: NDArray[np.uint8], lightness: NDArray[np.float32], chroma: NDArray[np.float32], hue: NDArray[np.float32]
) -> NDArray[np.uint8]:
    least_chroma = np.where(_between(hue, FAINT_GREEN_HUES), FAINT_GREEN_CHROMA, GREY_CHROMA)
    is_grey = (chroma < least_chroma) | ((chroma < CREAM_CHROMA) & (lightness > CREAM_LIGHTNESS))
    terms[is_grey] = GREY
    is_lamplit = _between(hue, LAMPLIT_HUES) & (chroma < LAMPLIT_CHROMA) & (lightness > LAMPLIT_LIGHTNESS)
    terms[is_lamplit | (is_grey & (lightness > WHITE_LIGHTNESS))] = WHITE
    terms[(lightness < BLACK_LIGHTNESS) | (is_grey & (lightness < DARK_GREY_LIGHTNESS))] = BLACK
    return terms


def _between(hue: NDArray[np.float32], ends: tuple[float, float]) -> NDArray[np.bool_]:
    """Whether hues lie between two, going up, over 360° where the first is the larger."""
    above, below = hue > ends[0], hue < ends[1]
    return above & below if ends[0] < ends[1] else above | below
