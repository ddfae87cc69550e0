"""Search, on both databases."""

import itertools

import pytest
from sqlalchemy import Engine, insert, literal
from sqlmodel import select, update

from catalog.counts import recount
from catalog.database import read_session, write_session
from catalog.errors import CursorInvalid
from catalog.facets import count_facets
from catalog.listing import FEW, SearchPage, search_photos
from catalog.models import Photo, PhotoColor
from catalog.repository import NewPhoto, add_photo, add_photos
from catalog.search import Order, Search
from catalog.tasks import ClassificationResult, ColorResult, ColorsResult, finish_classification, finish_colors

KINDS = ("tomato", "capsicum", "carrot")
COLORS = ("red", "green", "orange")
COLUMNS = ("photo_id", "palette", "name", "hex")


@pytest.fixture
def filled(engine: Engine) -> Engine:
    """Six photos of each kind and colour."""
    with write_session(engine) as session:
        for number, (kind, color, _) in enumerate(itertools.product(KINDS, COLORS, range(6))):
            new = NewPhoto(f"{number:064x}", "vegetables", "image/jpeg", 4, 3, 100, owner=f"person-{number % 2}")
            photo, _ = add_photo(session, new)
            result = ClassificationResult(kind, 0.5 + number / 200, known=True, top=[], model="m-1")
            finish_classification(session, f"{photo.id}-classify", result)
            colors = ColorsResult([ColorResult("basic", color, "#FF0000"), ColorResult("ryb", "red", "#FE2712")])
            finish_colors(session, f"{photo.id}-colors", colors)
    return engine


@pytest.fixture
def crowd(engine: Engine) -> Engine:
    """So many red tomatoes that they are read off an index."""
    with write_session(engine) as session:
        add_photos(session, [NewPhoto(f"{n:064x}", "vegetables", "image/jpeg", 4, 3, 100) for n in range(FEW + 1)])
        session.exec(update(Photo).values(label="tomato", color="red"))
        session.exec(
            insert(PhotoColor).from_select(COLUMNS, select(Photo.id, *map(literal, ("basic", "red", "#FF0000"))))
        )
        recount(session)
    return engine


def read_all(engine: Engine, search: Search) -> list[SearchPage]:
    pages = []
    with read_session(engine) as session:
        pages.append(search_photos(session, search))
        while pages[-1].next_cursor:
            pages.append(search_photos(session, Search(**vars(search) | {"cursor": pages[-1].next_cursor})))
    return pages


@pytest.mark.parametrize("order", ["random", "best"])
@pytest.mark.parametrize(
    ("search", "expected"),
    [
        (Search(), 54),
        (Search(labels=("tomato",)), 18),
        (Search(labels=("tomato", "carrot"), colors=("red", "green")), 24),
        (Search(colors=("orange",), excluded_labels=("carrot",)), 12),
        (Search(labels=("tomato",), excluded_colors=("red",)), 12),
        (Search(colors=("red",), palette="ryb", labels=("tomato",)), 18),
        (Search(owner="person-1", labels=("carrot",)), 9),
        (Search(domain="dogs"), 0),
        (Search(labels=("papaya",)), 0),
    ],
)
def test_paging_gives_every_photo_once(filled: Engine, search: Search, expected: int, order: Order) -> None:
    pages = read_all(filled, Search(**vars(search) | {"limit": 5, "order": order}))
    ids = [photo.id for page in pages for photo in page.photos]
    assert len(ids) == len(set(ids)) == expected
    assert {page.total for page in pages} == {expected}


def test_kind_that_is_named_twice_is_listed_once(crowd: Engine) -> None:
    orders: tuple[Order, ...] = ("random", "best")
    for order in orders:
        search = Search(labels=("tomato", "tomato"), colors=("red", "green", "red"), limit=100, order=order)
        with read_session(crowd) as session:
            ids = [photo.id for photo in search_photos(session, search).photos]
        assert len(ids) == len(set(ids)) == 100


def test_random_order_differs_between_searches(filled: Engine) -> None:
    with read_session(filled) as session:
        samples = {tuple(p.id for p in search_photos(session, Search(limit=3)).photos) for _ in range(8)}
    assert len(samples) > 1


def test_best_order_falls_by_score(filled: Engine) -> None:
    pages = read_all(filled, Search(labels=("capsicum",), order="best", limit=4))
    scores = [photo.score or 0 for page in pages for photo in page.photos]
    assert scores == sorted(scores, reverse=True)


def test_facets_count_kinds_and_colours(filled: Engine) -> None:
    with read_session(filled) as session:
        facets = count_facets(session, Search(colors=("red",)))
    assert facets.total == 18
    assert facets.labels == dict.fromkeys(KINDS, 6)
    assert facets.colors["basic"] == {"red": 18}


def test_colour_that_there_is_not_counts_nothing(filled: Engine) -> None:
    for color, palette in itertools.product(("RED", "re_", "%", "red basic:red", ""), ("basic", "ryb")):
        (page,) = read_all(filled, Search(colors=(color,), palette=palette))
        assert (page.total, page.photos) == (0, [])


def test_facets_count_within_a_colour_of_any_palette(filled: Engine) -> None:
    with read_session(filled) as session:
        facets = count_facets(session, Search(colors=("red",), palette="ryb"))
    assert facets.total == 54
    assert facets.colors["ryb"] == {"red": 54}


@pytest.mark.parametrize("order", ["random", "best"])
def test_no_photo_is_shown_where_none_is_asked_for(filled: Engine, order: Order) -> None:
    with read_session(filled) as session:
        page = search_photos(session, Search(labels=("tomato",), limit=0, order=order))
    assert page == SearchPage([], 18, None)


@pytest.mark.parametrize("cursor", ["nonsense", "AAAA", "bnVsbA", "é"])
def test_foreign_cursor_is_refused(filled: Engine, cursor: str) -> None:
    with read_session(filled) as session, pytest.raises(CursorInvalid):
        search_photos(session, Search(cursor=cursor))
