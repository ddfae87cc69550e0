"""CIELAB: the colour space in which distances are about what people see."""

import numpy as np
from numpy.typing import NDArray

SRGB_TO_XYZ = np.array(  # IEC 61966-2-1, D65
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]],
    dtype=np.float32,
)
WHITE_D65 = SRGB_TO_XYZ.sum(axis=1)
EPSILON, KAPPA = 216 / 24389, 24389 / 27  # CIE 15:2004, 8.2.1
LEVELS = np.arange(256, dtype=np.float32) / 255
LINEAR_LIMIT = 0.04045
LINEAR = np.where(LEVELS <= LINEAR_LIMIT, LEVELS / 12.92, ((LEVELS + 0.055) / 1.055) ** 2.4).astype(np.float32)


def srgb_to_lab(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Turn sRGB uint8 (…, 3) into L* 0–100, a*, b* as float32 (…, 3) (CIE 15:2004, equations 8.3–8.5)."""
    scaled: NDArray[np.float32] = (LINEAR[pixels] @ SRGB_TO_XYZ.T) / WHITE_D65
    f = np.where(scaled > EPSILON, np.cbrt(scaled), (KAPPA * scaled + 16) / 116)
    lab: NDArray[np.float32] = np.empty(f.shape, dtype=np.float32)
    lab[..., 0] = 116 * f[..., 1] - 16
    lab[..., 1] = 500 * (f[..., 0] - f[..., 1])
    lab[..., 2] = 200 * (f[..., 1] - f[..., 2])
    return lab


def chroma_and_hue(lab: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """C*ab and the hue angle hab in degrees 0–360 (CIE 15:2004, equations 8.11 and 8.12)."""
    chroma = np.hypot(lab[..., 1], lab[..., 2])
    hue = np.degrees(np.arctan2(lab[..., 2], lab[..., 1])) % 360
    return chroma, hue
