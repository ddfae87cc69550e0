"""Sentences that ask for photos, over HTTP."""

from itertools import product
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from catalog.database import create_database_engine, write_session
from catalog.repository import NewPhoto, add_photo
from catalog.tasks import ClassificationResult, ColorResult, ColorsResult, finish_classification, finish_colors


@pytest.fixture
def shop(client: TestClient, tmp_path: Path) -> TestClient:
    """Four photos of each of three kinds in each of two colours."""
    engine = create_database_engine(f"sqlite:///{tmp_path / 'greengrocer.db'}")
    with write_session(engine) as session:
        kinds = ("tomato", "carrot", "capsicum")
        for number, (kind, color, _) in enumerate(product(kinds, ("red", "green"), range(4))):
            photo, _ = add_photo(session, NewPhoto(f"{number:064x}", "vegetables", "image/jpeg", 4, 3, 100))
            result = ClassificationResult(kind, 0.9, known=True, top=[], model="m-1")
            finish_classification(session, f"{photo.id}-classify", result)
            finish_colors(session, f"{photo.id}-colors", ColorsResult([ColorResult("basic", color, "#FF0000")]))
    engine.dispose()
    return client


def shown(page: dict[str, object]) -> list[tuple[str, str]]:
    photos = page["photos"]
    assert isinstance(photos, list)
    return [(photo["label"], photo["colors"]["basic"]["name"]) for photo in photos]


def test_each_kind_comes_in_its_own_number_and_colour(shop: TestClient) -> None:
    page = shop.get("/v1/photos", params={"q": "два красных перца и 3 зелёные моркови"}).json()
    assert shown(page) == [("capsicum", "red")] * 2 + [("carrot", "green")] * 3
    assert (page["total"], page["query"]["count"]) == (8, 5)
    assert page["query"]["parts"][0] == {"count": 2, "labels": ["capsicum"], "colors": ["red"]}
    rest = shop.get("/v1/photos", params={"q": "2 red peppers, 3 green carrots", "cursor": page["next"]})
    assert shown(rest.json()) == [("capsicum", "red")] * 2 + [("carrot", "green")]


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("2 not red tomatoes and 3 red peppers", [("tomato", "green")] * 2 + [("capsicum", "red")] * 3),
        ("не красные помидоры и красные перцы", [("tomato", "green"), ("capsicum", "red")] * 4),
        ("помидоры не зелёные, перцы зелёные", [("tomato", "red"), ("capsicum", "green")] * 4),
    ],
)
def test_a_colour_that_is_unwanted_of_one_kind_is_found_of_another(
    text: str, things: list[tuple[str, str]], shop: TestClient
) -> None:
    page = shop.get("/v1/photos", params={"q": text}).json()
    assert shown(page) == things


@pytest.mark.parametrize(
    ("text", "filters", "totals"),
    [
        ("2 blue tomatoes and 3 carrots", {}, [0, 8]),
        ("2 red tomatoes and 3 carrots", {"color": "green"}, []),
        ("3 carrots", {}, []),
        ("hello", {}, []),
    ],
)
def test_each_of_several_things_has_its_total(
    text: str, filters: dict[str, str], totals: list[int], shop: TestClient
) -> None:
    page = shop.get("/v1/photos", params={"q": text, **filters}).json()
    assert page["totals"] == totals


def test_facets_of_several_things_are_exact(shop: TestClient) -> None:
    facets = shop.get("/v1/facets", params={"q": "red tomatoes and green capsicum"}).json()
    assert facets["total"] == 8
    assert facets["labels"] == [{"name": "capsicum", "count": 4}, {"name": "tomato", "count": 4}]
    assert facets["colors"]["basic"] == [{"name": "green", "count": 4}, {"name": "red", "count": 4}]


def test_filters_beside_a_sentence_of_several_things_add_to_all_of_it(shop: TestClient) -> None:
    page = shop.get("/v1/photos", params={"q": "2 red tomatoes and 3 carrots", "color": "green"}).json()
    assert page["total"] == 16


@pytest.mark.parametrize(("text", "photos", "total"), [("0 red tomatoes", 0, 4), ("½ tomato", 1, 8), ("0", 0, 0)])
def test_no_number_is_made_up(text: str, photos: int, total: int, shop: TestClient) -> None:
    page = shop.get("/v1/photos", params={"q": text}).json()
    assert (len(page["photos"]), page["total"], page["query"]["unknown_words"]) == (photos, total, [])


@pytest.mark.parametrize(("text", "is_talk"), [("who are you?", True), ("спасибо", True), ("blue tomatoes", False)])
def test_talk_is_told_from_a_search_that_finds_nothing(text: str, is_talk: bool, shop: TestClient) -> None:
    page = shop.get("/v1/photos", params={"q": text}).json()
    assert (page["total"], page["query"]["says_nothing"], page["query"]["suggestions"]) == (0, is_talk, [])


@pytest.mark.parametrize(("text", "photos"), [("5 lettuce", 0), ("5", 5), ("3 фото", 3), ("5 шт.", 5)])
def test_unknown_things_are_not_replaced_by_any_others(text: str, photos: int, shop: TestClient) -> None:
    page = shop.get("/v1/photos", params={"q": text}).json()
    assert (len(page["photos"]), page["total"] == 0, page["query"]["says_nothing"]) == (photos, not photos, not photos)


def test_pages_of_a_sentence_that_asks_for_none_are_empty(shop: TestClient) -> None:
    page = shop.get("/v1/photos", params={"q": "0 tomatoes", "count": 24}).json()
    assert (page["photos"], page["total"], page["next"]) == ([], 8, None)
