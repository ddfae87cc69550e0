"""Augmentation: the changes of a photo that leave its label true."""

import io
from collections.abc import Callable
from typing import Literal

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image, ImageEnhance, ImageFilter

from inference.vision.preprocess import InputSpec, frame, normalise
from training.torchvision_operators import declare_operators

CROP_AREA = (0.35, 1.0)
CROP_RATIO = (3 / 4, 4 / 3)
CROP_ATTEMPTS = 10
ENHANCEMENT = (0.65, 1.4)
HUE_SHIFT = 6  # of 256 steps round the circle: colour is evidence, so it moves little
ROTATION_DEGREES = 20.0
BLUR_RADIUS = (0.3, 1.6)
JPEG_QUALITY = (35, 90)
OFTEN, RARE = 0.5, 0.25
FILL = (127, 127, 127)
PAPER_SHARE = 0.2
HALF_TURN_DEGREES = 180


Augmentation = Literal["strong", "paper", "randaugment", "none"]


def augment(
    image: Image.Image, spec: InputSpec, random: np.random.Generator, *, how: Augmentation = "strong"
) -> NDArray[np.float32]:
    """Change an RGB photo at random: float32, shape (3, size, size)."""
    changed = CHANGES[how](image, spec, random)
    return normalise(np.asarray(changed, dtype=np.uint8), spec)


def hurry(image: Image.Image, spec: InputSpec, random: np.random.Generator) -> Image.Image:
    """Cut, turn, light, blur and compress: what a phone, a lamp and a hurried hand do."""
    image = random_crop(image, spec.size, random)
    if random.random() < OFTEN:
        image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    if random.random() < RARE:
        angle = random.uniform(-ROTATION_DEGREES, ROTATION_DEGREES)
        image = image.rotate(angle, Image.Resampling.BILINEAR, fillcolor=FILL)
    image = _light(image, random)
    if random.random() < RARE:
        image = image.filter(ImageFilter.GaussianBlur(random.uniform(*BLUR_RADIUS)))
    if random.random() < RARE:
        image = _compress(image, int(random.integers(*JPEG_QUALITY)))
    return image


def shift_turn_zoom(image: Image.Image, spec: InputSpec, random: np.random.Generator) -> Image.Image:
    """Flip, shift in height and width, turn and zoom, each by up to 0.2: the vegetable paper's augmentation."""
    image = frame(image, spec)
    if random.random() < OFTEN:
        image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    angle = float(np.deg2rad(random.uniform(-PAPER_SHARE, PAPER_SHARE) * HALF_TURN_DEGREES))
    zoom = 1 + random.uniform(-PAPER_SHARE, PAPER_SHARE)
    shift = random.uniform(-PAPER_SHARE, PAPER_SHARE, size=2) * spec.size
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]) / zoom
    centre = np.full(2, spec.size / 2)
    offset = centre - turn @ (centre + shift)
    matrix = (*turn[0], offset[0], *turn[1], offset[1])
    return image.transform(image.size, Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR, fillcolor=FILL)


def random_augment(image: Image.Image, spec: InputSpec, random: np.random.Generator) -> Image.Image:
    """RandAugment (Cubuk et al. 2020, arXiv:1909.13719) by torchvision, after a random crop."""
    declare_operators()
    from torchvision.transforms import v2

    torch.manual_seed(int(random.integers(2**31)))
    changed: Image.Image = v2.RandAugment(fill=list(FILL))(random_crop(image, spec.size, random))
    return changed


def leave(image: Image.Image, spec: InputSpec, random: np.random.Generator) -> Image.Image:  # noqa: ARG001  # one signature
    """Only resize and cut, as the service does."""
    return frame(image, spec)


CHANGES: dict[Augmentation, Callable[[Image.Image, InputSpec, np.random.Generator], Image.Image]] = {
    "strong": hurry,
    "paper": shift_turn_zoom,
    "randaugment": random_augment,
    "none": leave,
}


def random_crop(image: Image.Image, size: int, random: np.random.Generator) -> Image.Image:
    """Cut a random area at a random aspect ratio and resize it (Szegedy et al. 2015, section 6)."""
    width, height = image.size
    for _ in range(CROP_ATTEMPTS):
        area = width * height * random.uniform(*CROP_AREA)
        ratio = np.exp(random.uniform(*np.log(CROP_RATIO)))
        w, h = round(float(np.sqrt(area * ratio))), round(float(np.sqrt(area / ratio)))
        if 0 < w <= width and 0 < h <= height:
            left, top = int(random.integers(width - w + 1)), int(random.integers(height - h + 1))
            box = (left, top, left + w, top + h)
            return image.resize((size, size), Image.Resampling.BICUBIC, box=box, reducing_gap=2.0)
    return image.resize((size, size), Image.Resampling.BICUBIC, reducing_gap=2.0)


def _light(image: Image.Image, random: np.random.Generator) -> Image.Image:
    for enhance in (ImageEnhance.Brightness, ImageEnhance.Contrast, ImageEnhance.Color):
        image = enhance(image).enhance(random.uniform(*ENHANCEMENT))
    if random.random() < RARE:
        shift = int(random.integers(-HUE_SHIFT, HUE_SHIFT + 1))
        hue, saturation, value = image.convert("HSV").split()
        hue = hue.point(lambda level: (level + shift) % 256)
        image = Image.merge("HSV", (hue, saturation, value)).convert("RGB")
    return image


def _compress(image: Image.Image, quality: int) -> Image.Image:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return Image.open(buffer).convert("RGB")
