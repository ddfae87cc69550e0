"""How many photos a search finds, in all and by kind and colour."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_
from sqlmodel import Session, col, select

from catalog.colors import BASIC
from catalog.counts import color_key
from catalog.models import Photo, PhotoColor, PhotoCount
from catalog.search import Search, conditions


@dataclass(frozen=True)
class Facets:
    """How many of the photos found have each label, and each colour of each palette."""

    labels: dict[str, int]
    colors: dict[str, dict[str, int]]
    total: int


def count_found(session: Session, search: Search) -> int:
    """The exact number of photos that a search finds."""
    if search.owner:
        return session.exec(select(func.count()).select_from(Photo).where(*conditions(search))).one()
    return int(session.exec(select(func.coalesce(func.sum(PhotoCount.n), 0)).where(*_cells(search))).one())


def count_facets(session: Session, search: Search) -> Facets:
    """Count labels and colours among the photos found."""
    return _count_owned(session, search) if search.owner else _sum_up(session, search)


def _sum_up(session: Session, search: Search) -> Facets:
    """Sum up the counts that are kept."""
    n = func.sum(PhotoCount.n)
    by_label = select(PhotoCount.label, n).where(*_cells(search)).group_by(PhotoCount.label)
    by_colors = select(PhotoCount.colors, n).where(*_cells(search)).group_by(PhotoCount.colors)
    labels = {label: int(count) for label, count in session.exec(by_label) if count}
    colors: dict[str, Counter[str]] = {}
    for key, count in session.exec(by_colors):
        for palette, _, name in (color.partition(":") for color in key.split()):
            colors.setdefault(palette, Counter())[name] += int(count)
    total = sum(labels.values())
    labels.pop("", None)
    return Facets(labels, {palette: dict(+counts) for palette, counts in colors.items()}, total)


def _count_owned(session: Session, search: Search) -> Facets:
    """Count one sender's photos one by one: there are few."""
    labels = session.exec(select(Photo.label).where(*conditions(search))).all()
    by_color = select(PhotoColor.palette, PhotoColor.name, func.count()).where(
        col(PhotoColor.photo_id).in_(select(Photo.id).where(*conditions(search)))
    )
    colors: dict[str, dict[str, int]] = {}
    for palette, name, count in session.exec(by_color.group_by(PhotoColor.palette, PhotoColor.name)):
        colors.setdefault(palette, {})[name] = count
    return Facets(dict(Counter(label for label in labels if label)), colors, len(labels))


def _cells(search: Search) -> list[ColumnElement[bool]]:
    """The conditions of a search upon the counts; a photo without a label or colour is never excluded by one."""
    found: list[ColumnElement[bool]] = [col(PhotoCount.n) > 0]
    if search.labels:
        found.append(col(PhotoCount.label).in_(search.labels))
    if search.colors:
        found.append(or_(*(_has(search.palette, name) for name in search.colors)))
    if search.excluded_labels:
        found.append(col(PhotoCount.label).not_in(search.excluded_labels))
    found += [~_has(BASIC, name) for name in search.excluded_colors]
    if search.domain:
        found.append(col(PhotoCount.domain) == search.domain)
    return found


def _has(palette: str, name: str) -> ColumnElement[bool]:
    """By replace(), which minds case in either database: SQLite's LIKE does not, and searches go by =."""
    return func.replace(PhotoCount.colors, color_key(palette, name), "") != PhotoCount.colors
