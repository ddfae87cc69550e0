"""The pictures that the bot draws itself: colour swatches, and an empty crate."""

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw

TILE, GAP, RADIUS = 160, 16, 28
CRATE_SIZE = (640, 400)
PAPER, WOOD, WOOD_DARK, LEAF = "#FBF7EF", "#C98F4E", "#9B6B35", "#8DB360"


def draw_swatches(colors: Sequence[str]) -> bytes:
    """Draw #RRGGBB colours side by side as rounded tiles: a PNG."""
    width = GAP + len(colors) * (TILE + GAP)
    picture = Image.new("RGB", (width, TILE + 2 * GAP), PAPER)
    draw = ImageDraw.Draw(picture)
    for position, color in enumerate(colors):
        left = GAP + position * (TILE + GAP)
        draw.rounded_rectangle((left, GAP, left + TILE, GAP + TILE), RADIUS, fill=color, outline=WOOD_DARK, width=2)
    return _png(picture)


def draw_empty_crate() -> bytes:
    """Draw a crate with nothing in it but a leaf: a PNG."""
    picture = Image.new("RGB", CRATE_SIZE, PAPER)
    draw = ImageDraw.Draw(picture)
    draw.ellipse((90, 335, 550, 375), fill="#EADFC9")
    draw.polygon([(130, 150), (510, 150), (545, 225), (95, 225)], fill="#7A5428")
    draw.polygon([(150, 160), (490, 160), (515, 215), (125, 215)], fill="#5B3D1C")
    draw.ellipse((290, 178, 350, 204), fill=LEAF)
    draw.line((284, 198, 352, 186), fill="#5F8A3A", width=3)
    for top in (220, 265, 310):
        draw.rounded_rectangle((95, top, 545, top + 38), 6, fill=WOOD, outline=WOOD_DARK, width=2)
    for left in (105, 500):
        draw.rounded_rectangle((left, 215, left + 34, 355), 4, fill=WOOD_DARK)
    return _png(picture)


def _png(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
