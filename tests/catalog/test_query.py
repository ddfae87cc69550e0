"""Requests in words."""

import csv
import itertools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.colors import load_palettes
from catalog.domains import load_domains
from catalog.query import Query, parse_query
from catalog.vocabulary import Vocabulary

REQUESTS = list(csv.DictReader((Path(__file__).parent / "data" / "queries.csv").read_text("utf-8").splitlines()))
SHUFFLED = (("3", "red", "tomatoes"), ("три", "красных", "помидора"), ("пару", "зелёных", "перцев"))


@pytest.mark.parametrize("request_row", REQUESTS, ids=lambda row: row["text"])
def test_request_is_understood_as_people_mean_it(request_row: dict[str, str], vocabulary: Vocabulary) -> None:
    query = parse_query(request_row["text"], vocabulary)
    understood = {
        "text": request_row["text"],
        "count": str(query.count or ""),
        "labels": " ".join(query.labels),
        "colors": " ".join(query.colors),
        "excluded_labels": " ".join(query.excluded_labels),
        "excluded_colors": " ".join(query.excluded_colors),
        "unknown_words": " ".join(query.unknown_words),
    }
    assert understood == request_row


@pytest.mark.parametrize("words", SHUFFLED)
def test_any_order_means_the_same(words: tuple[str, ...], vocabulary: Vocabulary) -> None:
    parses = {parse_query(" ".join(order), vocabulary) for order in itertools.permutations(words)}
    assert len(parses) == 1


def test_every_form_of_every_label_is_understood(vocabulary: Vocabulary) -> None:
    for label in load_domains()["vegetables"].labels:
        for word in itertools.chain(label.words("en"), label.words("ru")):
            assert parse_query(f"5 {word}", vocabulary).labels == (label.slug,), word


def test_every_colour_of_every_palette_is_understood(vocabulary: Vocabulary) -> None:
    for palette in load_palettes().values():
        for color in palette.colors:
            for word in (*color.words("en"), *color.words("ru"), color.hex):
                assert parse_query(f"{word} tomato", vocabulary).colors, word


def test_typo_is_understood_and_the_right_spelling_suggested(vocabulary: Vocabulary) -> None:
    query = parse_query("3 red tomatose", vocabulary)
    assert query.labels == ("tomato",)
    assert query.suggestions


def test_words_alike_but_unknown_get_suggestions(vocabulary: Vocabulary) -> None:
    query = parse_query("капибара", vocabulary)
    assert query.unknown_words == ("капибара",)
    assert query.suggestions


@settings(max_examples=300, deadline=None)
@given(text=st.text(max_size=80))
def test_no_text_raises(vocabulary: Vocabulary, text: str) -> None:
    assert isinstance(parse_query(text, vocabulary), Query)
