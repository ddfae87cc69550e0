"""Requests that say what is not wanted."""

import pytest

from catalog.language.vocabulary import Vocabulary
from catalog.query import Query, parse_query


def excluded(query: Query) -> str:
    return " ".join((*query.excluded_labels, *query.excluded_colors))


@pytest.mark.parametrize(
    ("text", "count", "labels", "unwanted"),
    [
        ("помидоры кроме красных и 3 огурца", 3, "tomato cucumber", "red"),
        ("2 помидора, только не зелёных, и 3 огурца", 5, "tomato cucumber", "green"),
        ("tomatoes, not red, and 2 carrots", 2, "tomato carrot", "red"),
        ("no tomatoes and 3 carrots", 3, "carrot", "tomato"),
        ("без помидоров, 3 моркови", 3, "carrot", "tomato"),
    ],
)
def test_a_number_after_what_is_not_wanted_begins_anew(
    text: str, count: int, labels: str, unwanted: str, vocabulary: Vocabulary
) -> None:
    query = parse_query(text, vocabulary)
    assert (query.count, " ".join(query.labels), excluded(query)) == (count, labels, unwanted)


@pytest.mark.parametrize(
    ("text", "unwanted"),
    [
        ("ни одного помидора", "tomato"),
        ("ни одного красного и ни одного зелёного", "red green"),
        ("all but one tomato", "tomato"),
    ],
)
def test_a_number_of_what_is_not_wanted_is_none(text: str, unwanted: str, vocabulary: Vocabulary) -> None:
    query = parse_query(text, vocabulary)
    assert (query.count, query.labels, excluded(query)) == (None, (), unwanted)
