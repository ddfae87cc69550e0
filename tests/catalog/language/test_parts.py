"""Requests for several things at once."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.language.parts import Part
from catalog.language.vocabulary import Vocabulary
from catalog.query import parse_query

WORDS = ("2", "3", "0", "red", "green", "белых", "tomatoes", "carrots", "перцев", "and", ",", "not", "but", "or")
RED_TOMATO, GREEN_CAPSICUM = Part(None, ("tomato",), ("red",)), Part(None, ("capsicum",), ("green",))


@pytest.mark.parametrize(
    "text",
    [
        "red tomatoes and green capsicum",
        "красные помидоры и зелёные перцы",
        "tomatoes red, peppers green",
        "red tomatoes green peppers",
        "5 photos of red tomatoes and green peppers",
        "red tomatoes and green peppers, 5 photos",
    ],
)
def test_a_colour_belongs_to_the_kind_beside_it(text: str, vocabulary: Vocabulary) -> None:
    query = parse_query(text, vocabulary)
    assert query.parts == (RED_TOMATO, GREEN_CAPSICUM)
    assert (query.labels, query.colors) == (("tomato", "capsicum"), ("red", "green"))


@pytest.mark.parametrize(
    "text",
    [
        "2 red tomatoes and 3 carrots",
        "два красных помидора и три моркови",
        "red tomatoes 2, carrots 3",
        "tomatoes, red, 2, carrots, 3",
        "2 red tomatoes 3 carrots",
    ],
)
def test_a_number_belongs_to_the_kind_beside_it(text: str, vocabulary: Vocabulary) -> None:
    query = parse_query(text, vocabulary)
    assert query.parts == (Part(2, ("tomato",), ("red",)), Part(3, ("carrot",)))
    assert query.count == 5


@pytest.mark.parametrize("text", ["2 red and 3 green tomatoes", "помидоры: 2 красных и 3 зелёных"])
def test_numbers_of_colours_are_of_the_kind_that_is_named_once(text: str, vocabulary: Vocabulary) -> None:
    parts = parse_query(text, vocabulary).parts
    assert parts == (Part(2, ("tomato",), ("red",)), Part(3, ("tomato",), ("green",)))


@pytest.mark.parametrize(
    "text",
    [
        "3 red tomatoes",
        "tomatoes and carrots",
        "3 tomatoes or carrots",
        "red tomatoes and green tomatoes",
        "yellow, red, or orange peppers",
        "перцы красные, жёлтые и зелёные",
        "red and yellow bell peppers, 6 of them",
        "tomatoes and carrots, red",
        "red tomatoes, but not carrots",
        "2 tomatoes and 3 red tomatoes",
    ],
)
def test_one_thing_has_no_parts(text: str, vocabulary: Vocabulary) -> None:
    assert parse_query(text, vocabulary).parts == ()


def test_a_kind_that_is_named_alone_has_any_colour(vocabulary: Vocabulary) -> None:
    assert parse_query("red tomatoes, carrots and peas", vocabulary).parts[1].colors == ()


def test_what_none_is_asked_of_is_no_part(vocabulary: Vocabulary) -> None:
    assert parse_query("0 tomatoes and 3 carrots", vocabulary).parts == (Part(3, ("carrot",)),)


def test_parts_may_come_in_any_order(vocabulary: Vocabulary) -> None:
    named = ("2 red tomatoes", "3 carrots", "four green peppers")
    parses = {frozenset(parse_query(" and ".join(o), vocabulary).parts) for o in itertools.permutations(named)}
    assert len(parses) == 1


def test_a_shopping_list_without_end_is_searched_at_once(vocabulary: Vocabulary) -> None:
    colors = ("red", "green", "blue", "white", "black", "pink", "grey", "brown")
    text = ", ".join(f"1 {color} {kind}" for kind in ("tomato", "bean") for color in colors)
    assert parse_query(text, vocabulary).parts == ()


@settings(max_examples=300, deadline=None)
@given(words=st.lists(st.sampled_from(WORDS), max_size=14))
def test_parts_are_of_what_was_named_and_no_photo_is_of_two(vocabulary: Vocabulary, words: list[str]) -> None:
    query = parse_query(" ".join(words), vocabulary)
    for part in query.parts:
        assert {*part.labels} <= {*query.labels}
        assert {*part.colors} <= {*query.colors}
    for one, other in itertools.combinations(query.parts, 2):
        is_other_kind = one.labels and other.labels and not {*one.labels} & {*other.labels}
        assert is_other_kind or (one.colors and other.colors and not {*one.colors} & {*other.colors})
    if all(part.count for part in query.parts) and query.parts:
        assert sum(part.count or 0 for part in query.parts) == query.count
