"""Counts of photos by domain, kind and colours, kept in the transactions that change them, so that totals are exact."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import text
from sqlmodel import Session, col, select

from catalog.models import Photo, PhotoColor

Cell = tuple[str, str, str]

CHANGE = text(
    "INSERT INTO photo_count (domain, label, colors, n) VALUES (:domain, :label, :colors, :n)"
    " ON CONFLICT (domain, label, colors) DO UPDATE SET n = photo_count.n + excluded.n"
)
RECOUNT = (
    "INSERT INTO photo_count (domain, label, colors, n)"
    " SELECT domain, coalesce(label, ''), coalesce(colors, ''), count(*) FROM photo LEFT JOIN"
    " (SELECT photo_id, ' ' || {gathered} || ' ' AS colors FROM"
    " (SELECT photo_id, palette, name FROM photo_color ORDER BY photo_id, palette) AS named GROUP BY photo_id)"
    " AS keys ON keys.photo_id = photo.id GROUP BY 1, 2, 3"
)
GATHERED = {
    "sqlite": "group_concat(palette || ':' || name, ' ')",
    "postgresql": "string_agg(palette || ':' || name, ' ' ORDER BY palette)",
}


@contextmanager
def counted(session: Session, photo_ids: Sequence[str], *, created: Sequence[str] = ()) -> Iterator[None]:
    """Count what happens to these photos inside; all that happens to them in a transaction belongs into one of these.

    Those that this very transaction created are counted for the first time. The photos are locked first and the counts
    changed last, in order: no two transactions can wait for each other.
    """
    before = _cells(session, [photo_id for photo_id in photo_ids if photo_id not in created])
    yield
    session.flush()
    changes = _cells(session, photo_ids)
    changes.subtract(before)
    for cell, change in sorted(changes.items()):
        if change:
            domain, label, colors = cell
            session.execute(CHANGE, {"domain": domain, "label": label, "colors": colors, "n": change})


def recount(session: Session) -> None:
    """Count everything anew; who changes a count meanwhile waits."""
    dialect = session.get_bind().dialect.name
    if dialect == "postgresql":
        session.execute(text("LOCK TABLE photo_count IN EXCLUSIVE MODE"))
    session.execute(text("DELETE FROM photo_count"))
    session.execute(text(RECOUNT.format(gathered=GATHERED[dialect])))


def color_key(palette: str, name: str) -> str:
    """How a colour is written among the colours of a cell."""
    return f" {palette}:{name} "


def _cells(session: Session, photo_ids: Sequence[str]) -> Counter[Cell]:
    """Lock the photos, and count them by cell: '' stands for no label, and for colours not yet named."""
    photos = select(Photo.id, Photo.domain, Photo.label).where(col(Photo.id).in_(photo_ids)).order_by(Photo.id)
    rows = session.exec(photos.with_for_update()).all()
    named: dict[str, str] = {}
    colors = select(PhotoColor).where(col(PhotoColor.photo_id).in_(photo_ids)).order_by(PhotoColor.palette)
    for color in session.exec(colors):
        named[color.photo_id] = named.get(color.photo_id, " ") + f"{color.palette}:{color.name} "
    return Counter((domain, label or "", named.get(photo_id, "")) for photo_id, domain, label in rows)
