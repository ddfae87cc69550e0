"""Requests that say what is not wanted."""

import pytest

from catalog.language.vocabulary import Vocabulary
from catalog.query import Query, parse_query


def excluded(query: Query) -> str:
    return " ".join((*query.excluded_labels, *query.excluded_colors))


@pytest.mark.parametrize(
    ("text", "unwanted"),
    [
        ("всё, кроме помидоров, огурцов и перцев", "tomato cucumber capsicum"),
        ("everything except tomatoes, cucumbers and peppers", "tomato cucumber capsicum"),
        ("everything except tomatoes, the cucumbers, and peppers", "tomato cucumber capsicum"),
        ("everything but tomatoes, cucumbers, carrots and peppers", "tomato cucumber carrot capsicum"),
        ("no tomatoes, potatoes or carrots", "tomato potato carrot"),
        ("без помидоров, огурцов и картошки", "tomato cucumber potato"),
        ("перцы, кроме красных, жёлтых и зелёных", "red yellow green"),
    ],
)
def test_a_negation_reaches_over_a_list(text: str, unwanted: str, vocabulary: Vocabulary) -> None:
    assert excluded(parse_query(text, vocabulary)) == unwanted


@pytest.mark.parametrize(
    ("text", "labels", "colors", "unwanted"),
    [
        ("не красные, зелёные помидоры", "tomato", "green", "red"),
        ("not red, green", "", "green", "red"),
        ("не красные, а зелёные и жёлтые помидоры", "tomato", "green yellow", "red"),
        ("no tomatoes, carrots", "carrot", "", "tomato"),
        ("помидоры, не красные, морковь и картошку", "tomato carrot potato", "", "red"),
    ],
)
def test_a_comma_alone_ends_a_negation(
    text: str, labels: str, colors: str, unwanted: str, vocabulary: Vocabulary
) -> None:
    query = parse_query(text, vocabulary)
    assert (" ".join(query.labels), " ".join(query.colors), excluded(query)) == (labels, colors, unwanted)


@pytest.mark.parametrize(
    ("text", "labels", "unwanted"),
    [
        ("помидоров не надо", "", "tomato"),
        ("мне помидоры не нужны", "", "tomato"),
        ("картошку не хочу", "", "potato"),
        ("помидоры не показывай", "", "tomato"),
        ("tomatoes I don't want", "", "tomato"),
        ("tomatoes and carrots I don't really like", "", "tomato carrot"),
        ("tomatoes, cucumbers and peppers are not needed", "", "tomato cucumber capsicum"),
        ("хочу помидоры, картошку не хочу", "tomato", "potato"),
        ("помидоры мне не нужны, нужны огурцы", "cucumber", "tomato"),
        ("баклажаны не люблю", "", "brinjal"),
        ("покажи перцы, красные не нужны", "capsicum", "red"),
    ],
)
def test_what_is_refused_may_come_first(text: str, labels: str, unwanted: str, vocabulary: Vocabulary) -> None:
    query = parse_query(text, vocabulary)
    assert (" ".join(query.labels), excluded(query), query.unknown_words) == (labels, unwanted, ())


@pytest.mark.parametrize(
    ("text", "unwanted"),
    [
        ("помидоры не очень большие", ""),
        ("больше 3 помидоров не надо", ""),
        ("tomatoes that don't look like apples", ""),
        ("хочу помидоры, не хочу картошку", "potato"),
        ("хочу помидоры не хочу картошку", "potato"),
        ("помидоры хочу не красные", "red"),
        ("помидоры и больше ничего не нужно", ""),
        ("ничего кроме помидоров не нужно", ""),
        ("tomatoes and I don't need any more", ""),
    ],
)
def test_what_is_not_refused_stays_wanted(text: str, unwanted: str, vocabulary: Vocabulary) -> None:
    query = parse_query(text, vocabulary)
    assert (query.labels, excluded(query)) == (("tomato",), unwanted)


@pytest.mark.parametrize(
    "text",
    [
        "ничего кроме помидоров",
        "ничего, кроме помидоров",
        "никаких, кроме помидоров",
        "nothing except tomatoes",
        "don't you have tomatoes?",
        "do you not have tomatoes",
        "isn't there a tomato",
        "aren't there tomatoes?",
        "why don't you show me tomatoes",
        "no fewer than 3 tomatoes",
        "not just tomatoes",
        "не обязательно помидоры",
    ],
)
def test_some_negatives_negate_nothing(text: str, vocabulary: Vocabulary) -> None:
    query = parse_query(text, vocabulary)
    assert (query.labels, excluded(query), query.unknown_words) == (("tomato",), "", ())


def test_suggestion_keeps_the_order_of_what_is_refused(vocabulary: Vocabulary) -> None:
    assert parse_query("tomatose not needed", vocabulary).suggestions == ("tomatoes not needed",)


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
