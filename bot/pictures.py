"""The pictures that the bot draws itself: swatches, heat maps and masks over photos, an empty crate."""

import io
import math
import threading
from collections.abc import Sequence

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from bot.errors import PictureTooLarge

TILE, GAP, RADIUS = 160, 16, 28
SMALL_TILE, SMALL_GAP, SMALL_RADIUS = 72, 10, 14
LONGEST_SIDE, LARGEST_AS_IT_IS = 1280, 500_000
LARGEST_SUM, LARGEST_RATIO = 10_000, 20  # the Bot API's limits on sendPhoto: width + height, and their ratio
LARGEST_DECODED = 13_000_000  # pixels; WebP takes some 20 bytes for each, and the bot has 512 MB
DECODING = threading.Lock()  # several large pictures are decoded one after the other
PALENESS, EDGE, MARK = 0.7, 7, "#E0322B"
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


def draw_album_swatches(rows: Sequence[Sequence[str]]) -> bytes:
    """Draw the colours of several photos, a row each in the order of the album: a PNG."""
    columns = max((len(row) for row in rows), default=1)
    width, step = SMALL_GAP + max(columns, 1) * (SMALL_TILE + SMALL_GAP), SMALL_TILE + SMALL_GAP
    picture = Image.new("RGB", (width, SMALL_GAP + len(rows) * step), PAPER)
    draw = ImageDraw.Draw(picture)
    for line, row in enumerate(rows):
        for column, color in enumerate(row):
            left, top = SMALL_GAP + column * step, SMALL_GAP + line * step
            corners = (left, top, left + SMALL_TILE, top + SMALL_TILE)
            draw.rounded_rectangle(corners, SMALL_RADIUS, fill=color, outline=WOOD_DARK, width=2)
    return _png(picture)


def make_sendable(photo: bytes) -> bytes:
    """A photo as it is where Telegram surely takes it, else smaller, as Telegram makes it."""
    if len(photo) <= LARGEST_AS_IT_IS and _is_taken(Image.open(io.BytesIO(photo)).size):
        return photo
    return _jpeg(_open(photo))


def lay_heat(photo: bytes, heat: bytes) -> bytes:
    """Lay a heat map over a photo's centre square: a JPEG."""
    picture = _open(photo)
    side = min(picture.size)
    layer = Image.open(io.BytesIO(heat)).convert("RGBA").resize((side, side), Image.Resampling.BICUBIC)
    picture.paste(layer, ((picture.width - side) // 2, (picture.height - side) // 2), layer)
    return _jpeg(picture)


def lay_mask(photo: bytes, mask: bytes) -> bytes:
    """Lay the mask of a change over a photo, what did not change turned pale: a JPEG."""
    picture = _open(photo)
    shape = Image.open(io.BytesIO(mask)).convert("L").resize(picture.size)
    pale = Image.blend(picture, Image.new("RGB", picture.size, "white"), PALENESS)
    pale.paste(picture, (0, 0), shape)
    edge = ImageChops.subtract(shape.filter(ImageFilter.MaxFilter(EDGE)), shape)
    pale.paste(Image.new("RGB", picture.size, MARK), (0, 0), edge)
    return _jpeg(pale)


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


def _open(photo: bytes) -> Image.Image:
    """A served copy, or what Telegram sent: turned upright, and small enough to send."""
    picture: Image.Image = Image.open(io.BytesIO(photo))
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    if picture.width * picture.height > LARGEST_DECODED:
        raise PictureTooLarge(f"{picture.width} × {picture.height} pixels of {picture.format}")
    with DECODING:
        if picture.mode in ("1", "P"):  # these could only be thinned out
            picture = picture.convert("RGB")
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return ImageOps.exif_transpose(picture).convert("RGB")


def _is_taken(size: tuple[int, int]) -> bool:
    """Whether Telegram takes a photo of so many pixels."""
    return sum(size) <= LARGEST_SUM and max(size) <= LARGEST_RATIO * min(size)


def _jpeg(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    _broaden(picture).save(buffer, "JPEG", quality=88)
    return buffer.getvalue()


def _broaden(picture: Image.Image) -> Image.Image:
    """Lay a picture that is too narrow for Telegram on paper; others stay as they are."""
    least = math.ceil(max(picture.size) / LARGEST_RATIO)
    return ImageOps.pad(picture, (max(picture.width, least), max(picture.height, least)), color=PAPER)


def _png(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
