"""Things cut out of their photos, and the plain grounds on which a model is shown them."""

from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter
from scipy.ndimage import binary_erosion, binary_fill_holes, gaussian_filter, label

from inference.vision.images import DECODER_ERRORS
from training.errors import DatasetError
from training.generation.composing import SIDE, compose

WHITE = 238
WHITE_BORDER_SHARE = 0.985
LEAST_SHARE, LARGEST_SHARE = 0.08, 0.85
LEAST_SOLIDITY = 0.75
EROSION, SOFTENING = 2, 0.7
OPAQUE = 128
KEPT = 256  # cut-outs that a process remembers

WHITE_GROUNDS, GREY_GROUNDS = 0.5, 0.3  # the rest have any colour
PAPER_WHITES, GREYS, TINT = (235.0, 255.0), (20.0, 255.0), 12.0
FADING_GROUNDS, GRADIENT = 0.5, 18.0
CORNERS, WAVES, WAVE = 64, range(2, 6), 0.22
SHAPE_RADIUS, SLENDERNESS, SHAPE_BLUR = (0.25, 0.5), (0.45, 1.0), 1.2


@lru_cache(KEPT)
def open_thing(path: Path) -> Image.Image:
    """Cut one thing out of its photo, by its transparency or from a white ground: RGBA, cropped to what is opaque.

    It is no larger than the picture that it is laid on.

    Raises:
        DatasetError: it has neither, or cannot be decoded.
    """
    try:
        with Image.open(path) as photo:
            photo.load()
    except DECODER_ERRORS as error:
        raise DatasetError(f"{path}: {error}") from error
    thing = crop_to_opaque(photo.convert("RGBA")) if photo.has_transparency_data else cut_from_white(photo)
    if thing is None:
        raise DatasetError(f"{path}: neither transparent nor one thing on white")
    thing.thumbnail((SIDE, SIDE))
    return thing


def lay_on_plain(thing: Image.Image, random: np.random.Generator) -> Image.Image:
    """Lay a thing (RGBA), once or several times, turned and lit at random, on a plain ground: RGB, 448 px square."""
    return compose([thing], plain_ground(SIDE, random), random)


def cut_to_shape(photo: Image.Image, random: np.random.Generator) -> Image.Image:
    """Leave of an RGB photo what a random round shape covers, on a plain ground: its stuff without its place."""
    side = min(photo.size)
    left, top = ((length - side) // 2 for length in photo.size)
    photo = photo.crop((left, top, left + side, top + side))
    shape = Image.new("L", photo.size)
    ImageDraw.Draw(shape).polygon([(float(x), float(y)) for x, y in side * _outline(random)], fill=255)
    return Image.composite(photo, plain_ground(side, random), shape.filter(ImageFilter.GaussianBlur(SHAPE_BLUR)))


def plain_ground(side: int, random: np.random.Generator) -> Image.Image:
    """A square of white, grey or any one colour, now and then fading into another: RGB."""
    lot = random.random()
    if lot < WHITE_GROUNDS:
        color = np.full(3, random.uniform(*PAPER_WHITES))
    elif lot < WHITE_GROUNDS + GREY_GROUNDS:
        color = np.full(3, random.uniform(*GREYS)) + random.normal(0, TINT, 3)
    else:
        color = random.uniform(0, 255, 3)
    fading = random.normal(0, GRADIENT, 3) * (random.random() < FADING_GROUNDS)
    slope = np.linspace(0, 1, side)[:, np.newaxis, np.newaxis]
    pixels = np.broadcast_to(np.clip(color + slope * fading, 0, 255), (side, side, 3)).astype(np.uint8)
    return Image.fromarray(np.rot90(pixels, int(random.integers(4))).copy())


def cut_from_white(photo: Image.Image) -> Image.Image | None:
    """Cut what stands before white, with a soft rim; None where the ground is not white or the cut-out leaks."""
    pixels = np.asarray(photo.convert("RGB"))
    white = pixels.min(2) >= WHITE
    border = np.concatenate([white[0], white[-1], white[:, 0], white[:, -1]])
    if border.mean() < WHITE_BORDER_SHARE:
        return None
    regions, _ = label(white)
    ground = np.isin(
        regions, np.unique(np.concatenate([regions[0], regions[-1], regions[:, 0], regions[:, -1]])[border])
    )
    solid = _largest(binary_fill_holes(~ground))
    if not LEAST_SHARE < solid.mean() < LARGEST_SHARE or _solidity(solid) < LEAST_SOLIDITY:
        return None
    alpha = gaussian_filter(binary_erosion(solid, iterations=EROSION).astype(np.float32), SOFTENING)
    return crop_to_opaque(Image.fromarray(np.dstack([pixels, 255 * alpha]).astype(np.uint8)))


def crop_to_opaque(image: Image.Image) -> Image.Image:
    """Crop an RGBA image to its opaque part."""
    box = image.getchannel("A").point(lambda value: 255 * (value >= OPAQUE)).getbbox()
    return image.crop(box) if box else image


def _largest(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    regions, count = label(mask)
    if count == 0:
        return mask
    largest: NDArray[np.bool_] = regions == 1 + int(np.argmax(np.bincount(regions.ravel())[1:]))
    return largest


def _solidity(mask: NDArray[np.bool_]) -> float:
    from skimage.measure import regionprops

    return float(regionprops(mask.astype(np.uint8))[0].solidity)


def _outline(random: np.random.Generator) -> NDArray[np.float64]:
    """Corners (N, 2) of a wavy ellipse within a square of side 1."""
    angles = np.linspace(0, 2 * np.pi, CORNERS, endpoint=False)
    radii = np.ones(CORNERS)
    for k in WAVES:
        radii += random.normal(0, WAVE / k) * np.cos(k * angles + random.uniform(0, 2 * np.pi))
    across = np.stack([np.cos(angles), random.uniform(*SLENDERNESS) * np.sin(angles)], axis=1) * radii[:, np.newaxis]
    turn = random.uniform(0, np.pi)
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    radius = random.uniform(*SHAPE_RADIUS)
    room = 0.5 - 0.8 * radius
    corners: NDArray[np.float64] = 0.5 + random.uniform(-room, room, 2) + radius * across @ rotation
    return corners
