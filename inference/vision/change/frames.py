"""The two frames: whether they can be compared at all, and how the second camera stood against the first."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from inference.errors import FramesMismatch

Frame = NDArray[np.float32]

ASPECT_TOLERANCE = 0.03
DARK_LEVEL = 10.0
GLANCE_SIDE = 64
LARGEST_SHIFT_SHARE = 0.06
SUBPIXELS = 4


def check_frames(before: Image.Image, after: Image.Image) -> None:
    """Refuse frames of different shapes (other sizes of one shape are fine) and darkness.

    Raises:
        FramesMismatch: the message says what to do.
    """
    if abs((before.width / before.height) / (after.width / after.height) - 1) > ASPECT_TOLERANCE:
        raise FramesMismatch(
            f"the frames have different shapes: {before.width} × {before.height} and {after.width} × {after.height}"
        )
    for name, frame in (("before", before), ("after", after)):
        if np.asarray(frame.resize((GLANCE_SIDE, GLANCE_SIDE), Image.Resampling.BOX)).mean() < DARK_LEVEL:
            raise FramesMismatch(f"the frame {name!r} is dark; more light is needed")


def shrink(image: Image.Image, side: int) -> Frame:
    """Resize so that the longer side is `side`: float32 (h, w, 3), 0–1."""
    scale = side / max(image.size)
    size = (max(16, round(image.width * scale)), max(16, round(image.height * scale)))
    return np.asarray(image.resize(size, Image.Resampling.BOX, reducing_gap=3.0), dtype=np.float32) / np.float32(255)


def register(first: Frame, second: Frame) -> Frame:
    """Undo a small shift of the camera, found by phase correlation (Guizar-Sicairos et al. 2008)."""
    from scipy.ndimage import shift as shift_by
    from skimage.registration import phase_cross_correlation

    found = phase_cross_correlation(second.mean(2), first.mean(2), upsample_factor=SUBPIXELS)[0]
    if max(abs(found[0]) / first.shape[0], abs(found[1]) / first.shape[1]) > LARGEST_SHIFT_SHARE:
        return first
    moved: Frame = shift_by(first, (*found, 0), order=1, mode="nearest")
    return moved


def equalise_light(first: Frame, second: Frame) -> Frame:
    """Scale each channel of the first frame to the second's light, by the median ratio over all pixels."""
    ratio = np.median((second + 1 / 255) / (first + 1 / 255), axis=(0, 1))
    equal: Frame = np.clip(first * ratio, 0, 1).astype(np.float32)
    return equal
