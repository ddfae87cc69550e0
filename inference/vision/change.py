"""What changed between two photos of a scale: the pixels of the item that was added or taken away."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from inference.errors import FramesMismatch

Kind = Literal["added", "removed", "none"]

LOOK_SIDE = 256
ASPECT_TOLERANCE = 0.03
DARK_LEVEL = 10.0
LARGEST_SHIFT_SHARE = 0.06
LEAST_DIFFERENCE = 0.35
LEAST_COLOR_CHANGE = 0.06
LEAST_AREA_SHARE = 0.004
CLOSING_RADIUS, OPENING_RADIUS = 5, 2
BRIM_SHARE = 0.02
CROP_MARGIN = 0.12
NEUTRAL = (235, 235, 235)


@dataclass(frozen=True)
class Change:
    """The change: its kind, mask (uint8 0 or 255, shape of `after`), share of the frame, box (x0, y0, x1, y1) and crop.

    Box and crop are of the frame that holds the item: `after` for "added", `before` for "removed".
    """

    kind: Kind
    mask: NDArray[np.uint8]
    mask_fraction: float
    box: tuple[int, int, int, int] | None
    crop: Image.Image | None


def find_added(before: Image.Image, after: Image.Image) -> Change:
    """Compare two RGB frames by structural similarity (Wang et al. 2004, section III-B) after registration.

    Raises:
        FramesMismatch: the frames differ in shape, or one is dark.
    """
    first, second = _look(before, after)
    first = _equalise_light(_register(first, second), second)
    mask = _clean(_difference(first, second))
    full = _grow(mask, after.size)
    fraction = float((full > 0).mean())
    if fraction < LEAST_AREA_SHARE:
        return Change("none", np.zeros_like(full), 0.0, None, None)
    kind: Kind = "added" if _edge(second, mask) >= _edge(first, mask) else "removed"
    box = _box(full)
    holder = after if kind == "added" else before.resize(after.size)
    return Change(kind, full, round(fraction, 5), box, _cut(holder, full, box))


def _look(before: Image.Image, after: Image.Image) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    aspects = before.width / before.height, after.width / after.height
    if abs(aspects[0] / aspects[1] - 1) > ASPECT_TOLERANCE:
        raise FramesMismatch(
            f"the frames have different shapes: {before.width} × {before.height} and {after.width} × {after.height}"
        )
    scale = LOOK_SIDE / max(after.size)
    size = (max(16, round(after.width * scale)), max(16, round(after.height * scale)))
    frames = [np.asarray(i.resize(size, Image.Resampling.BOX), dtype=np.float64) / 255 for i in (before, after)]
    for name, frame in zip(("before", "after"), frames, strict=True):
        if frame.mean() * 255 < DARK_LEVEL:
            raise FramesMismatch(f"the frame {name!r} is dark; more light is needed")
    return frames[0], frames[1]


def _register(first: NDArray[np.float64], second: NDArray[np.float64]) -> NDArray[np.float64]:
    """Undo a small shift of the camera, found by phase correlation (Guizar-Sicairos et al. 2008)."""
    from skimage.registration import phase_cross_correlation

    shift = phase_cross_correlation(second.mean(2), first.mean(2), upsample_factor=1)[0]
    rows, columns = int(shift[0]), int(shift[1])
    if max(abs(rows) / first.shape[0], abs(columns) / first.shape[1]) > LARGEST_SHIFT_SHARE:
        return first
    padded = np.pad(first, ((abs(rows),) * 2, (abs(columns),) * 2, (0, 0)), mode="edge")
    top, left = abs(rows) - rows, abs(columns) - columns
    return padded[top : top + first.shape[0], left : left + first.shape[1]]


def _equalise_light(first: NDArray[np.float64], second: NDArray[np.float64]) -> NDArray[np.float64]:
    """Scale each channel of the first frame to the second's light, by the median ratio over all pixels."""
    ratio = np.median((second + 1 / 255) / (first + 1 / 255), axis=(0, 1))
    return np.clip(first * ratio, 0, 1)


def _difference(first: NDArray[np.float64], second: NDArray[np.float64]) -> NDArray[np.bool_]:
    from skimage.filters import gaussian, threshold_otsu
    from skimage.metrics import structural_similarity

    similarity = structural_similarity(
        first,
        second,
        channel_axis=2,
        data_range=1.0,
        gaussian_weights=True,
        sigma=1.5,
        use_sample_covariance=False,
        full=True,
    )[1].mean(2)
    unlike = gaussian(1 - similarity, 1.5)
    color = gaussian(np.abs(first - second).max(2), 1.5)
    changed: NDArray[np.bool_] = (unlike > max(LEAST_DIFFERENCE, float(threshold_otsu(unlike)))) & (
        color > LEAST_COLOR_CHANGE
    )
    return changed


def _clean(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Close gaps, drop specks and whatever a shift uncovered at the brim, and keep the largest piece, filled."""
    from scipy.ndimage import binary_fill_holes
    from skimage.measure import label, regionprops
    from skimage.morphology import closing, disk, opening

    brim = max(1, round(BRIM_SHARE * min(mask.shape)))
    mask = mask.copy()
    mask[:brim], mask[-brim:], mask[:, :brim], mask[:, -brim:] = False, False, False, False
    whole = binary_fill_holes(closing(opening(mask, disk(OPENING_RADIUS)), disk(CLOSING_RADIUS)))
    pieces = label(whole)
    regions = regionprops(pieces)
    if not regions:
        return np.zeros_like(mask)
    largest: NDArray[np.bool_] = pieces == max(regions, key=lambda region: region.area).label
    return largest


def _edge(frame: NDArray[np.float64], mask: NDArray[np.bool_]) -> float:
    """How strong edges are along the rim of the mask: they are the outline of the item where it lies."""
    from skimage.filters import sobel
    from skimage.segmentation import find_boundaries

    rim = find_boundaries(mask, mode="thick")
    return float(sobel(frame.mean(2))[rim].mean()) if rim.any() else 0.0


def _grow(mask: NDArray[np.bool_], size: tuple[int, int]) -> NDArray[np.uint8]:
    image = Image.fromarray(mask.astype(np.uint8) * 255).resize(size, Image.Resampling.BILINEAR)
    return np.where(np.asarray(image) > 127, np.uint8(255), np.uint8(0))  # noqa: PLR2004  # half of white


def _box(mask: NDArray[np.uint8]) -> tuple[int, int, int, int]:
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _cut(frame: Image.Image, mask: NDArray[np.uint8], box: tuple[int, int, int, int]) -> Image.Image:
    """Cut the item out with a margin, on a neutral ground, as a square."""
    x0, y0, x1, y1 = box
    side = round(max(x1 - x0, y1 - y0) * (1 + 2 * CROP_MARGIN))
    left, top = (x0 + x1 - side) // 2, (y0 + y1 - side) // 2
    ground = Image.new("RGB", frame.size, NEUTRAL)
    ground.paste(frame, mask=Image.fromarray(mask))
    square = Image.new("RGB", (side, side), NEUTRAL)
    square.paste(ground.crop((left, top, left + side, top + side)))
    return square
