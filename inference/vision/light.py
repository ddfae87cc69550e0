"""The light of a photo: how bright it is, and how lamps tint what should be grey, and with it all else."""

import numpy as np
from numpy.typing import NDArray

from catalog.cielab import chroma_of
from inference.vision.quantile import median, quantile

NEUTRAL_CHROMA = 18.0
NEUTRAL_LIGHTNESS = (45.0, 97.0)
LEAST_NEUTRAL = 0.02
STRENGTH = 0.4  # of the full correction: some of what is nearly grey has a colour of its own
BRIGHT, BRIGHTEST, MOST_GAIN = 80.0, 0.01, 1.35  # L*, the share of pixels that tell, a factor


def even_out(lab: NDArray[np.float32]) -> NDArray[np.float32]:
    """Undo dim light, then part of the light's tint, in CIELAB (H, W, 3)."""
    return _neutralise(_brighten(lab))


def _brighten(lab: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scale a photo whose brightest places are dark; nothing is scaled by more than a limit."""
    brightest = float(quantile(lab[..., 0], 1 - BRIGHTEST))
    gain = min(max(BRIGHT / max(brightest, 1.0), 1.0), MOST_GAIN)
    if gain <= 1:
        return lab
    brightened: NDArray[np.float32] = lab * np.float32(gain)
    return brightened


def _neutralise(lab: NDArray[np.float32]) -> NDArray[np.float32]:
    """Take off the median a*, b* of pixels that are light and nearly grey (floors, labels, trays), if there are any."""
    is_light = (lab[..., 0] > NEUTRAL_LIGHTNESS[0]) & (lab[..., 0] < NEUTRAL_LIGHTNESS[1])
    is_neutral = is_light & (chroma_of(lab) < NEUTRAL_CHROMA)
    if is_neutral.mean() < LEAST_NEUTRAL:
        return lab
    tint = [STRENGTH * median(lab[..., channel][is_neutral]) for channel in (1, 2)]
    neutral: NDArray[np.float32] = lab - np.array([0, *tint], dtype=np.float32)
    return neutral
