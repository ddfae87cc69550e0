"""Several searches answered in turns: two red tomatoes, three carrots, two more red tomatoes, and so on."""

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from catalog.cursors import FOREIGN, read_cursor, write_cursor
from catalog.errors import CursorInvalid
from catalog.facets import Facets, count_facets, count_found
from catalog.listing import SearchPage, first_cursor, search_photos
from catalog.models import Photo
from catalog.search import Order, Search

MOST_SHOWN = 10**9


@dataclass(frozen=True)
class Turn:
    """One of the searches, and how many photos it gives a round; null gives one, and then rounds share a page.

    No two searches may find the same photo.
    """

    search: Search
    count: int | None


@dataclass(frozen=True)
class _Standing:
    """How many photos were shown, and where each search stands: the cursor of its next page, "" at its end."""

    shown: int
    cursors: tuple[str, ...]


def search_in_turns(
    session: Session, turns: Sequence[Turn], *, limit: int, order: Order = "random", cursor: str | None = None
) -> SearchPage:
    """Find one page of the photos of all searches; paging on never repeats one.

    Raises:
        CursorInvalid: the cursor was not given by these searches.
    """
    standing = _read_standing(cursor, len(turns)) if cursor is not None else _begin(len(turns), order)
    totals = tuple(count_found(session, turn.search) for turn in turns)
    places = _deal_page(turns, totals, standing.shown, limit)
    pages = [
        _read_page(
            session, replace(turn.search, limit=places.count(place), order=order, cursor=standing.cursors[place])
        )
        for place, turn in enumerate(turns)
    ]
    shown, total = standing.shown + len(places), sum(totals)
    following = _Standing(shown, tuple(following for _, following in pages))
    found = [iter(photos) for photos, _ in pages]
    photos = [photo for place in places for photo in itertools.islice(found[place], 1)]
    return SearchPage(photos, total, _write_standing(following) if places and shown < total else None, totals)


def count_facets_of_turns(session: Session, turns: Sequence[Turn]) -> Facets:
    """Count labels and colours among the photos of all searches."""
    labels: Counter[str] = Counter()
    colors: dict[str, Counter[str]] = {}
    total = 0
    for facets in (count_facets(session, turn.search) for turn in turns):
        labels.update(facets.labels)
        total += facets.total
        for palette, counts in facets.colors.items():
            colors.setdefault(palette, Counter()).update(counts)
    return Facets(dict(labels), {palette: dict(counts) for palette, counts in colors.items()}, total)


def _deal_page(turns: Sequence[Turn], totals: Sequence[int], shown: int, limit: int) -> list[int]:
    """Whose turn each photo of a page is; a page of searches with numbers of their own ends with the round."""
    dealt = list(itertools.islice(_deal(turns, totals), shown, shown + limit))
    has_numbers = all(turn.count for turn in turns)
    return [place for number, place in dealt if number == dealt[0][0] or not has_numbers]


def _deal(turns: Sequence[Turn], totals: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The number of the round and the place of the search, for each photo there is."""
    left = list(totals)
    for number in itertools.count():
        for place, turn in enumerate(turns):
            now = min(turn.count or 1, left[place])
            left[place] -= now
            yield from itertools.repeat((number, place), now)
        if not any(left):
            return


def _read_page(session: Session, search: Search) -> tuple[list[Photo], str]:
    """The photos of one search and its next cursor; one that is at its end, or not its turn, is left where it is."""
    if not search.cursor or not search.limit:
        return [], search.cursor or ""
    page = search_photos(session, search)
    return page.photos, page.next_cursor or ""


def _begin(searches: int, order: Order) -> _Standing:
    return _Standing(0, tuple(first_cursor(order) for _ in range(searches)))


def _write_standing(standing: _Standing) -> str:
    return write_cursor([standing.shown, *standing.cursors])


def _read_standing(cursor: str, searches: int) -> _Standing:
    try:
        shown, *cursors = read_cursor(cursor)
    except ValueError as error:
        raise CursorInvalid(FOREIGN) from error
    if (
        not isinstance(shown, int)
        or not 0 <= shown <= MOST_SHOWN
        or len(cursors) != searches
        or not all(isinstance(at, str) for at in cursors)
    ):
        raise CursorInvalid(FOREIGN)
    return _Standing(shown, tuple(cursors))
