"""The scale: find what was added between two photos, and say what it is."""

import io
from dataclasses import dataclass
from typing import Literal

from PIL import Image

from inference.analysis import Analyst
from inference.errors import FramesMismatch
from inference.vision.change import Change, find_added
from inference.vision.classifier import Classification
from inference.vision.color_naming import ColorReport, name_colors
from inference.vision.images import open_image

Method = Literal["ssim"]

METHODS: tuple[Method, ...] = ("ssim",)


@dataclass(frozen=True)
class Weighing:
    """What changed; for an item that was added or taken away, what it is and its colours."""

    change: Change
    classification: Classification | None
    colors: ColorReport | None
    method: Method


def weigh(analyst: Analyst, before: bytes, after: bytes, *, domain: str) -> Weighing:
    """Compare two photos of the same place.

    Raises:
        ImageError: one of them cannot be used.
        FramesMismatch: they cannot be compared.
    """
    frames = [open_image(data, max_pixels=analyst.max_pixels).image for data in (before, after)]
    change = find_added(frames[0], frames[1])
    if change.crop is None:
        return Weighing(change, None, None, "ssim")
    seen = analyst.models.get(domain).classify(change.crop)
    return Weighing(change, seen, name_colors(change.crop, analyst.palettes), "ssim")


def refuse_twins(before: bytes, after: bytes) -> None:
    """Two uploads of one file are a mistake; raises FramesMismatch."""
    if before == after:
        raise FramesMismatch("before and after are the same file")


def draw_mask(change: Change) -> bytes:
    """The mask as a PNG: white where something changed."""
    buffer = io.BytesIO()
    Image.fromarray(change.mask).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
