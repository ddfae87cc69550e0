"""Where the subject of a photo is: a weight for each pixel.

A pixel's weight is exp(Σ coefficient × feature). The coefficients were fitted to the photos of shops that are marked
*train*, so that the share of the colour that the label names is largest; never to the photos that figures come from.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from catalog.cielab import Lch
from inference.vision.quantile import median

ACROSS, DOWN, LOW = -2.99, -2.55, 0.70  # of x², y² and y, −1 to 1 from the left and the top: the centre, a little below
HEAT, HEAT_FLOOR = 1.16, 0.25  # of the logarithm of the floor plus the heat
DISTINCT = 0.12  # of the logarithm of how much more often a colour is in the middle than at the rim
CHROMA, CHROMA_SCALE, MOST_CHROMA = 1.62, 45.0, 1.5  # shade and highlight lose chroma
LIGHTNESS = -1.64  # of L*, 0–1
SKIN = -0.71  # a hand that holds the subject
BACKGROUND = -3.0

SKIN_HUES, SKIN_CHROMAS, SKIN_LIGHTNESSES = (35.0, 78.0), (12.0, 42.0), (35.0, 82.0)
CENTRE_FALL, RIM = 2.5, 0.2
BIN_COUNTS, BINS = (5, 16, 16), 5 * 16 * 16
BIN_SIZES, BIN_OFFSETS = np.array([20, 12, 12], dtype=np.float32), np.array([0, 8, 8], dtype=np.float32)
SMALLEST_FREQUENCY = 1e-3
BORDER_SHARE, UNIFORM_BORDER = 0.06, 0.55
BACKGROUND_DISTANCE = 16.0
LEAST_SUBJECT, MOST_SUBJECT = 0.04, 0.9
SHAPES = 64  # of pictures whose places are kept


class Places(NamedTuple):
    """What the places of a picture of one shape (H, W) tell before it is looked at: a score, and which are the rim."""

    score: NDArray[np.float32]
    middle: NDArray[np.float32]
    is_rim: NDArray[np.bool_]


def weigh_subject(lab: NDArray[np.float32], lch: Lch, heat: NDArray[np.float32] | None = None) -> NDArray[np.float32]:
    """Weigh pixels of CIELAB (H, W, 3), and the same by its cylinder, by how likely they belong to the subject.

    The weights are float32 (H, W), sum 1. With `heat` (h, w) in 0–1, the map of where a model saw its label, places
    count more the hotter they are.
    """
    height, width = lab.shape[:2]
    places = _places(height, width)
    score = places.score + LIGHTNESS / 100 * lch.lightness + SKIN * _is_skin(lch)
    score += CHROMA * np.minimum(lch.chroma / CHROMA_SCALE, MOST_CHROMA)
    middle = places.middle
    if heat is not None:
        warmth = HEAT_FLOOR + _grow(heat, (width, height))
        score += HEAT * np.log(warmth)
        middle = middle * warmth
    score += DISTINCT * _distinctness(lab, middle, places.is_rim)
    background = _background(lab)
    if background is not None:
        score += BACKGROUND * background
    weights = np.exp(score - score.max())
    normalised: NDArray[np.float32] = weights / weights.sum()
    return normalised


@lru_cache(SHAPES)
def _places(height: int, width: int) -> Places:
    y, x = np.linspace(-1, 1, height, dtype=np.float32)[:, None], np.linspace(-1, 1, width, dtype=np.float32)
    is_rim = np.ones((height, width), dtype=np.bool_)
    down, across = round(RIM / 2 * height), round(RIM / 2 * width)
    is_rim[down : height - down, across : width - across] = False
    return Places(ACROSS * x**2 + DOWN * y**2 + LOW * y, np.exp(-CENTRE_FALL * (x**2 + y**2)), is_rim)


def _grow(heat: NDArray[np.float32], size: tuple[int, int]) -> NDArray[np.float32]:
    grown = Image.fromarray(heat).resize(size, Image.Resampling.BICUBIC)
    return np.clip(np.asarray(grown, dtype=np.float32), 0, 1)


def _is_skin(lch: Lch) -> NDArray[np.bool_]:
    lightness, chroma, hue = lch
    is_hue = (hue > SKIN_HUES[0]) & (hue < SKIN_HUES[1])
    is_pale = (chroma > SKIN_CHROMAS[0]) & (chroma < SKIN_CHROMAS[1])
    return is_hue & is_pale & (lightness > SKIN_LIGHTNESSES[0]) & (lightness < SKIN_LIGHTNESSES[1])


def _distinctness(
    lab: NDArray[np.float32], middle: NDArray[np.float32], is_rim: NDArray[np.bool_]
) -> NDArray[np.float32]:
    """The logarithm of how often each pixel's colour, coarsely, is in the `middle` against the rim."""
    steps = np.moveaxis((lab / BIN_SIZES + BIN_OFFSETS).astype(np.intp), -1, 0)
    bins = np.ravel_multi_index(tuple(steps), BIN_COUNTS, mode="clip")
    inside = np.bincount(bins.ravel(), weights=middle.ravel(), minlength=BINS) / max(float(middle.sum()), 1)
    outside = np.bincount(bins[is_rim], minlength=BINS) / max(int(is_rim.sum()), 1)
    ratio = np.log((inside + SMALLEST_FREQUENCY) / (outside + SMALLEST_FREQUENCY)).astype(np.float32)
    by_pixel: NDArray[np.float32] = ratio[bins]
    return by_pixel


def _background(lab: NDArray[np.float32]) -> NDArray[np.bool_] | None:
    """The pixels like the border, where the border is of one colour and leaves a subject of sensible size."""
    depth = max(1, round(BORDER_SHARE * min(lab.shape[:2])))
    sides = (lab[:depth], lab[-depth:], lab[:, :depth], lab[:, -depth:])
    rim = np.concatenate([side.reshape(-1, 3) for side in sides])
    middle = np.array([median(channel) for channel in rim.T])
    if _is_near(rim, middle).mean() < UNIFORM_BORDER:
        return None
    background = _is_near(lab, middle)
    subject = 1 - float(background.mean())
    return background if LEAST_SUBJECT < subject < MOST_SUBJECT else None


def _is_near(lab: NDArray[np.float32], color: NDArray[np.float32]) -> NDArray[np.bool_]:
    near: NDArray[np.bool_] = np.square(lab - color).sum(axis=-1) < BACKGROUND_DISTANCE**2
    return near
