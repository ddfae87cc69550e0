"""From two frames to an answer: what kind of change, which pixels, and the item cut out."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from inference.errors import FramesMismatch
from inference.vision.change.detector import ChangeDetector
from inference.vision.change.frames import check_light, check_shapes, find_shift, move, reduce_to
from inference.vision.change.guided_filter import follow_edges
from inference.vision.change.mask import Box, Mask, bounding_box
from inference.vision.change.pieces import keep_large

Kind = Literal["added", "removed", "moved", "none"]
Alike = Callable[[Image.Image, Image.Image], bool]

LEAST_AREA_SHARE = 0.004
LEAST_PIECE_SHARE = 0.12
CRUMB_SHARE = 0.05
LARGEST_AREA_SHARE = 0.5
LEAST_COUNTERPART = 0.25
CROP_MARGIN = 0.12
NEUTRAL = (235, 235, 235)


@dataclass(frozen=True)
class Change:
    """The change: its kind, mask (uint8 0 or 255, shape of `after`), share of the frame, box (x0, y0, x1, y1) and crop.

    Box and crop are of the frame that holds the item: `before`, aligned, for "removed", else `after`. The mask of
    "moved" holds both its old place and its new one.
    """

    kind: Kind
    mask: NDArray[np.uint8]
    mask_fraction: float
    box: Box | None
    crop: Image.Image | None


def find_change(
    detector: ChangeDetector, before: Image.Image, after: Image.Image, *, alike: Alike = lambda _new, _old: True
) -> Change:
    """Compare two RGB frames; what appeared was only moved if it looks like what vanished.

    Raises:
        FramesMismatch: they differ in shape, one is dark, or they show different places.
    """
    check_shapes(before, after)
    sized = before.resize(after.size, Image.Resampling.BICUBIC, reducing_gap=2.0)
    small = reduce_to(sized, detector.side), reduce_to(after, detector.side)
    check_light(*small)
    shift = find_shift(*small)
    maps = detector.compare(move(small[0], shift, onto=small[1]), small[1])
    aligned = move(sized, shift, onto=after)
    appeared = _outline(maps.appeared, after)
    vanished = _outline(maps.vanished, aligned)
    kind = tell_kind(appeared, vanished)
    if kind == "none":
        return Change("none", np.zeros(appeared.shape, dtype=np.uint8), 0.0, None, None)
    mask = {"added": appeared, "removed": vanished, "moved": appeared | vanished}[kind]
    _check_share(mask)
    if kind == "moved" and not alike(_cut_out(after, appeared), _cut_out(aligned, vanished)):
        kind, mask = "added", appeared
    item, holder = (vanished, aligned) if kind == "removed" else (appeared, after)
    share = round(float(mask.mean()), 5)
    return Change(kind, mask.astype(np.uint8) * 255, share, bounding_box(item), _cut_out(holder, item))


def enlarge(change: Change, size: tuple[int, int]) -> Change:
    """The same change in the pixels of a larger `after`: (width, height); the crop stays."""
    height, width = change.mask.shape
    if size == (width, height):
        return change
    mask = np.asarray(Image.fromarray(change.mask).resize(size, Image.Resampling.NEAREST))
    x, y = size[0] / width, size[1] / height
    box = change.box
    scaled = box and (round(box[0] * x), round(box[1] * y), round(box[2] * x), round(box[3] * y))
    return replace(change, mask=mask, box=scaled)


def tell_kind(appeared: Mask, vanished: Mask) -> Kind:
    """Both an appearance and a disappearance of like size are a move; a much smaller one is noise."""
    new, old = int(appeared.sum()), int(vanished.sum())
    if new == old == 0:
        return "none"
    if min(new, old) >= LEAST_COUNTERPART * max(new, old):
        return "moved"
    return "added" if new > old else "removed"


def cut_item(frame: Image.Image, mask: Mask, box: Box, *, margin: float = CROP_MARGIN) -> Image.Image:
    """Cut the item out with a margin (share of its longer side), on a neutral ground, as a square."""
    x0, y0, x1, y1 = box
    side = round(max(x1 - x0, y1 - y0) * (1 + 2 * margin))
    left, top = (x0 + x1 - side) // 2, (y0 + y1 - side) // 2
    square = Image.new("RGB", (side, side), NEUTRAL)
    square.paste(frame.crop(box), (x0 - left, y0 - top), Image.fromarray(mask[y0:y1, x0:x1]))
    return square


def _check_share(mask: Mask) -> None:
    share = float(mask.mean())
    if share > LARGEST_AREA_SHARE:
        raise FramesMismatch(f"{share:.0%} of the picture changed; are both photos of one place?")


def _cut_out(frame: Image.Image, mask: Mask) -> Image.Image:
    return cut_item(frame, mask, bounding_box(mask))


def _outline(mask: Mask, frame: Image.Image) -> Mask:
    """Drop what is small, and follow the frame's edges; its grain leaves crumbs, which are dropped as well."""
    large = keep_large(mask, share=LEAST_PIECE_SHARE, area=LEAST_AREA_SHARE * mask.size)
    return keep_large(follow_edges(large, frame), share=CRUMB_SHARE)
