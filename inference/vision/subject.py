"""Where the subject of a photo is: a weight for each pixel.

A pixel's weight is exp(Σ coefficient × feature). The coefficients were fitted to the photos of shops that are marked
*train*, so that the share of the colour that the label names is largest; never to the photos that figures come from.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from catalog.cielab import chroma_and_hue

ACROSS, DOWN, LOW = -2.99, -2.55, 0.70  # of x², y² and y, −1 to 1 from the left and the top: the centre, a little below
HEAT, HEAT_FLOOR = 1.16, 0.25  # of the logarithm of the floor plus the heat
DISTINCT = 0.12  # of the logarithm of how much more often a colour is in the middle than at the rim
CHROMA, CHROMA_SCALE, MOST_CHROMA = 1.62, 45.0, 1.5  # shade and highlight lose chroma
LIGHTNESS = -1.64  # of L*, 0–1
SKIN = -0.71  # a hand that holds the subject
BACKGROUND = -3.0

SKIN_HUES, SKIN_CHROMAS, SKIN_LIGHTNESSES = (35.0, 78.0), (12.0, 42.0), (35.0, 82.0)
CENTRE_FALL, RIM = 2.5, 0.2
BIN_SIZES, BIN_COUNTS = (20.0, 12.0, 12.0), (5, 16, 16)
SMALLEST_FREQUENCY = 1e-3
BORDER_SHARE, UNIFORM_BORDER = 0.06, 0.55
BACKGROUND_DISTANCE = 16.0
LEAST_SUBJECT, MOST_SUBJECT = 0.04, 0.9


def weigh_subject(lab: NDArray[np.float32], heat: NDArray[np.float32] | None = None) -> NDArray[np.float32]:
    """Weigh pixels of CIELAB (H, W, 3) by how likely they belong to the subject: float32 (H, W), sum 1.

    With `heat` (h, w) in 0–1, the map of where a model saw its label, places count more the hotter they are.
    """
    height, width = lab.shape[:2]
    y, x = np.linspace(-1, 1, height, dtype=np.float32)[:, None], np.linspace(-1, 1, width, dtype=np.float32)
    warmth = np.ones((height, width), dtype=np.float32)
    if heat is not None:
        warmth = HEAT_FLOOR + _grow(heat, (width, height))
    chroma, hue = chroma_and_hue(lab)
    score: NDArray[np.float32] = ACROSS * x**2 + DOWN * y**2 + LOW * y + LIGHTNESS / 100 * lab[..., 0]
    score = score + CHROMA * np.minimum(chroma / CHROMA_SCALE, MOST_CHROMA) + SKIN * _is_skin(lab[..., 0], chroma, hue)
    score += HEAT * np.log(warmth) + DISTINCT * _distinctness(lab, np.exp(-CENTRE_FALL * (x**2 + y**2)) * warmth)
    background = _background(lab)
    if background is not None:
        score += BACKGROUND * background
    weights = np.exp(score - score.max())
    normalised: NDArray[np.float32] = (weights / weights.sum()).astype(np.float32)
    return normalised


def _grow(heat: NDArray[np.float32], size: tuple[int, int]) -> NDArray[np.float32]:
    grown = Image.fromarray(heat).resize(size, Image.Resampling.BICUBIC)
    return np.clip(np.asarray(grown, dtype=np.float32), 0, 1)


def _is_skin(
    lightness: NDArray[np.float32], chroma: NDArray[np.float32], hue: NDArray[np.float32]
) -> NDArray[np.bool_]:
    is_hue = (hue > SKIN_HUES[0]) & (hue < SKIN_HUES[1])
    is_pale = (chroma > SKIN_CHROMAS[0]) & (chroma < SKIN_CHROMAS[1])
    return is_hue & is_pale & (lightness > SKIN_LIGHTNESSES[0]) & (lightness < SKIN_LIGHTNESSES[1])


def _distinctness(lab: NDArray[np.float32], middle: NDArray[np.float32]) -> NDArray[np.float32]:
    """The logarithm of how often each pixel's colour, coarsely, is in the `middle` against the rim."""
    height, width = lab.shape[:2]
    offsets = (0, BIN_COUNTS[1] // 2, BIN_COUNTS[2] // 2)
    steps = np.clip(
        (lab / np.array(BIN_SIZES, dtype=np.float32) + offsets).astype(np.int32), 0, np.array(BIN_COUNTS) - 1
    )
    bins = ((steps[..., 0] * BIN_COUNTS[1] + steps[..., 1]) * BIN_COUNTS[2] + steps[..., 2]).ravel()
    rim = np.ones((height, width), dtype=np.float32)
    down, across = round(RIM / 2 * height), round(RIM / 2 * width)
    rim[down : height - down, across : width - across] = 0
    inside, outside = (
        np.bincount(bins, weights=part.ravel(), minlength=int(np.prod(BIN_COUNTS))) / max(part.sum(), 1)
        for part in (middle, rim)
    )
    ratio: NDArray[np.float32] = np.log((inside + SMALLEST_FREQUENCY) / (outside + SMALLEST_FREQUENCY)).astype(
        np.float32
    )
    by_pixel: NDArray[np.float32] = ratio[bins].reshape(height, width)
    return by_pixel


def _background(lab: NDArray[np.float32]) -> NDArray[np.bool_] | None:
    """The pixels like the border, where the border is of one colour and leaves a subject of sensible size."""
    depth = max(1, round(BORDER_SHARE * min(lab.shape[:2])))
    sides = (lab[:depth], lab[-depth:], lab[:, :depth], lab[:, -depth:])
    rim = np.concatenate([side.reshape(-1, 3) for side in sides])
    middle = np.median(rim, axis=0)
    if (np.linalg.norm(rim - middle, axis=1) < BACKGROUND_DISTANCE).mean() < UNIFORM_BORDER:
        return None
    background: NDArray[np.bool_] = np.linalg.norm(lab - middle, axis=2) < BACKGROUND_DISTANCE
    subject = 1 - float(background.mean())
    return background if LEAST_SUBJECT < subject < MOST_SUBJECT else None
