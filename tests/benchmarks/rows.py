"""A catalogue of generated rows: kinds and colours as skewed as those of a shop, each colour in all three palettes."""

import itertools
import random
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Engine, insert, text
from sqlmodel import Session

from catalog.colors import BASIC, load_palettes
from catalog.counts import recount
from catalog.database import migrate
from catalog.domains import load_domains
from catalog.models import Photo, PhotoColor, PhotoOwner, PhotoStatus

SHARES = {"vegetables": 0.70, "grocery": 0.25, "dogs": 0.05}
COLORS_A_KIND = 4
UNKNOWN_SHARE = 0.03
FOREIGN_COLOR_SHARE = 0.2
FOREIGN_COLORS = 3
COPIES = 10
OWNERS = 1_000
OWNED_SHARE = 0.1
BATCH = 20_000
SEED = 7

Rows = tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]


def fill(engine: Engine, count: int) -> None:
    """Bring an empty database to the newest schema and write `count` photos; indexes are built last."""
    migrate(engine)
    indexes = [*Photo.metadata.tables["photo"].indexes, *Photo.metadata.tables["photo_color"].indexes]
    with engine.begin() as connection:
        for index in indexes:
            index.drop(connection)
        for photos, colors, owners in _batches(count // COPIES):
            connection.execute(insert(Photo), photos)
            connection.execute(insert(PhotoColor), colors)
            connection.execute(insert(PhotoOwner), owners)
        _multiply(connection)
        for index in indexes:
            index.create(connection)
    with Session(engine) as session, session.begin():
        recount(session)
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text("VACUUM ANALYZE" if engine.dialect.name == "postgresql" else "ANALYZE"))


def _multiply(connection: Connection) -> None:
    """Copy every row with another first digit in its id, and another place on the circle of `r`."""
    for copy in range(1, COPIES):
        turned = f"r + {copy / COPIES} - CASE WHEN r + {copy / COPIES} >= 1 THEN 1 ELSE 0 END"
        for table, key in (("photo", "id"), ("photo_color", "photo_id"), ("photo_owner", "photo_id")):
            changes = {key: f"'{copy}' || substr({key}, 2)", "r": turned}
            names = [column.name for column in Photo.metadata.tables[table].columns]
            values = ", ".join(changes.get(name, name) for name in names)
            insertion = f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM {table} WHERE {key} LIKE '0%'"  # noqa: S608  # names of our own
            connection.execute(text(insertion))


def _batches(count: int) -> Iterator[Rows]:
    chance = random.Random(SEED)
    kinds = _kinds(chance)
    palettes = [palette for name, palette in load_palettes().items() if name != BASIC]
    for begin in range(0, count, BATCH):
        numbers = range(begin, min(begin + BATCH, count))
        photos = [_photo(number, chance, kinds) for number in numbers]
        colors = list(itertools.chain.from_iterable(_colors(photo, chance, palettes) for photo in photos))
        owners = [
            {"photo_id": photo["id"], "owner": f"owner-{chance.randrange(OWNERS)}"}
            for photo in photos
            if chance.random() < OWNED_SHARE
        ]
        yield photos, colors, owners


def _kinds(chance: random.Random) -> dict[str, tuple[list[str], list[float], dict[str, list[str]]]]:
    """By domain: its labels, their weights after Zipf, and the colours of each label, the commonest first."""
    names = [color.name for color in load_palettes()[BASIC].colors]
    domains = {name: [label.slug for label in domain.labels] for name, domain in load_domains().items()}
    return {
        domain: (
            labels,
            [1 / (place + 1) for place in range(len(labels))],
            {label: chance.sample(names, COLORS_A_KIND) for label in labels},
        )
        for domain, labels in domains.items()
    }


def _photo(number: int, chance: random.Random, kinds: Any) -> dict[str, Any]:
    domain = chance.choices(list(SHARES), list(SHARES.values()))[0]
    labels, weights, colors = kinds[domain]
    predicted = chance.choices(labels, weights)[0]
    known = chance.random() >= UNKNOWN_SHARE
    score = round(chance.random() ** 0.1, 6)
    return {
        "id": f"0{chance.getrandbits(124):031x}",
        "sha256": f"{number:064x}",
        "domain": domain,
        "status": PhotoStatus.LABELLED.value,
        "media_type": "image/jpeg",
        "width": 1024,
        "height": 768,
        "size": 100_000,
        "r": chance.random(),
        "rank": score if known else 0.0,
        "label": predicted if known else None,
        "color": chance.choices(colors[predicted], [8, 4, 2, 1])[0],
        "predicted_label": predicted,
        "score": score,
        "known": known,
        "top": [{"label": predicted, "score": score}],
        "model": f"{domain}-1",
        "shares": [{"name": "red", "share": 1.0}],
        "color_hex": "#C22922",
    }


def _colors(photo: dict[str, Any], chance: random.Random, palettes: list[Any]) -> Iterator[dict[str, Any]]:
    yield {"photo_id": photo["id"], "palette": BASIC, "name": photo["color"], "hex": "#FF0000"}
    for palette in palettes:
        own = [color for color in palette.colors if color.basic == photo["color"]]
        foreign = random.Random(photo["color"]).sample(palette.colors, FOREIGN_COLORS)
        color = chance.choice(foreign if not own or chance.random() < FOREIGN_COLOR_SHARE else own)
        yield {"photo_id": photo["id"], "palette": palette.name, "name": color.name, "hex": color.hex}
