"""Searches answered in turns, on both databases."""

from itertools import product

import pytest
from sqlalchemy import Engine

from catalog.database import read_session, write_session
from catalog.errors import CursorInvalid
from catalog.listing import SearchPage, search_photos
from catalog.repository import NewPhoto, add_photo
from catalog.search import Order, Search
from catalog.tasks import ClassificationResult, ColorResult, ColorsResult, finish_classification, finish_colors
from catalog.turns import Turn, count_facets_of_turns, search_in_turns

TOMATOES, CARROTS = Search(labels=("tomato",), colors=("red",)), Search(labels=("carrot",))
BY_NUMBER = (Turn(TOMATOES, 2), Turn(CARROTS, 3))


@pytest.fixture
def filled(engine: Engine) -> Engine:
    """Four photos of each kind in each colour."""
    with write_session(engine) as session:
        for number, (kind, color, _) in enumerate(product(("tomato", "carrot"), ("red", "green"), range(4))):
            photo, _ = add_photo(session, NewPhoto(f"{number:064x}", "vegetables", "image/jpeg", 4, 3, 100))
            result = ClassificationResult(kind, 0.5 + number / 200, known=True, top=[], model="m-1")
            finish_classification(session, f"{photo.id}-classify", result)
            finish_colors(session, f"{photo.id}-colors", ColorsResult([ColorResult("basic", color, "#FF0000")]))
    return engine


def read_all(engine: Engine, turns: tuple[Turn, ...], *, limit: int, order: Order = "random") -> list[SearchPage]:
    with read_session(engine) as session:
        pages = [search_in_turns(session, turns, limit=limit, order=order)]
        while cursor := pages[-1].next_cursor:
            pages.append(search_in_turns(session, turns, limit=limit, order=order, cursor=cursor))
    return pages


def labels(page: SearchPage) -> list[str | None]:
    return [photo.label for photo in page.photos]


@pytest.mark.parametrize("order", ["random", "best"])
def test_every_page_gives_each_its_number_and_no_photo_comes_twice(filled: Engine, order: Order) -> None:
    pages = read_all(filled, BY_NUMBER, limit=5, order=order)
    assert [labels(page) for page in pages] == [["tomato"] * 2 + ["carrot"] * 3] * 2 + [["carrot"] * 2]
    ids = [photo.id for page in pages for photo in page.photos]
    assert len(ids) == len(set(ids)) == 12
    assert {(page.total, page.totals) for page in pages} == {(12, (4, 8))}
    assert {photo.color for page in pages for photo in page.photos if photo.label == "tomato"} == {"red"}


def test_pages_of_any_size_take_the_same_turns(filled: Engine) -> None:
    pages = read_all(filled, BY_NUMBER, limit=2)
    assert [len(page.photos) for page in pages] == [2, 2, 1, 2, 2, 1, 2]
    whole = [label for page in pages for label in labels(page)]
    assert whole == (["tomato"] * 2 + ["carrot"] * 3) * 2 + ["carrot"] * 2


def test_without_numbers_they_alternate_until_one_ends(filled: Engine) -> None:
    pages = read_all(filled, (Turn(TOMATOES, None), Turn(CARROTS, None)), limit=10)
    assert [labels(page) for page in pages] == [["tomato", "carrot"] * 4 + ["carrot"] * 2, ["carrot"] * 2]


def test_one_that_finds_nothing_leaves_its_place_empty(filled: Engine) -> None:
    pages = read_all(filled, (Turn(Search(labels=("papaya",)), 2), Turn(CARROTS, 3)), limit=5)
    assert [labels(page) for page in pages] == [["carrot"] * 3, ["carrot"] * 3, ["carrot"] * 2]


def test_the_same_cursor_gives_the_same_page(filled: Engine) -> None:
    with read_session(filled) as session:
        first = search_in_turns(session, BY_NUMBER, limit=1)
        seconds = [search_in_turns(session, BY_NUMBER, limit=5, cursor=first.next_cursor) for _ in range(4)]
    assert len({tuple(photo.id for photo in page.photos) for page in seconds}) == 1


def test_facets_count_the_photos_of_all(filled: Engine) -> None:
    with read_session(filled) as session:
        facets = count_facets_of_turns(session, BY_NUMBER)
    assert (facets.labels, facets.total) == ({"tomato": 4, "carrot": 8}, 12)
    assert facets.colors["basic"] == {"red": 8, "green": 4}


def test_cursors_of_other_searches_are_refused(filled: Engine) -> None:
    with read_session(filled) as session:
        of_one = search_photos(session, Search(limit=1)).next_cursor
        of_two = search_in_turns(session, BY_NUMBER, limit=1).next_cursor
        for cursor in (of_one, "nonsense", "", "W10", "WzEsMiwzXQ", "Wy0xLCIiLCIiXQ", "NQ"):
            with pytest.raises(CursorInvalid):
                search_in_turns(session, BY_NUMBER, limit=1, cursor=cursor)
        with pytest.raises(CursorInvalid):
            search_photos(session, Search(cursor=of_two))
