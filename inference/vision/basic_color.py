"""The basic colour term of a pixel, by lightness, chroma and hue.

The eleven terms are those of Berlin & Kay 1969. The borders between them were set on the training part of photos whose
label names a colour (peppers, lemons, limes, carrots…), never on the photos that the figures are reported on.
"""

import numpy as np
from numpy.typing import NDArray

from catalog.cielab import chroma_and_hue

TERMS = ("black", "white", "red", "green", "yellow", "blue", "brown", "purple", "pink", "orange", "grey")
BLACK, WHITE, RED, GREEN, YELLOW, BLUE, BROWN, PURPLE, PINK, ORANGE, GREY = range(len(TERMS))

HUE_STARTS = ((0.0, RED), (46.0, ORANGE), (69.0, YELLOW), (102.0, GREEN), (195.0, BLUE), (305.0, PURPLE), (345.0, RED))
LIGHT_ORANGE_HUE, LIGHT_ORANGE_LIGHTNESS, LIGHT_ORANGE_CHROMA = 38.0, 52.0, 85.0
GREY_CHROMA = 9.0
BLACK_LIGHTNESS, DARK_GREY_LIGHTNESS, WHITE_LIGHTNESS = 14.0, 28.0, 70.0
CREAM_CHROMA, CREAM_LIGHTNESS = 16.0, 78.0
BROWN_LIGHTNESS, BROWN_CHROMA = 48.0, 48.0
BROWN_HUES = (35.0, 85.0)
PINK_LIGHTNESS, PINK_CHROMA = 62.0, 52.0
PINK_HUES = (320.0, 30.0)
OLIVE_HUE, OLIVE_LIGHTNESS, OLIVE_CHROMA = 92.0, 62.0, 60.0
AUBERGINE_HUES, AUBERGINE_LIGHTNESS, AUBERGINE_CHROMA = (270.0, 360.0), 34.0, 45.0


def name_pixels(lab: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Give each pixel (…, 3) of CIELAB the index of its term in TERMS."""
    lightness = lab[..., 0]
    chroma, hue = chroma_and_hue(lab)
    terms = np.full(lightness.shape, RED, dtype=np.uint8)
    for start, term in HUE_STARTS:
        terms[hue >= start] = term
    is_light = (hue > LIGHT_ORANGE_HUE) & (lightness > LIGHT_ORANGE_LIGHTNESS) & (chroma < LIGHT_ORANGE_CHROMA)
    terms[(terms == RED) & is_light & (hue < HUE_STARTS[1][0])] = ORANGE
    is_olive = (hue > OLIVE_HUE) & (lightness < OLIVE_LIGHTNESS) & (chroma < OLIVE_CHROMA)
    terms[(terms == YELLOW) & is_olive] = GREEN
    is_brownish = (hue > BROWN_HUES[0]) & (hue < BROWN_HUES[1]) & (lightness < BROWN_LIGHTNESS)
    terms[is_brownish & (chroma < BROWN_CHROMA)] = BROWN
    is_pinkish = ((hue > PINK_HUES[0]) | (hue < PINK_HUES[1])) & (lightness > PINK_LIGHTNESS)
    terms[is_pinkish & (chroma < PINK_CHROMA)] = PINK
    is_aubergine = (hue > AUBERGINE_HUES[0]) & (lightness < AUBERGINE_LIGHTNESS) & (chroma < AUBERGINE_CHROMA)
    terms[is_aubergine & (chroma >= GREY_CHROMA)] = PURPLE
    return _without_hue(terms, lightness, chroma)


def _without_hue(
    terms: NDArray[np.uint8], lightness: NDArray[np.float32], chroma: NDArray[np.float32]
) -> NDArray[np.uint8]:
    is_grey = (chroma < GREY_CHROMA) | ((chroma < CREAM_CHROMA) & (lightness > CREAM_LIGHTNESS))
    terms[is_grey] = GREY
    terms[is_grey & (lightness > WHITE_LIGHTNESS)] = WHITE
    terms[(lightness < BLACK_LIGHTNESS) | (is_grey & (lightness < DARK_GREY_LIGHTNESS))] = BLACK
    return terms
