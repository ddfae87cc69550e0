"""Surfaces drawn from numbers: brushed steel, wood, cloth and a tray; for pairs that hold no photo of a data set."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy.ndimage import gaussian_filter, gaussian_filter1d, zoom

Pixels = NDArray[np.float32]
Random = np.random.Generator

STEEL_GREY, STEEL_TINT = (0.45, 0.8), 0.03
WOODS = ((0.72, 0.52, 0.34), (0.55, 0.36, 0.22), (0.83, 0.68, 0.48), (0.42, 0.28, 0.2))
TRAY_INSET, TRAY_ROUNDING = (0.03, 0.09), (0.04, 0.12)


def draw_surface(random: Random, side: int) -> Pixels:
    """Draw one of the surfaces: float32 (side, side, 3), sRGB 0–1."""
    draw: Callable[[Random, int], Pixels] = SURFACES[int(random.integers(len(SURFACES)))]
    return np.clip(draw(random, side), 0.02, 0.98).astype(np.float32)


def smooth_noise(random: Random, side: int, cells: int) -> Pixels:
    """Noise of `cells` patches a side, zero mean, about unit spread: float32 (side, side)."""
    coarse = random.normal(0, 1, (cells + 3, cells + 3))
    fine: Pixels = zoom(coarse, (side + side // cells * 3) / (cells + 3), order=1)[:side, :side].astype(np.float32)
    return fine


def _steel(random: Random, side: int) -> Pixels:
    """Brushed steel: noise drawn out along one direction, with a broad reflection."""
    grey = random.uniform(*STEEL_GREY)
    brush = gaussian_filter1d(random.normal(0, 1, (side, side)), side / 12, axis=1) * random.uniform(0.1, 0.35)
    shine = smooth_noise(random, side, 2) * random.uniform(0.02, 0.08)
    plate = (grey + brush + shine)[..., None] * (1 + random.uniform(-STEEL_TINT, STEEL_TINT, 3))
    return _turned(plate, random)


def _wood(random: Random, side: int) -> Pixels:
    """Planks: rings of a distance field that noise bends (after Perlin 1985, the wood of "An image synthesizer")."""
    color = np.array(WOODS[int(random.integers(len(WOODS)))])
    rows = np.linspace(0, random.uniform(3, 9), side)[:, None]
    bent = rows + 0.35 * smooth_noise(random, side, 3) + 0.03 * smooth_noise(random, side, 24)
    grain = np.sin(2 * np.pi * bent * random.uniform(2, 4)) * 0.05
    fibre = gaussian_filter1d(random.normal(0, 1, (side, side)), side / 25, axis=1) * 0.12
    planks = int(random.integers(1, 6))
    seams = (np.arange(side) % max(2, side // planks) < max(1, side // 120))[:, None] * (planks > 1) * 0.25
    tones = random.normal(0, 0.04, planks + 1)[np.minimum(np.arange(side) * planks // side, planks)][:, None]
    return _turned((1 + grain + fibre + tones - seams)[..., None] * color, random)


def _cloth(random: Random, side: int) -> Pixels:
    """Woven cloth: threads both ways, perhaps with stripes or checks, and soft folds."""
    color, other = random.uniform(0.2, 0.95, 3), random.uniform(0.1, 0.95, 3)
    across = np.arange(side) / side
    threads = np.sin(2 * np.pi * across * side / random.uniform(3, 6)) * 0.03
    weave = threads[None, :] + threads[:, None] + random.normal(0, 0.02, (side, side))
    bands = (np.sin(2 * np.pi * across * random.integers(3, 9)) > random.uniform(0, 0.9)).astype(float)
    pattern = int(random.integers(3))
    share = (bands[None, :] * (pattern > 0) + bands[:, None] * (pattern > 1)) / 2 * np.ones((side, side))
    folds = smooth_noise(random, side, 3) * 0.05
    mixed = color * (1 - share[..., None]) + other * share[..., None]
    return _turned(mixed * (1 + weave + folds)[..., None], random)


def _plain(random: Random, side: int) -> Pixels:
    """Painted board, paper or plastic: one colour with faint blotches."""
    color = random.uniform(0.1, 0.95, 3) * 0.5 + random.uniform(0.1, 0.95) * 0.5
    blotches = smooth_noise(random, side, 6) * 0.015 + random.normal(0, 0.008, (side, side))
    return (color * (1 + blotches)[..., None]).astype(np.float32)


def _tray(random: Random, side: int) -> Pixels:
    """A tray or the plate of a scale: a rounded field of one surface, a rim with light and shadow, another around."""
    around, inside = (SURFACES[int(random.integers(4))](random, side) for _ in range(2))
    inset, rounding = random.uniform(*TRAY_INSET) * side, random.uniform(*TRAY_ROUNDING) * side
    mask = Image.new("L", (side, side))
    ImageDraw.Draw(mask).rounded_rectangle((inset, inset, side - inset, side - inset), rounding, fill=255)
    field = gaussian_filter(np.asarray(mask, dtype=np.float32) / 255, side / 250)[..., None]
    height = gaussian_filter(field[..., 0], side / 90)
    lit = (np.gradient(height, axis=0) + np.gradient(height, axis=1)) * random.uniform(2, 6)
    tray: Pixels = around * (1 - field) + inside * field + lit[..., None].astype(np.float32)
    return tray


def _turned(pixels: NDArray[np.float64], random: Random) -> Pixels:
    return np.rot90(pixels, int(random.integers(4))).astype(np.float32)


SURFACES: tuple[Callable[[Random, int], Pixels], ...] = (_steel, _wood, _cloth, _plain, _tray)
