"""Compose pairs of photos, before and after, with the truth of what was added, taken away or moved."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageEnhance, ImageFilter

from training.change.conditions import displace, photograph
from training.change.drawn import draw_item
from training.change.items import Item
from training.change.surfaces import Pixels, Random, draw_surface

Kind = Literal["added", "removed", "moved", "none"]

KINDS: tuple[Kind, ...] = ("added", "removed", "moved", "none")
APPEARED, VANISHED = 255, 128
MARGIN = 0.05
LEAST_SEEN, LEAST_AREA = 0.45, 0.008
ATTEMPTS = 12
MOST_ENLARGED = 1.6
VISIBLE = 0.5
CASTING = 0.6


@dataclass(frozen=True)
class Material:
    """What pairs are made of: cut-outs, photos of scenes, and how often numbers stand in for either."""

    items: Sequence[Item]
    scenes: Sequence[Path]
    drawn_share: float = 0.15
    surface_share: float = 0.55


@dataclass(frozen=True)
class Shape:
    """The side of the frames in pixels, the longer side of an item as a share of it, how much clutter, which kinds."""

    side: int = 256
    size: tuple[float, float] = (0.17, 0.45)
    clutter: int = 5
    kinds: tuple[float, float, float, float] = (0.5, 0.2, 0.1, 0.2)


@dataclass(frozen=True)
class Pair:
    """Two RGB frames and the truth in the pixels of `after`: uint8 (S, S), APPEARED, VANISHED or 0."""

    before: Image.Image
    after: Image.Image
    truth: NDArray[np.uint8]
    kind: Kind
    item: str


@dataclass(frozen=True)
class Placement:
    """A posed item, RGBA, with its top left corner on the canvas, and the throw and softness of its shadow."""

    image: Image.Image
    x: int
    y: int
    throw: tuple[int, int]
    softness: float
    depth: float


def compose_pair(material: Material, shape: Shape, seed: tuple[int, ...]) -> Pair:
    """Compose the pair that belongs to a seed, always the same one."""
    random = np.random.default_rng(seed)
    kind = KINDS[int(random.choice(len(KINDS), p=shape.kinds))]
    for _ in range(ATTEMPTS):
        pair = _try_to_compose(material, shape, kind, random)
        if pair is not None:
            return pair
    return compose_pair(material, shape, (*seed, 1))


def _try_to_compose(material: Material, shape: Shape, kind: Kind, random: Random) -> Pair | None:
    """Place clutter and the item at a random depth among it; None where too little of the item is seen."""
    canvas = round(shape.side * (1 + 2 * MARGIN))
    ground = _ground(material, canvas, random)
    throw = _throw(random, shape.side)
    clutter = [
        _place(_pick(material, random), shape, throw, random) for _ in range(int(random.integers(shape.clutter + 1)))
    ]
    item = _pick(material, random)
    placed = _place(item, shape, throw, random)
    moved = _elsewhere(placed, canvas, random) if kind == "moved" else placed
    depth = int(random.integers(len(clutter) // 2, len(clutter) + 1))
    scenes = {
        "before": [*clutter[:depth], *([placed] if kind in {"removed", "moved"} else []), *clutter[depth:]],
        "after": [*clutter[:depth], *([moved] if kind in {"added", "moved"} else []), *clutter[depth:]],
    }
    vanished = _seen(placed, clutter[depth:], canvas) if kind in {"removed", "moved"} else None
    appeared = _seen(moved, clutter[depth:], canvas) if kind in {"added", "moved"} else None
    for mask, placement in ((vanished, placed), (appeared, moved)):
        if mask is not None and not _is_visible(mask, placement, canvas):
            return None
    frames = {name: photograph(_render(ground, placements), random) for name, placements in scenes.items()}
    truth = _truth(appeared, vanished, canvas)
    before = displace(frames["before"], random, shape.side)
    return Pair(before, _middle(frames["after"], shape.side), np.asarray(_middle(truth, shape.side)), kind, item.kind)


def _ground(material: Material, side: int, random: Random) -> Pixels:
    if not material.scenes or random.random() < material.surface_share:
        return draw_surface(random, side)
    photo = Image.open(material.scenes[int(random.integers(len(material.scenes)))]).convert("RGB")
    cut = random.uniform(0.55, 1) * min(photo.size)
    x, y = random.uniform(0, photo.width - cut), random.uniform(0, photo.height - cut)
    box = (x, y, x + cut, y + cut)
    turned = photo.resize((side, side), Image.Resampling.BICUBIC, box=box)
    if random.random() < 0.5:  # noqa: PLR2004  # a fair coin
        turned = turned.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return np.asarray(turned, dtype=np.float32) / np.float32(255)


def _throw(random: Random, side: int) -> tuple[int, int]:
    """Where the lamp throws shadows: one direction for the whole scene."""
    angle, length = random.uniform(0, 2 * np.pi), random.uniform(0.005, 0.04) * side
    return round(np.cos(angle) * length), round(np.sin(angle) * length)


def _pick(material: Material, random: Random) -> Item:
    if not material.items or random.random() < material.drawn_share:
        return draw_item(random)
    return material.items[int(random.integers(len(material.items)))]


def _place(item: Item, shape: Shape, throw: tuple[int, int], random: Random) -> Placement:
    """Pose an item: size, a little squeezed, mirrored, turned, tinted; anywhere, at most a third beyond the edge."""
    longer = random.uniform(*shape.size) * shape.side
    scale = min(longer / max(item.image.size), MOST_ENLARGED)
    squeeze = random.uniform(0.9, 1.1)
    size = (max(8, round(item.image.width * scale * squeeze)), max(8, round(item.image.height * scale / squeeze)))
    posed = item.image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    if random.random() < 0.5:  # noqa: PLR2004  # a fair coin
        posed = posed.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    posed = posed.rotate(random.uniform(-180, 180), Image.Resampling.BICUBIC, expand=True)
    posed = _tint(posed, random)
    canvas = shape.side * (1 + 2 * MARGIN)
    x = random.uniform(MARGIN * shape.side - posed.width / 4, canvas - MARGIN * shape.side - posed.width * 3 / 4)
    y = random.uniform(MARGIN * shape.side - posed.height / 4, canvas - MARGIN * shape.side - posed.height * 3 / 4)
    softness = random.uniform(0.008, 0.03) * shape.side
    return Placement(posed, round(x), round(y), throw, softness, random.uniform(0.25, 0.65))


def _tint(image: Image.Image, random: Random) -> Image.Image:
    """No two items of a kind have quite the same colour."""
    alpha = image.getchannel("A")
    tinted = ImageEnhance.Color(image.convert("RGB")).enhance(random.uniform(0.7, 1.2))
    tinted = ImageEnhance.Brightness(tinted).enhance(random.uniform(0.75, 1.1))
    tinted.putalpha(alpha)
    return tinted


def _elsewhere(placement: Placement, canvas: int, random: Random) -> Placement:
    """Move it by at least a third of its size, and turn it perhaps."""
    reach = max(placement.image.size)
    angle, way = random.uniform(0, 2 * np.pi), random.uniform(0.35 * reach, max(0.4 * canvas, 0.5 * reach))
    image = placement.image
    if random.random() < 0.5:  # noqa: PLR2004  # a fair coin
        image = image.rotate(random.uniform(-90, 90), Image.Resampling.BICUBIC, expand=True)
    return replace(
        placement, image=image, x=placement.x + round(np.cos(angle) * way), y=placement.y + round(np.sin(angle) * way)
    )


def _alpha(placement: Placement, canvas: int, *, shift: tuple[int, int] = (0, 0)) -> Image.Image:
    layer = Image.new("L", (canvas, canvas))
    layer.paste(placement.image.getchannel("A"), (placement.x + shift[0], placement.y + shift[1]))
    return layer


def _seen(placement: Placement, above: Sequence[Placement], canvas: int) -> NDArray[np.bool_]:
    """The pixels where the item is what one sees: opaque, and under nothing."""
    visible = np.asarray(_alpha(placement, canvas), dtype=np.float32) / 255
    for other in above:
        visible = visible * (1 - np.asarray(_alpha(other, canvas), dtype=np.float32) / 255)
    return visible > VISIBLE


def _is_visible(mask: NDArray[np.bool_], placement: Placement, canvas: int) -> bool:
    whole = float((np.asarray(placement.image.getchannel("A")) > VISIBLE * 255).sum())
    edge = round(canvas * MARGIN / (1 + 2 * MARGIN))
    inside = float(mask[edge:-edge, edge:-edge].sum())
    return inside >= LEAST_SEEN * whole and inside >= LEAST_AREA * canvas**2


def _render(ground: Pixels, placements: Sequence[Placement]) -> Pixels:
    """Lay items over the ground in order, each with a soft shadow on all that lies below."""
    scene = ground
    canvas = ground.shape[0]
    for placement in placements:
        cast = _alpha(placement, canvas, shift=placement.throw).filter(ImageFilter.GaussianBlur(placement.softness))
        contact = _alpha(placement, canvas).filter(ImageFilter.GaussianBlur(placement.softness * CASTING))
        dark = np.maximum(np.asarray(cast, dtype=np.float32), 0.8 * np.asarray(contact, dtype=np.float32)) / 255
        scene = scene * (1 - placement.depth * dark[..., None])
        layer = Image.new("RGBA", (canvas, canvas))
        layer.paste(placement.image, (placement.x, placement.y))
        pixels = np.asarray(layer, dtype=np.float32) / 255
        scene = scene * (1 - pixels[..., 3:]) + pixels[..., :3] * pixels[..., 3:]
    return scene


def _truth(appeared: NDArray[np.bool_] | None, vanished: NDArray[np.bool_] | None, canvas: int) -> Image.Image:
    """Where an item moved onto its own old place, the new one is what one sees."""
    truth = np.zeros((canvas, canvas), dtype=np.uint8)
    for mask, value in ((vanished, VANISHED), (appeared, APPEARED)):
        if mask is not None:
            truth[mask] = value
    return Image.fromarray(truth)


def _middle(image: Image.Image, side: int) -> Image.Image:
    start = (image.width - side) // 2
    return image.crop((start, start, start + side, start + side))
