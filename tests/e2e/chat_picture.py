"""Draw a chat as a person sees it on a phone."""

import io
import re
import textwrap
from dataclasses import dataclass, field
from pathlib import Path

import matplotlib as mpl
from PIL import Image, ImageDraw, ImageFont

WIDTH, MARGIN, PAD, GAP, RADIUS = 720, 18, 14, 12, 16
BUBBLE, LINE, BUTTON, TEXT_COLUMNS, TILE = 520, 27, 40, 44, 160
FONT = Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
NO_GLYPH = re.compile("[\u2600-\U0010ffff] ?")  # the font has no emoji
VEIL, VEIL_DOTS = (200, 150), 6
PAPER, OURS, THEIRS, INK, LINK = "#DCE6D3", "#FFFFFF", "#E6FBC8", "#1D2A1A", "#3A6EA5"


@dataclass
class Said:
    """One message: who said it, its words, pictures and buttons."""

    by_person: bool
    text: str = ""
    pictures: list[bytes] = field(default_factory=list)
    buttons: list[list[str]] = field(default_factory=list)


def draw_chat(messages: list[Said]) -> bytes:
    """Draw messages below one another: a PNG."""
    font = ImageFont.truetype(FONT, 20)
    bubbles = [_draw_bubble(message, font) for message in messages]
    height = MARGIN + sum(bubble.height + GAP for bubble in bubbles) + MARGIN
    picture, top = Image.new("RGB", (WIDTH, height), PAPER), MARGIN
    for message, bubble in zip(messages, bubbles, strict=True):
        left = WIDTH - MARGIN - bubble.width if message.by_person else MARGIN
        picture.paste(bubble, (left, top), bubble)
        top += bubble.height + GAP
    buffer = io.BytesIO()
    picture.quantize(128).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def veil(photo: bytes) -> bytes:
    """A photo as a few coloured squares: its colours can be told, the photo itself cannot."""
    small = Image.open(io.BytesIO(photo)).convert("RGB").resize((VEIL_DOTS, VEIL_DOTS * 3 // 4), Image.Resampling.BOX)
    buffer = io.BytesIO()
    small.resize(VEIL, Image.Resampling.NEAREST).save(buffer, "PNG")
    return buffer.getvalue()


def _draw_bubble(message: Said, font: ImageFont.FreeTypeFont) -> Image.Image:
    strip = _draw_strip(message.pictures)
    text = NO_GLYPH.sub("", message.text)
    lines = [part for line in text.split("\n") for part in textwrap.wrap(line, TEXT_COLUMNS) or [""]]
    lines = lines if message.text else []
    words = max((int(font.getlength(line)) for line in lines), default=0)
    width = BUBBLE if message.buttons else min(BUBBLE, max(words, strip.width if strip else 0) + 2 * PAD)
    body = PAD + (strip.height + GAP if strip else 0) + len(lines) * LINE + PAD
    bubble = Image.new("RGBA", (width, body + len(message.buttons) * (BUTTON + 4)), (0, 0, 0, 0))
    draw, top = ImageDraw.Draw(bubble), PAD
    draw.rounded_rectangle((0, 0, width - 1, body - 1), RADIUS, fill=THEIRS if message.by_person else OURS)
    if strip:
        bubble.paste(strip, (PAD, top))
        top += strip.height + GAP
    for line in lines:
        draw.text((PAD, top), line, INK, font)
        top += LINE
    for number, row in enumerate(message.buttons):
        _draw_buttons(draw, row, (width, body + 4 + number * (BUTTON + 4)), font)
    return bubble


def _draw_strip(pictures: list[bytes]) -> Image.Image | None:
    """Pictures side by side, all of one height."""
    if not pictures:
        return None
    tiles = [Image.open(io.BytesIO(picture)).convert("RGB") for picture in pictures]
    room = BUBBLE - 2 * PAD
    height = min(TILE, *(room * tile.height // tile.width for tile in tiles))
    height = min(height, (room - 4 * len(tiles)) // len(tiles)) if len(tiles) > 1 else height
    tiles = [tile.resize((max(1, tile.width * height // tile.height), height)) for tile in tiles]
    strip, left = Image.new("RGB", (sum(tile.width + 4 for tile in tiles) - 4, height), OURS), 0
    for tile in tiles:
        strip.paste(tile, (left, 0))
        left += tile.width + 4
    return strip


def _draw_buttons(
    draw: ImageDraw.ImageDraw, row: list[str], place: tuple[int, int], font: ImageFont.FreeTypeFont
) -> None:
    width, top = place
    each = width / len(row)
    for number, text in enumerate(row):
        left = round(number * each)
        draw.rounded_rectangle((left + 1, top, round(left + each) - 3, top + BUTTON - 2), 10, fill="#C2D3B6")
        draw.text((left + each / 2, top + BUTTON / 2 - 1), NO_GLYPH.sub("", text), LINK, font, anchor="mm")
