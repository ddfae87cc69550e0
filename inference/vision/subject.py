"""Where the subject of a photo is: a weight for each pixel."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

BORDER_SHARE = 0.06
CENTRE_SIGMA = 0.3
BACKGROUND_DISTANCE = 16.0
LEAST_SUBJECT, MOST_SUBJECT = 0.04, 0.9
UNIFORM_BORDER = 0.55
HEAT_FLOOR = 0.25
CHROMA_FLOOR, CHROMA_SCALE = 0.8, 45.0


def weigh_subject(lab: NDArray[np.float32], heat: NDArray[np.float32] | None = None) -> NDArray[np.float32]:
    """Weigh pixels of CIELAB (H, W, 3) by how likely they belong to the subject: float32 (H, W), sum 1.

    A border of one colour is background, and so is whatever is like it (ΔE*ab below a limit); without such a border the
    centre counts more than the rim. Colourful pixels count more than grey ones: shade and highlight lose chroma.
    With `heat` (h, w) in 0–1, the map of where a model saw its label, places count more the hotter they are.
    """
    height, width = lab.shape[:2]
    weights = _centre(height, width)
    background = _background(lab)
    if background is not None:
        weights = weights * ~background
    if heat is not None:
        weights = weights * (HEAT_FLOOR + _grow(heat, (width, height)))
    chroma: NDArray[np.float32] = np.hypot(lab[..., 1], lab[..., 2])
    salience = CHROMA_FLOOR + np.minimum(chroma / CHROMA_SCALE, 1.0)
    normalised: NDArray[np.float32] = (weights * salience / (weights * salience).sum()).astype(np.float32)
    return normalised


def _centre(height: int, width: int) -> NDArray[np.float32]:
    rows = np.exp(-0.5 * (np.linspace(-1, 1, height) / CENTRE_SIGMA / 1.5) ** 2)
    columns = np.exp(-0.5 * (np.linspace(-1, 1, width) / CENTRE_SIGMA / 1.5) ** 2)
    return np.outer(rows, columns).astype(np.float32)


def _grow(heat: NDArray[np.float32], size: tuple[int, int]) -> NDArray[np.float32]:
    grown = Image.fromarray(heat).resize(size, Image.Resampling.BICUBIC)
    return np.clip(np.asarray(grown, dtype=np.float32), 0, 1)


def _background(lab: NDArray[np.float32]) -> NDArray[np.bool_] | None:
    """The pixels like the border, where the border is of one colour and leaves a subject of sensible size."""
    depth = max(1, round(BORDER_SHARE * min(lab.shape[:2])))
    rim = np.concatenate(
        [
            lab[:depth].reshape(-1, 3),
            lab[-depth:].reshape(-1, 3),
            lab[:, :depth].reshape(-1, 3),
            lab[:, -depth:].reshape(-1, 3),
        ]
    )
    middle = np.median(rim, axis=0)
    if (np.linalg.norm(rim - middle, axis=1) < BACKGROUND_DISTANCE).mean() < UNIFORM_BORDER:
        return None
    background: NDArray[np.bool_] = np.linalg.norm(lab - middle, axis=2) < BACKGROUND_DISTANCE
    subject = 1 - float(background.mean())
    return background if LEAST_SUBJECT < subject < MOST_SUBJECT else None
