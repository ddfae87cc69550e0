"""Draw vegetables on a table: shaded solids that the model takes for what they are, and nobody's photos."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

SIDE = 640
WOOD = (196.0, 160.0, 118.0)
GREEN = (74, 120, 44)
LIGHT = np.array([-0.45, -0.6, 0.66])
SPECKS = 32
SCALE_SEED = 20  # of the table that things are weighed on
Floats = np.ndarray


@dataclass(frozen=True)
class Fruit:
    """A solid: its centre and half axes as shares of the picture, its colour and skin; `leafy` ones have a calyx."""

    center: tuple[float, float]
    axes: tuple[float, float]
    color: tuple[int, int, int]
    tilt: float = 0.0
    lobes: int = 0
    depth: float = 0.02
    speckle: float = 0.06
    gloss: float = 0.8
    leafy: bool = False


def tomato(x: float, y: float, size: float) -> Fruit:
    """A red tomato."""
    return Fruit((x, y), (size, size * 0.88), (214, 38, 22), lobes=5, depth=0.018, leafy=True)


def pepper(x: float, y: float, size: float) -> Fruit:
    """A yellow bell pepper."""
    return Fruit((x, y), (size, size * 0.95), (240, 190, 30), lobes=4, depth=0.09, speckle=0.03, gloss=0.9, leafy=True)


def potato(x: float, y: float, size: float) -> Fruit:
    """A potato."""
    return Fruit((x, y), (size, size * 0.75), (190, 150, 92), 0.2, 3, 0.03, speckle=0.16, gloss=0.15)


def pumpkin(x: float, y: float, size: float) -> Fruit:
    """A pumpkin without its stalk."""
    return Fruit((x, y), (size, size), (235, 120, 20), lobes=9, depth=0.03, speckle=0.1, gloss=0.3)


def weighed() -> list[list[Fruit]]:
    """What lies on a scale, weighing by weighing: nothing, tomatoes, two peppers beside them."""
    tomatoes = [tomato(0.25, 0.33, 0.14), tomato(0.45, 0.33, 0.133), tomato(0.35, 0.5, 0.147)]
    return [[], tomatoes, [*tomatoes, pepper(0.68, 0.64, 0.12), pepper(0.85, 0.72, 0.12)]]


def draw_table(path: Path, fruits: Sequence[Fruit], *, seed: int = 1) -> Path:
    """Draw fruits on a wooden table, those at the back first, and keep the picture; the table is the seed's."""
    canvas = _plank(np.random.default_rng(seed))
    for number, fruit in enumerate(fruits):
        _shade(canvas, fruit, np.random.default_rng(seed + number))
    picture = Image.fromarray(canvas.astype("uint8"))
    for number, fruit in enumerate(fruits):
        if fruit.leafy:
            picture = _crown(picture, fruit, np.random.default_rng(seed + number))
    picture.filter(ImageFilter.GaussianBlur(0.7)).save(path, quality=92)
    return path


def _plank(random: np.random.Generator) -> Floats:
    """Wood, lit from the upper left: float (SIDE, SIDE, 3), sRGB 0–255."""
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(float)
    drift = random.normal(0, 1, (SIDE, 1)).cumsum(0) * 0.15
    grain = np.sin(y * 0.09 + np.sin(x * 0.006) * 5 + drift) * 7 - 30 * (np.sin(y * 0.0246) > 0.995)
    grain += _noise(random, SIDE // 2) * 10
    light = 1.08 - 0.3 * (((x / SIDE) - 0.35) ** 2 + ((y / SIDE) - 0.3) ** 2)
    return np.clip((np.array(WOOD) + grain[..., None]) * light[..., None], 0, 255)


def _shade(canvas: Floats, fruit: Fruit, random: np.random.Generator) -> None:
    """Lay a solid and its shadow on the canvas: Blinn-Phong shading of a lobed ellipsoid."""
    y, x = np.mgrid[0:SIDE, 0:SIDE] / SIDE
    dx, dy, (rx, ry) = x - fruit.center[0], y - fruit.center[1], fruit.axes
    u = (dx * np.cos(fruit.tilt) + dy * np.sin(fruit.tilt)) / rx
    v = (dy * np.cos(fruit.tilt) - dx * np.sin(fruit.tilt)) / ry
    edge = 1 + (fruit.depth * np.cos(fruit.lobes * np.arctan2(v, u)) if fruit.lobes else 0.0)
    radius = np.hypot(u, v) / edge
    away = ((dx - rx * 0.18) / (rx * 1.1)) ** 2 + ((dy - ry * 0.62) / (ry * 0.62)) ** 2
    canvas *= 1 - 0.55 * np.exp(-np.clip(away - 0.35, 0, None) * 3.2)[..., None]
    height = np.sqrt(np.clip(1 - radius**2, 0, 1))
    skin = np.array(fruit.color, float) * (1 + 2 * fruit.speckle * _noise(random, SPECKS)[..., None])
    color = _light(np.stack([u / edge, v / edge, height], -1), skin, fruit.gloss)
    cover = np.clip((1 - radius) * min(rx, ry) * SIDE / 1.5, 0, 1)[..., None]
    canvas[:] = np.clip(canvas * (1 - cover) + color * cover, 0, 255)


def _light(normal: Floats, skin: Floats, gloss: float) -> Floats:
    normal = normal / (np.linalg.norm(normal, axis=-1, keepdims=True) + 1e-9)
    light = LIGHT / np.linalg.norm(LIGHT)
    half = light + np.array([0.0, 0.0, 1.0])
    diffuse = np.clip(normal @ light, 0, 1)[..., None]
    shine = np.clip(normal @ (half / np.linalg.norm(half)), 0, 1)[..., None] ** 40
    return skin * (0.28 + 0.85 * diffuse) + 190 * gloss * shine


def _noise(random: np.random.Generator, cells: int) -> Floats:
    """Smooth noise, -0.5–0.5."""
    dots = Image.fromarray((random.random((cells, cells)) * 255).astype("uint8"))
    return np.asarray(dots.resize((SIDE, SIDE), Image.Resampling.BICUBIC), float) / 255 - 0.5


def _crown(picture: Image.Image, fruit: Fruit, random: np.random.Generator) -> Image.Image:
    """Put a calyx on top, drawn three times as large to be smooth."""
    scale = 3
    large = picture.resize((SIDE * scale, SIDE * scale), Image.Resampling.LANCZOS)
    draw, unit = ImageDraw.Draw(large, "RGBA"), SIDE * scale
    size = fruit.axes[0] * 0.5 * unit
    x, y = (fruit.center[0] + fruit.axes[0] * 0.05) * unit, (fruit.center[1] - fruit.axes[0] * 0.45) * unit
    for angle in np.arange(6) * np.pi / 3 + random.uniform(-0.2, 0.2, 6):
        leaf = [
            (x + np.cos(angle + turn) * size * reach, y + np.sin(angle + turn) * size * reach * 0.65)
            for turn, reach in ((0.5, 0.28), (0.0, random.uniform(0.8, 1.15)), (-0.5, 0.28))
        ]
        draw.polygon([(px + 4, py + 8) for px, py in leaf], fill=(40, 10, 5, 90))
        draw.polygon(leaf, fill=tuple(int(part * random.uniform(0.85, 1.15)) for part in GREEN))
    draw.line([(x, y), (x + size * 0.15, y - size * 0.45)], fill=(96, 130, 60), width=int(size * 0.13))
    return large.resize((SIDE, SIDE), Image.Resampling.LANCZOS)
