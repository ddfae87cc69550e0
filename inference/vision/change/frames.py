"""The two frames: whether they can be compared at all, and how the second camera stood against the first."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from inference.errors import FramesMismatch

Frame = NDArray[np.float32]

ASPECT_TOLERANCE = 0.03
DARK_LEVEL, EVERY = 10.0, 4  # the mean of every fourth pixel each way tells as much as that of all
GLANCE_SIDE = 128
LARGEST_SHIFT_SHARE = 0.06
LEAST_STRENGTH = 6.0
SUBPIXELS = 8
FINE_REACH = 6
LEAST_AMPLITUDE = np.float32(1e-5)


def check_shapes(before: Image.Image, after: Image.Image) -> None:
    """Refuse frames of different shapes; other sizes of one shape are fine.

    Raises:
        FramesMismatch: the message says what they are.
    """
    if abs((before.width / before.height) / (after.width / after.height) - 1) > ASPECT_TOLERANCE:
        raise FramesMismatch(
            f"the frames have different shapes: {before.width} × {before.height} and {after.width} × {after.height}"
        )


def check_light(before: Image.Image, after: Image.Image) -> None:
    """Refuse darkness.

    Raises:
        FramesMismatch: the message says which frame is dark.
    """
    for name, frame in (("before", before), ("after", after)):
        if np.asarray(frame)[::EVERY, ::EVERY].mean() < DARK_LEVEL:
            raise FramesMismatch(f"the frame {name!r} is dark; more light is needed")


def reduce_to(image: Image.Image, side: int) -> Image.Image:
    """The mean of each square of pixels, the largest that leaves at least `side` of them each way."""
    factor = max(1, min(image.size) // side)
    return image.reduce(factor) if factor > 1 else image


def shrink(image: Image.Image, side: int) -> Frame:
    """Resize so that the longer side is `side`: float32 (h, w, 3), 0–1."""
    scale = side / max(image.size)
    size = (max(16, round(image.width * scale)), max(16, round(image.height * scale)))
    return np.asarray(image.resize(size, Image.Resampling.BOX, reducing_gap=3.0), dtype=np.float32) / np.float32(255)


def move(before: Image.Image, shift: tuple[float, float], *, onto: Image.Image) -> Image.Image:
    """Move a frame by shares of its height and width.

    What the shift uncovers is taken from `onto`: of a place that one frame does not show, nothing can be told.
    """
    moved = onto.copy()
    moved.paste(before, (round(shift[1] * onto.width), round(shift[0] * onto.height)))
    return moved


def find_shift(before: Image.Image, after: Image.Image) -> tuple[float, float]:
    """How far to move `before`, as shares of the height and width; nothing where that is unsure or would be far."""
    first, second = (shrink(frame.convert("L"), GLANCE_SIDE) for frame in (before, after))
    (down, right), strength = correlate_phase(first, second)
    shift = down / first.shape[0], right / first.shape[1]
    is_shift = strength >= LEAST_STRENGTH and max(map(abs, shift)) <= LARGEST_SHIFT_SHARE
    return shift if is_shift else (0.0, 0.0)


def correlate_phase(first: Frame, second: Frame) -> tuple[tuple[float, float], float]:
    """How many pixels down and right to move the first (h, w) onto the second, to an eighth; and how sure that is.

    The strength is the height of the peak as a multiple of the correlation's root mean square: about 5 for pictures
    that have nothing in common. Guizar-Sicairos, Thurman & Fienup 2008, "Efficient subpixel image registration
    algorithms": the peak of the phase correlation to a pixel, then its surroundings by a discrete Fourier transform
    of those few places alone.
    """
    cross = np.fft.rfft2(second) * np.conj(np.fft.rfft2(first))
    cross /= np.maximum(np.abs(cross), LEAST_AMPLITUDE)
    coarse = np.abs(np.fft.irfft2(cross, s=first.shape))
    peak = np.unravel_index(int(np.argmax(coarse)), coarse.shape)
    steps = np.arange(-FINE_REACH, FINE_REACH) / SUBPIXELS
    down, right = (steps + (at - size if at > size // 2 else at) for at, size in zip(peak, coarse.shape, strict=True))
    rows = np.exp(2j * np.pi * np.outer(down, np.fft.fftfreq(coarse.shape[0])))
    columns = np.exp(2j * np.pi * np.outer(np.fft.rfftfreq(coarse.shape[1]), right))
    columns[1:] *= 2  # the half of the spectrum that a real transform leaves out
    fine = np.abs((rows @ (cross @ columns)).real)
    best = np.unravel_index(int(np.argmax(fine)), fine.shape)
    strength = coarse[peak] / np.sqrt(np.square(coarse).mean())
    return (float(down[best[0]]), float(right[best[1]])), float(strength)


def equalise_light(first: Frame, second: Frame) -> Frame:
    """Scale each channel of the first frame to the second's light, by the median ratio over all pixels."""
    ratio = np.median((second + 1 / 255) / (first + 1 / 255), axis=(0, 1))
    equal: Frame = np.clip(first * ratio, 0, 1).astype(np.float32)
    return equal
