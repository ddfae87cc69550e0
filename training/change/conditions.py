"""What differs between two photos of one place: light, white balance, exposure, noise, JPEG, the camera's place."""

import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy.ndimage import gaussian_filter

from training.change.surfaces import Pixels, Random

GAMMA = 2.2
LARGEST_SHIFT = 0.02
LARGEST_TURN_DEGREES = 0.5
LARGEST_ZOOM = 0.005
HALF_DIAGONAL_TURN = 0.0062


@dataclass(frozen=True)
class Range:
    """How far conditions go: each value is the standard deviation or the half-width of what is drawn."""

    exposure: float = 0.14
    white_balance: float = 0.05
    gradient: float = 0.16
    gamma: float = 0.06
    noise: float = 0.016
    blur: float = 0.8
    jpeg: tuple[int, int] = (55, 96)
    shade: float = 0.25


def photograph(scene: Pixels, random: Random, limits: Range | None = None) -> Image.Image:
    """Take a photo of a scene (sRGB 0–1) under a light, exposure, noise and JPEG of its own."""
    limits = limits or Range()
    linear = np.clip(scene, 0, 1) ** GAMMA
    linear = linear * _light(random, scene.shape[0], limits)[..., None]
    linear = linear * np.exp(random.normal(0, limits.white_balance, 3)) * np.exp(random.normal(0, limits.exposure))
    linear = gaussian_filter(linear, (*(random.uniform(0, limits.blur),) * 2, 0))
    seen = np.clip(linear, 0, 1) ** (1 / GAMMA * np.exp(random.normal(0, limits.gamma)))
    seen = seen + random.normal(0, random.uniform(0.2, 1) * limits.noise, seen.shape)
    return _through_jpeg(Image.fromarray((np.clip(seen, 0, 1) * 255).astype(np.uint8)), random, limits)


def displace(image: Image.Image, random: Random, side: int) -> Image.Image:
    """Cut the middle `side` × `side` from a larger picture, shifted, turned and zoomed: no pixel moves over 2 %.

    Half of the 2 % goes to the shift, the rest to turn and zoom, which move the corners most.
    """
    reach = LARGEST_SHIFT - HALF_DIAGONAL_TURN - LARGEST_ZOOM * 0.71
    dx, dy = random.uniform(-reach / np.sqrt(2), reach / np.sqrt(2), 2) * side
    angle = np.radians(random.uniform(-LARGEST_TURN_DEGREES, LARGEST_TURN_DEGREES))
    scale = 1 + random.uniform(-LARGEST_ZOOM, LARGEST_ZOOM)
    cos, sin = np.cos(angle) * scale, np.sin(angle) * scale
    centre, half = image.width / 2, side / 2
    offsets = (centre + dx - half * (cos + sin), centre + dy - half * (cos - sin))
    matrix = (cos, sin, offsets[0], -sin, cos, offsets[1])
    return image.transform((side, side), Image.Transform.AFFINE, matrix, Image.Resampling.BICUBIC)


def _light(random: Random, side: int, limits: Range) -> Pixels:
    """A lamp to one side, and now and then the soft shade of somebody who stands in its way."""
    y, x = np.mgrid[-1 : 1 : side * 1j, -1 : 1 : side * 1j]
    angle, strength = random.uniform(0, 2 * np.pi), random.uniform(0, limits.gradient)
    light: NDArray[np.float64] = 1 + strength * (x * np.cos(angle) + y * np.sin(angle))
    if random.random() < limits.shade:
        x0, y0 = random.uniform(-1.2, 1.2, 2)
        reach = random.uniform(0.5, 1.2)
        light = light * (1 - random.uniform(0.1, 0.35) / (1 + np.exp(8 * (np.hypot(x - x0, y - y0) - reach))))
    return light.astype(np.float32)


def _through_jpeg(image: Image.Image, random: Random, limits: Range) -> Image.Image:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=int(random.integers(*limits.jpeg)))
    return Image.open(buffer).convert("RGB")
