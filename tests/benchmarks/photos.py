"""As many distinct photos as wanted, made from the real ones: crops and mirror images, written anew."""

import random
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageOps

LEAST_CROP = 0.85
QUALITY = 90
SEED = 11


def make_photos(sources: list[Path], folder: Path, count: int) -> None:
    """Write `count` JPEGs, a folder for each label; no two are the same."""
    chance = random.Random(SEED)
    for number, source in zip(range(count), _over_and_over(sources, chance), strict=False):
        target = folder / source.parent.name / f"{number:06d}.jpg"
        target.parent.mkdir(parents=True, exist_ok=True)
        with Image.open(source) as image:
            _vary(image.convert("RGB"), chance).save(target, "JPEG", quality=QUALITY, comment=str(number))


def _over_and_over(sources: list[Path], chance: random.Random) -> Iterator[Path]:
    while True:
        yield from chance.sample(sources, len(sources))


def _vary(image: Image.Image, chance: random.Random) -> Image.Image:
    """A part of the picture, perhaps mirrored."""
    share = chance.uniform(LEAST_CROP, 1)
    width, height = round(image.width * share), round(image.height * share)
    left, top = chance.randint(0, image.width - width), chance.randint(0, image.height - height)
    part = image.crop((left, top, left + width, top + height))
    return ImageOps.mirror(part) if chance.random() < 1 / 2 else part
