"""Compose photos of cut-outs on real backgrounds: what an endpoint would be asked for, without one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageEnhance, ImageFilter

from inference.vision.images import encode_jpeg, open_image
from training.errors import GenerationError
from training.generation.manifest import Generated, add_photo, read_manifest
from training.generation.table import PromptTable

METHOD = "composed"
SIDE = 448
MOST_THINGS = 4
THING_SHARE = (0.3, 0.75)  # of the picture's side; several things are smaller
LIGHT = (0.75, 1.2)
SHADOW_OPACITY = 90
SHADOW_BLUR, EDGE_BLUR = 9.0, 0.8
SUFFIXES = {".jpg", ".jpeg", ".png", ".webp"}


@dataclass(frozen=True)
class Scenery:
    """Where cut-outs lie, the backgrounds to put them on, and the seed of all choices."""

    cutouts: Path
    backgrounds: Path
    seed: int = 1


def compose_photos(table: PromptTable, scenery: Scenery, folder: Path, *, each: int) -> Iterator[Generated]:
    """Compose `each` photos of every kind that has cut-outs; those that are there already are left.

    Raises:
        GenerationError: a cut-out is missing, or there is no background.
    """
    backgrounds = sorted(path for path in scenery.backgrounds.rglob("*") if path.suffix.lower() in SUFFIXES)
    if not backgrounds:
        raise GenerationError(f"no background photos below {scenery.backgrounds}")
    there = {photo.path for photo in read_manifest(folder)}
    for label, kind in sorted(table.kinds.items()):
        things = [_open_cutout(scenery.cutouts / name) for name in kind.cutouts]
        for number in range(each if things else 0):
            photo = Generated(f"{label}/composed_{number:05d}.jpg", label, METHOD, ", ".join(kind.cutouts), number)
            if photo.path not in there:
                random = np.random.default_rng([scenery.seed, number, *label.encode()])
                background = open_image(backgrounds[int(random.integers(len(backgrounds)))].read_bytes(), min_side=SIDE)
                add_photo(folder, photo, encode_jpeg(compose(things, background.image, random)))
                yield photo


def compose(things: Sequence[Image.Image], background: Image.Image, random: np.random.Generator) -> Image.Image:
    """Lay one to four cut-outs (RGBA) on a background, turned, lit and shadowed at random: RGB, 448 px square."""
    scene = _cut_square(background, random)
    count = int(random.integers(1, MOST_THINGS + 1))
    for _ in range(count):
        share = random.uniform(*THING_SHARE) / (1 if count == 1 else np.sqrt(count) / 1.2)
        thing = _turn(things[int(random.integers(len(things)))], round(SIDE * share), random)
        reach = SIDE - np.array(thing.size)
        left, top = (int(random.integers(min(0, r), max(1, r))) for r in reach)
        _lay(scene, thing, (left, top))
    return scene


def _open_cutout(path: Path) -> Image.Image:
    if not path.is_file():
        raise GenerationError(f"no cut-out at {path}")
    with Image.open(path) as source:
        thing = source.convert("RGBA")
    box = thing.getchannel("A").getbbox()
    return thing.crop(box) if box else thing


def _cut_square(image: Image.Image, random: np.random.Generator) -> Image.Image:
    side = round(min(image.size) * random.uniform(0.6, 1))
    left, top = int(random.integers(image.width - side + 1)), int(random.integers(image.height - side + 1))
    box = (left, top, left + side, top + side)
    return image.resize((SIDE, SIDE), Image.Resampling.BICUBIC, box=box)


def _turn(thing: Image.Image, side: int, random: np.random.Generator) -> Image.Image:
    scale = side / max(thing.size)
    size = (max(1, round(thing.width * scale)), max(1, round(thing.height * scale)))
    turned = thing.resize(size, Image.Resampling.BICUBIC).rotate(
        float(random.uniform(0, 360)), Image.Resampling.BICUBIC, expand=True
    )
    lit = ImageEnhance.Brightness(turned.convert("RGB")).enhance(float(random.uniform(*LIGHT)))
    lit.putalpha(turned.getchannel("A").filter(ImageFilter.GaussianBlur(EDGE_BLUR)))
    return lit


def _lay(scene: Image.Image, thing: Image.Image, place: tuple[int, int]) -> None:
    """Paste a cut-out above its own soft shadow."""
    shadow = thing.getchannel("A").point(lambda alpha: alpha * SHADOW_OPACITY // 255)
    wide = Image.new("L", scene.size, 0)
    wide.paste(shadow, (place[0] + 4, place[1] + 8))
    scene.paste((0, 0, 0), (0, 0), wide.filter(ImageFilter.GaussianBlur(SHADOW_BLUR)))
    scene.paste(thing, place, thing)
