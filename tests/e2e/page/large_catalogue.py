"""A catalogue as large as a real one: so many rows, each with a tiny drawn photo of its own."""

import hashlib
import io
import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw
from sqlalchemy import insert

from catalog.colors import BASIC, Palette, PaletteColor, load_palettes
from catalog.counts import recount
from catalog.database import create_database_engine, migrate, write_session
from catalog.domains import load_domains
from catalog.models import Photo, PhotoColor, PhotoStatus, utc_now
from catalog.repository import NewPhoto

SIDE = 64
DOMAIN = "vegetables"
FOLDER = Path("var") / "photos" / "originals"
Row = dict[str, Any]


def fill_catalogue(folder: Path, count: int) -> None:
    """Draw the photos and write their rows, as if the worker had labelled them, below a folder of `tests.processes`."""
    chance, palettes = random.Random(count), load_palettes()
    labels = [label.slug for label in load_domains()[DOMAIN].labels]
    rows = []
    for _ in range(count):
        photo = _draw_photo(folder / FOLDER, chance.choice(palettes[BASIC].colors), chance)
        rows.append(photo | _label(chance.choice(labels), chance))
    engine = create_database_engine(f"sqlite:///{folder / 'greengrocer.db'}")
    migrate(engine)
    with write_session(engine) as session:
        session.execute(insert(Photo), rows)
        session.execute(insert(PhotoColor), [color for row in rows for color in _name_colors(row, palettes, chance)])
        recount(session)
    engine.dispose()


def _draw_photo(folder: Path, color: PaletteColor, chance: random.Random) -> Row:
    """One photo in the store, and its row."""
    data = _draw_disc(color.hex, chance)
    sha256 = hashlib.sha256(data).hexdigest()
    path = folder / sha256[:2] / sha256
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return {
        **_describe(NewPhoto(sha256, DOMAIN, "image/jpeg", SIDE, SIDE, len(data))),
        "color": color.name,
        "color_hex": color.hex,
        "shares": [{"name": color.name, "share": 1.0}],
        "r": chance.random(),
    }


def _label(label: str, chance: random.Random) -> Row:
    """What a model would have said."""
    score = chance.uniform(0.95, 1)
    top = [{"label": label, "score": score}]
    return {"label": label, "predicted_label": label, "score": score, "known": True, "top": top}


def _describe(new: NewPhoto) -> Row:
    return {
        "id": new.id,
        "sha256": new.sha256,
        "domain": new.domain,
        "status": PhotoStatus.LABELLED,
        "media_type": new.media_type,
        "width": new.width,
        "height": new.height,
        "size": new.size,
        "created_at": utc_now(),
        "model": "drawn-1",
    }


def _draw_disc(color: str, chance: random.Random) -> bytes:
    """A disc somewhere on a plain ground: no two are alike."""
    photo = Image.new("RGB", (SIDE, SIDE), tuple(chance.randrange(150, 256) for _ in range(3)))
    x, y, radius = chance.uniform(20, 44), chance.uniform(20, 44), chance.uniform(10, 24)
    ImageDraw.Draw(photo).ellipse((x - radius, y - radius, x + radius, y + radius), fill=color)
    buffer = io.BytesIO()
    photo.save(buffer, "JPEG", quality=95)
    return buffer.getvalue()


def _name_colors(row: Row, palettes: Mapping[str, Palette], chance: random.Random) -> list[Row]:
    """The photo's colour in every palette; in `basic` the one it was drawn in."""
    named = []
    for name, palette in palettes.items():
        color = chance.choice(palette.colors)
        is_basic = name == BASIC
        named.append(
            {
                "photo_id": row["id"],
                "palette": name,
                "name": row["color"] if is_basic else color.name,
                "hex": row["color_hex"] if is_basic else color.hex,
            }
        )
    return named
