"""Things drawn from numbers, round ones and boxes: for pairs that hold no photo of a data set."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from training.change.items import Item
from training.change.surfaces import Random, smooth_noise
from training.data.things import crop_to_opaque

SIDE = 160
LIGHT = np.array([-0.4, -0.6, 0.7])
RIM_SOFTNESS = 0.02
PRINT_CELLS = 6


def draw_item(random: Random, name: str = "drawn") -> Item:
    """Draw a fruit (an ellipsoid, perhaps bent) or a printed box."""
    draw = (_fruit, _fruit, _box)[int(random.integers(3))]
    return Item(name, name, crop_to_opaque(Image.fromarray(draw(random))))


def _fruit(random: Random) -> NDArray[np.uint8]:
    """Shade an ellipsoid by Lambert's law, with mottled skin and a highlight (Phong 1975)."""
    y, x = np.mgrid[-1 : 1 : SIDE * 1j, -1 : 1 : SIDE * 1j]
    long, thin = 0.95, random.uniform(0.3, 0.95)
    y = y + random.uniform(-0.35, 0.35) * (x**2 - 0.3) * (thin < 0.6)  # noqa: PLR2004  # long ones bend
    lumps = 1 + smooth_noise(random, SIDE, 4) * random.uniform(0, 0.05)
    radius = np.sqrt((x / long) ** 2 + (y / thin) ** 2) * lumps
    height = np.sqrt(np.clip(1 - radius**2, 0, 1))
    normal = np.dstack([x / long, y / thin, height])
    normal /= np.linalg.norm(normal, axis=2, keepdims=True) + 1e-6
    lit = np.clip(normal @ (LIGHT / np.linalg.norm(LIGHT)), 0, 1)
    skin = _color(random) * (1 + smooth_noise(random, SIDE, 20) * random.uniform(0.02, 0.12))[..., None]
    skin = skin + _color(random) * np.clip(smooth_noise(random, SIDE, 3), 0, 1)[..., None] * random.uniform(0, 0.4)
    shaded = skin * (0.35 + 0.75 * lit)[..., None] + (random.uniform(0, 0.6) * lit**30)[..., None]
    return _rgba(shaded, np.clip((0.95 - radius) / RIM_SOFTNESS, 0, 1))


def _box(random: Random) -> NDArray[np.uint8]:
    """A carton seen from above at a slant: a printed face and a darker side."""
    width, height = random.uniform(0.45, 0.95), random.uniform(0.5, 0.95)
    rows, columns = np.mgrid[0 : 1 : SIDE * 1j, 0 : 1 : SIDE * 1j]
    inside = (rows < height) & (columns < width)
    cells = random.uniform(0, 1, (PRINT_CELLS, PRINT_CELLS)) < random.uniform(0.1, 0.5)
    printed = cells[(rows * PRINT_CELLS).astype(int).clip(0, 5), (columns * PRINT_CELLS).astype(int).clip(0, 5)]
    face = np.where(printed[..., None], _color(random), _color(random))
    face = face * (1 - 0.35 * (columns > width * 0.82))[..., None]
    return _rgba(face * (1 + 0.1 * (0.5 - rows))[..., None], inside.astype(np.float64))


def _color(random: Random) -> NDArray[np.float64]:
    """A colour that is rarely grey."""
    color = random.uniform(0.03, 0.95, 3)
    color[int(random.integers(3))] *= 0.4
    return color


def _rgba(pixels: NDArray[np.float64], alpha: NDArray[np.float64]) -> NDArray[np.uint8]:
    return (np.clip(np.dstack([pixels, alpha]), 0, 1) * 255).astype(np.uint8)
