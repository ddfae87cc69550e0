"""CIELAB: the colour space in which distances are about what people see."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

SRGB_TO_XYZ = np.array(  # IEC 61966-2-1, D65
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]],
    dtype=np.float32,
)
SRGB_TO_WHITE = SRGB_TO_XYZ / SRGB_TO_XYZ.sum(axis=1, keepdims=True)
EPSILON, KAPPA = 216 / 24389, 24389 / 27  # CIE 15:2004, 8.2.1
LEVELS = np.arange(256, dtype=np.float32) / 255
LINEAR_LIMIT = 0.04045
DEGREES, FULL_TURN = np.float32(180 / np.pi), np.float32(360)
LINEAR = np.where(LEVELS <= LINEAR_LIMIT, LEVELS / 12.92, ((LEVELS + 0.055) / 1.055) ** 2.4).astype(np.float32)


def srgb_to_lab(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Turn sRGB uint8 (…, 3) into L* 0–100, a*, b* as float32 (…, 3) (CIE 15:2004, equations 8.3–8.5).

    Each channel lies in one piece, so that NumPy works on it a vector at a time.
    """
    scaled = SRGB_TO_WHITE @ LINEAR[pixels].reshape(-1, 3).T
    x, y, z = np.where(scaled > EPSILON, np.cbrt(scaled), (KAPPA * scaled + 16) / 116)
    lab: NDArray[np.float32] = np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)])
    return np.moveaxis(lab.reshape(3, *pixels.shape[:-1]), 0, -1)


class Lch(NamedTuple):
    """CIELAB by its cylinder: L* 0–100, C*ab, and the hue angle hab in degrees 0–360, all of one shape."""

    lightness: NDArray[np.float32]
    chroma: NDArray[np.float32]
    hue: NDArray[np.float32]


def lab_to_lch(lab: NDArray[np.float32]) -> Lch:
    """Turn CIELAB (…, 3) into its cylinder (CIE 15:2004, equations 8.11 and 8.12)."""
    a, b = lab[..., 1], lab[..., 2]
    hue = np.arctan2(b, a) * DEGREES
    return Lch(lab[..., 0], chroma_of(lab), np.where(hue < 0, hue + FULL_TURN, hue))


def chroma_of(lab: NDArray[np.float32]) -> NDArray[np.float32]:
    """C*ab; NumPy's own `hypot` guards against overflow, and takes three times as long."""
    a, b = lab[..., 1], lab[..., 2]
    chroma: NDArray[np.float32] = np.sqrt(a * a + b * b)
    return chroma
