"""Search: random but stable samples, best-first lists, totals and facets, without sorting the table."""

import base64
import heapq
import itertools
import json
import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, tuple_
from sqlmodel import Session, col, select

from catalog.colors import BASIC
from catalog.errors import CursorInvalid
from catalog.models import Photo, PhotoColor, PhotoOwner

Order = Literal["random", "best"]


@dataclass(frozen=True)
class Search:
    """What is looked for; colours are names of `palette`. Empty filters let everything through."""

    labels: tuple[str, ...] = ()
    colors: tuple[str, ...] = ()
    palette: str = BASIC
    excluded_labels: tuple[str, ...] = ()
    excluded_colors: tuple[str, ...] = ()
    domain: str | None = None
    owner: str | None = None
    order: Order = "random"
    limit: int = 10
    cursor: str | None = None


@dataclass(frozen=True)
class SearchPage:
    """Some photos, how many there are in all, and the cursor of the next page."""

    photos: list[Photo]
    total: int
    next_cursor: str | None


@dataclass(frozen=True)
class Facets:
    """How many of the photos found have each label, and each colour of each palette."""

    labels: dict[str, int]
    colors: dict[str, dict[str, int]]
    total: int


@dataclass(frozen=True)
class _Place:
    """Where a listing stands: the random start, the last key seen, and whether it wrapped round."""

    start: float
    key: float
    id: str = ""
    wrapped: bool = False


def search_photos(session: Session, search: Search) -> SearchPage:
    """Find one page of photos; paging on never repeats one.

    Raises:
        CursorInvalid: the cursor was not given by a search.
    """
    total = _count(session, search)
    if search.order == "best":
        photos, place = _best(session, search, _read_cursor(search.cursor, _Place(0.0, float("inf"))))
    else:
        start = random.random()
        photos, place = _sample(session, search, _read_cursor(search.cursor, _Place(start, start)))
    return SearchPage(photos, total, _write_cursor(place) if place else None)


def count_facets(session: Session, search: Search) -> Facets:
    """Count labels and colours among the photos found."""
    where = _conditions(search)
    by_label = select(Photo.label, func.count()).where(*where, col(Photo.label).is_not(None)).group_by(Photo.label)
    by_color = (
        select(PhotoColor.palette, PhotoColor.name, func.count())
        .join(Photo, col(Photo.id) == col(PhotoColor.photo_id))
        .where(*where)
        .group_by(PhotoColor.palette, PhotoColor.name)
    )
    colors: dict[str, dict[str, int]] = {}
    for palette, name, count in session.exec(by_color):
        colors.setdefault(palette, {})[name] = count
    labels = {label: count for label, count in session.exec(by_label) if label is not None}
    return Facets(labels, colors, _count(session, search))


def _sample(session: Session, search: Search, place: _Place) -> tuple[list[Photo], _Place | None]:
    """Walk round the circle of `r` from a random start (cf. the index on label, color, r, id)."""
    wanted = search.limit + 1
    found = [] if place.wrapped else _seek(session, search, place, wanted, upper=None)
    turn = len(found)
    if len(found) < wanted:
        back = place if place.wrapped else _Place(place.start, -1.0, "", wrapped=True)
        found += _seek(session, search, back, wanted - len(found), upper=place.start)
    page = found[: search.limit]
    if len(found) <= search.limit:
        return page, None
    wrapped = place.wrapped or len(page) > turn
    return page, _Place(place.start, page[-1].r, page[-1].id, wrapped=wrapped)


def _seek(session: Session, search: Search, place: _Place, limit: int, *, upper: float | None) -> list[Photo]:
    """Merge the heads of one index range for each label and colour."""
    after = tuple_(col(Photo.r), col(Photo.id)) > (place.key, place.id)
    ranges = [after] if upper is None else [after, col(Photo.r) < upper]
    heads = (
        session.exec(
            select(Photo).where(*_conditions(cell), *ranges).order_by(col(Photo.r), col(Photo.id)).limit(limit)
        )
        for cell in _cells(search)
    )
    return list(itertools.islice(heapq.merge(*heads, key=lambda photo: (photo.r, photo.id)), limit))


def _best(session: Session, search: Search, place: _Place) -> tuple[list[Photo], _Place | None]:
    """List by falling score; photos without one (a person's word) come last."""
    score = func.coalesce(col(Photo.score), -1.0)
    behind = or_(score < place.key, and_(score == place.key, col(Photo.id) > place.id))
    statement = select(Photo).where(*_conditions(search)).order_by(score.desc(), col(Photo.id))
    if search.cursor:
        statement = statement.where(behind)
    found = list(session.exec(statement.limit(search.limit + 1)))
    page = found[: search.limit]
    if len(found) <= search.limit:
        return page, None
    last = page[-1]
    return page, _Place(0.0, -1.0 if last.score is None else last.score, last.id)


def _cells(search: Search) -> Iterable[Search]:
    """Split a search into the cells of the index, each with at most one label and one colour."""
    labels: list[tuple[str, ...]] = [(label,) for label in search.labels] or [()]
    colors: list[tuple[str, ...]] = [(color,) for color in search.colors] or [()]
    return (replace(search, labels=label, colors=color) for label, color in itertools.product(labels, colors))


def _count(session: Session, search: Search) -> int:
    statement: Select[Any] = select(func.count()).select_from(Photo).where(*_conditions(search))
    return int(session.execute(statement).scalar_one())


def _conditions(search: Search) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if search.labels:
        conditions.append(_one_of(col(Photo.label), search.labels))
    if search.colors:
        conditions.append(_has_color(search.palette, search.colors))
    if search.excluded_labels:
        conditions.append(or_(col(Photo.label).is_(None), col(Photo.label).not_in(search.excluded_labels)))
    if search.excluded_colors:
        conditions.append(or_(col(Photo.color).is_(None), col(Photo.color).not_in(search.excluded_colors)))
    if search.domain:
        conditions.append(col(Photo.domain) == search.domain)
    if search.owner:
        owned = exists().where(col(PhotoOwner.photo_id) == col(Photo.id), col(PhotoOwner.owner) == search.owner)
        conditions.append(owned)
    return conditions


def _has_color(palette: str, names: tuple[str, ...]) -> ColumnElement[bool]:
    if palette == BASIC:
        return _one_of(col(Photo.color), names)
    named = exists().where(
        col(PhotoColor.photo_id) == col(Photo.id),
        col(PhotoColor.palette) == palette,
        _one_of(col(PhotoColor.name), names),
    )
    return named.correlate(Photo)  # not the colours that facets are counted over


def _one_of(column: Any, values: tuple[str, ...]) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = column == values[0] if len(values) == 1 else column.in_(values)
    return condition


def _write_cursor(place: _Place) -> str:
    fields = [place.start, place.key, place.id, int(place.wrapped)]
    return base64.urlsafe_b64encode(json.dumps(fields).encode()).decode().rstrip("=")


def _read_cursor(cursor: str | None, default: _Place) -> _Place:
    if cursor is None:
        return default
    try:
        start, key, photo_id, wrapped = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return _Place(float(start), float(key), str(photo_id), bool(wrapped))
    except (ValueError, TypeError) as error:
        raise CursorInvalid("the cursor was not given by this search") from error
