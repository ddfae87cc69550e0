"""The two frames: whether they can be compared at all, and how the second camera stood against the first."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from inference.errors import FramesMismatch

Frame = NDArray[np.float32]

ASPECT_TOLERANCE = 0.03
DARK_LEVEL = 10.0
DARK_SIDE = 64
GLANCE_SIDE = 128
LARGEST_SHIFT_SHARE = 0.06
SUBPIXELS = 8


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
        if np.asarray(frame.resize((DARK_SIDE, DARK_SIDE), Image.Resampling.BOX, reducing_gap=1.0)).mean() < DARK_LEVEL:
            raise FramesMismatch(f"the frame {name!r} is dark; more light is needed")


def shrink(image: Image.Image, side: int) -> Frame:
    """Resize so that the longer side is `side`: float32 (h, w, 3), 0–1."""
    scale = side / max(image.size)
    size = (max(16, round(image.width * scale)), max(16, round(image.height * scale)))
    return np.asarray(image.resize(size, Image.Resampling.BOX, reducing_gap=3.0), dtype=np.float32) / np.float32(255)


def align(before: Image.Image, after: Image.Image) -> Image.Image:
    """Bring `before` to the size of `after`, and undo a small shift of the camera.

    What the shift uncovers is taken from `after`: of a place that one frame does not show, nothing can be told.
    """
    sized = before.resize(after.size, Image.Resampling.BICUBIC, reducing_gap=2.0)
    down, right = find_shift(shrink(sized, GLANCE_SIDE), shrink(after, GLANCE_SIDE))
    aligned = after.copy()
    aligned.paste(sized, (round(right * after.width), round(down * after.height)))
    return aligned


def find_shift(first: Frame, second: Frame) -> tuple[float, float]:
    """How far to move the first frame, as shares of its height and width; nothing where that would be far.

    By phase correlation (Guizar-Sicairos et al. 2008).
    """
    from skimage.registration import phase_cross_correlation

    found = phase_cross_correlation(second.mean(2), first.mean(2), upsample_factor=SUBPIXELS)[0]
    down, right = float(found[0]) / first.shape[0], float(found[1]) / first.shape[1]
    return (down, right) if max(abs(down), abs(right)) <= LARGEST_SHIFT_SHARE else (0.0, 0.0)


def equalise_light(first: Frame, second: Frame) -> Frame:
    """Scale each channel of the first frame to the second's light, by the median ratio over all pixels."""
    ratio = np.median((second + 1 / 255) / (first + 1 / 255), axis=(0, 1))
    equal: Frame = np.clip(first * ratio, 0, 1).astype(np.float32)
    return equal
