"""The scale: find what was added between two photos, and say what it is."""

import io
from dataclasses import dataclass
from functools import partial

import numpy as np
from PIL import Image

from inference.analysis import Analyst
from inference.errors import SameFrame
from inference.vision.change.detector import Method
from inference.vision.change.finding import Change, enlarge, find_change
from inference.vision.change.naming import look_alike, name_item
from inference.vision.classifier import Classification
from inference.vision.color_naming import ColorReport, name_colors
from inference.vision.images import open_image

# an item of a quarter of the frame then still has the pixels that a classifier looks at
FRAME_SIDE = 1024


@dataclass(frozen=True)
class Weighing:
    """What changed; for an item that was added, taken away or moved, what it is and its colours."""

    change: Change
    classification: Classification | None
    colors: ColorReport | None
    method: Method


def weigh(analyst: Analyst, before: bytes, after: bytes, *, domain: str, method: Method | None = None) -> Weighing:
    """Compare two photos of the same place, by the best method there is where none is named.

    Raises:
        ImageError: one of them cannot be used.
        FramesMismatch: they cannot be compared.
        ModelNotFound: there is no such method or domain here.
    """
    detector = analyst.detectors.get(method)
    frames = [open_image(data, max_pixels=analyst.max_pixels, min_side=FRAME_SIDE) for data in (before, after)]
    classifier = analyst.models.get(domain)
    change = find_change(detector, frames[0].image, frames[1].image, alike=partial(look_alike, classifier))
    whole = enlarge(change, (frames[1].width, frames[1].height))
    if change.crop is None:
        return Weighing(whole, None, None, detector.method)
    seen = name_item(classifier, change.crop)
    return Weighing(whole, seen, name_colors(change.crop, analyst.palettes), detector.method)


def refuse_twins(before: bytes, after: bytes) -> None:
    """Two uploads of one file are a mistake; raises SameFrame."""
    if before == after:
        raise SameFrame("before and after are the same file")


def draw_mask(change: Change) -> bytes:
    """The mask as a PNG: white where something changed."""
    buffer = io.BytesIO()
    Image.fromarray(change.mask).save(buffer, "PNG")
    return buffer.getvalue()


def count_runs(change: Change) -> list[int]:
    """The mask as run lengths, column by column, unchanged pixels first: COCO's uncompressed RLE."""
    flat = change.mask.ravel(order="F") > 0
    borders = np.flatnonzero(flat[1:] != flat[:-1]) + 1
    runs = np.diff([0, *borders.tolist(), flat.size]).tolist()
    return [0, *runs] if flat[0] else runs
