"""Pages of photos: random but stable samples and best-first lists, read off indexes without sorting the table."""

import heapq
import itertools
import random
import string
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, tuple_
from sqlmodel import Session, col, select

from catalog.colors import BASIC
from catalog.cursors import FOREIGN, read_cursor, write_cursor
from catalog.errors import CursorInvalid
from catalog.facets import count_found
from catalog.models import Photo
from catalog.search import Order, Search, conditions, with_color

FEW = 2000


@dataclass(frozen=True)
class SearchPage:
    """Some photos, how many there are in all, and the cursor of the next page.

    `totals` are those of several searches that are answered together.
    """

    photos: list[Photo]
    total: int
    next_cursor: str | None
    totals: tuple[int, ...] = ()


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
    place = _first_place(search.order) if search.cursor is None else _read_place(search.cursor)
    total = count_found(session, search)
    if total == 0 or search.limit == 0:
        return SearchPage([], total, None)
    walk = _Walk(session, search, is_sorted=total <= FEW)
    photos, following = walk.sample(place) if search.order == "random" else walk.list_best(place)
    return SearchPage(photos, total, _write_place(following) if following else None)


def first_cursor(order: Order) -> str:
    """The cursor of a first page, that it may be asked for later."""
    return _write_place(_first_place(order))


class _Walk:
    """Reads photos in the order of an index, one range for each label and colour that is asked for.

    Walking passes over N × limit ÷ total of N photos, sorting over `total`: where few are found they are sorted, and so
    neither ever passes over many.
    """

    def __init__(self, session: Session, search: Search, *, is_sorted: bool) -> None:
        self._session, self._search, self._is_sorted = session, search, is_sorted

    def sample(self, place: _Place) -> tuple[list[Photo], _Place | None]:
        """Walk round the circle of `r` from a random start."""
        limit = self._search.limit
        found = [] if place.wrapped else self._seek(_after(place), limit + 1)
        turn = len(found)
        if len(found) <= limit:
            back = place if place.wrapped else _Place(place.start, -1.0)
            found += self._seek([*_after(back), col(Photo.r) < place.start], limit + 1 - len(found))
        if len(found) <= limit:
            return found, None
        last = found[limit - 1]
        return found[:limit], _Place(place.start, last.r, last.id, wrapped=place.wrapped or limit > turn)

    def list_best(self, place: _Place) -> tuple[list[Photo], _Place | None]:
        """Walk down by rank."""
        limit = self._search.limit
        found = self._seek([tuple_(col(Photo.rank), col(Photo.id)) < (place.key, place.id)], limit + 1)
        if len(found) <= limit:
            return found, None
        return found[:limit], _Place(0.0, found[limit - 1].rank, found[limit - 1].id)

    def _seek(self, ranges: list[ColumnElement[bool]], limit: int) -> list[Photo]:
        """Merge the heads of the ranges of the index."""
        by_rank = self._search.order == "best"
        indexed = col(Photo.rank) if by_rank else col(Photo.r)
        # no index is in the order of an expression, so that the filters' own index is taken
        key = indexed + 0 if self._is_sorted else indexed
        order = (key.desc(), col(Photo.id).desc()) if by_rank else (key, col(Photo.id))
        heads = (
            self._session.exec(select(Photo).where(*where, *ranges).order_by(*order).limit(limit))
            for where in self._conditions()
        )
        merged = heapq.merge(*heads, key=lambda p: (p.rank if by_rank else p.r, p.id), reverse=by_rank)
        return list(itertools.islice(merged, limit))

    def _conditions(self) -> Iterator[list[ColumnElement[bool]]]:
        """Those of the whole search, or of each cell of the index: at most one label and one colour."""
        search = self._search
        if self._is_sorted:
            is_apart = search.colors and search.palette != BASIC
            named = [col(Photo.id).in_(with_color(search.palette, search.colors))] if is_apart else []
            yield [*conditions(search), *named]
            return
        labels: list[tuple[str, ...]] = [(label,) for label in dict.fromkeys(search.labels)] or [()]
        colors: list[tuple[str, ...]] = [(color,) for color in dict.fromkeys(search.colors)] or [()]
        for label, color in itertools.product(labels, colors):
            yield conditions(replace(search, labels=label, colors=color))


def _after(place: _Place) -> list[ColumnElement[bool]]:
    return [tuple_(col(Photo.r), col(Photo.id)) > (place.key, place.id)]


def _first_place(order: Order) -> _Place:
    start = random.random()
    return _Place(start, start) if order == "random" else _Place(0.0, float("inf"))


def _write_place(place: _Place) -> str:
    return write_cursor([place.start, place.key, place.id, int(place.wrapped)])


def _read_place(cursor: str) -> _Place:
    try:
        start, key, photo_id, wrapped = read_cursor(cursor)
        place = _Place(float(start), float(key), str(photo_id), bool(wrapped))
    except (ValueError, TypeError, OverflowError) as error:
        raise CursorInvalid(FOREIGN) from error
    if not set(place.id) <= set(string.hexdigits):
        raise CursorInvalid(FOREIGN)
    return place
