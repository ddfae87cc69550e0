"""Discs of known colour on eight grounds under three lights."""

import itertools

import numpy as np
from PIL import Image, ImageDraw

DISCS = {
    "red": "#C8281E",
    "orange": "#F08A1E",
    "yellow": "#F2D21F",
    "green": "#4E9A30",
    "blue": "#2850C8",
    "purple": "#6A2A8C",
    "white": "#F4F4F2",
    "black": "#141414",
}
BACKGROUNDS = {
    "white": "#FFFFFF",
    "cream": "#F2EAD8",
    "grey": "#8C8C8C",
    "steel": "#AEB4B8",
    "black": "#101010",
    "wood": "#A87848",
    "slate": "#3A4048",
    "cloth": "#C8D2DC",
}
LIGHTS = {"even": (1.0, 1.0, 1.0), "dim": (0.75, 0.75, 0.75), "warm": (1.0, 0.95, 0.85)}
CASES = [(c, b, light) for c, b, light in itertools.product(DISCS, BACKGROUNDS, LIGHTS) if c != b]


def draw_disc(color: str, background: str, light: str) -> Image.Image:
    """A disc with shade and a highlight, on a noisy ground, 224 × 224."""
    image = Image.new("RGB", (224, 224), BACKGROUNDS[background])
    draw = ImageDraw.Draw(image)
    draw.ellipse((50, 50, 174, 174), fill=DISCS[color])
    draw.ellipse((85, 80, 99, 94), fill="#FFFFFF")
    shade = np.linspace(1.05, 0.8, 224)[None, :, None] * np.array(LIGHTS[light])
    noise = np.random.default_rng(1).normal(0, 4, (224, 224, 3))
    return Image.fromarray(np.clip(np.asarray(image) * shade + noise, 0, 255).astype(np.uint8))
