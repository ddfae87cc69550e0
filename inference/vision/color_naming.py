"""What colour a photo's subject has, in the words of several palettes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from catalog.cielab import chroma_of, lab_to_lch, srgb_to_lab
from catalog.colors import BASIC, Palette
from inference.vision.basic_color import TERMS, name_pixels
from inference.vision.light import even_out
from inference.vision.paper_color import paper_colors
from inference.vision.quantile import median
from inference.vision.subject import weigh_subject

Method = Literal["perceptual", "paper"]

LOOK_SIDE = 64  # 96 names no more photos of shops rightly, and takes twice as long
SHARE_FLOOR = 0.03
HUE_WEIGHT = 3.0


@dataclass(frozen=True)
class NamedColor:
    """A palette's colour: its name and its own #RRGGBB."""

    name: str
    hex: str


@dataclass(frozen=True)
class ColorShare:
    """A basic colour and the share of the subject that has it, 0–1."""

    name: str
    share: float


@dataclass(frozen=True)
class ColorReport:
    """The main colour in each palette, the shares of basic colours, and the subject's real colour."""

    colors: dict[str, NamedColor]
    shares: tuple[ColorShare, ...]
    hex: str


def name_colors(
    image: Image.Image,
    palettes: Mapping[str, Palette],
    *,
    method: Method = "perceptual",
    heat: NDArray[np.float32] | None = None,
) -> ColorReport:
    """Name the colours of an RGB photo by one of the two methods; `heat` (h, w) in 0–1 tells where the subject is."""
    lab, rgb = _look(image)
    evenly_lit = even_out(lab)
    lch = lab_to_lch(evenly_lit)
    weights = weigh_subject(evenly_lit, lch, heat)
    terms = name_pixels(lch)
    shares = np.bincount(terms.ravel(), weights=weights.ravel(), minlength=len(TERMS))
    main = int(shares.argmax())
    real_lab, real_hex = _real_color(lab, rgb, weights * (terms == main))
    if method == "paper":
        winners = paper_colors(np.asarray(image, dtype=np.uint8), palettes)
        colors = {name: NamedColor(color.name, color.hex) for name, color in winners.items()}
    else:
        colors = {name: _nearest(real_lab, palette, TERMS[main]) for name, palette in palettes.items()}
    order = [index for index in np.argsort(-shares, kind="stable") if shares[index] >= SHARE_FLOOR]
    return ColorReport(colors, tuple(ColorShare(TERMS[i], round(float(shares[i]), 4)) for i in order), real_hex)


def _look(image: Image.Image) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    scale = min(LOOK_SIDE / max(image.size), 1)
    width, height = (max(1, round(side * scale)) for side in image.size)
    rgb = np.asarray(image.resize((width, height), Image.Resampling.BOX, reducing_gap=2.0), dtype=np.uint8)
    return srgb_to_lab(rgb), rgb


def _real_color(
    lab: NDArray[np.float32], rgb: NDArray[np.uint8], weights: NDArray[np.float32]
) -> tuple[NDArray[np.float32], str]:
    """The weighted mean over the more colourful half of the main colour's pixels, past shade and highlight."""
    chroma = chroma_of(lab)
    strong = weights * (chroma >= median(chroma[weights > 0]))
    mean = strong.ravel() / strong.sum() @ rgb.reshape(-1, 3)
    real = np.clip(np.rint(mean), 0, 255).astype(np.uint8)
    return srgb_to_lab(real), "#" + bytes(real.tolist()).hex().upper()


def _nearest(lab: NDArray[np.float32], palette: Palette, term: str) -> NamedColor:
    """In `basic` the term itself; elsewhere the nearest colour, hue counting more than lightness and chroma."""
    if palette.name == BASIC:
        color = next(color for color in palette.colors if color.name == term)
        return NamedColor(color.name, color.hex)
    others = _lab_of(tuple(color.rgb for color in palette.colors))
    lightness, a, b = np.square(others - lab).T
    chroma = np.square(chroma_of(others) - chroma_of(lab))
    hue = a + b - chroma  # ΔH*ab², CIE 15:2004, equation 8.17
    color = palette.colors[int((lightness + chroma + HUE_WEIGHT**2 * hue).argmin())]
    return NamedColor(color.name, color.hex)


@cache
def _lab_of(colors: tuple[tuple[int, int, int], ...]) -> NDArray[np.float32]:
    return srgb_to_lab(np.array(colors, dtype=np.uint8))
