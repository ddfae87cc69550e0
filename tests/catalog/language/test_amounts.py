"""Numbers in digits."""

import pytest

from catalog.language.vocabulary import Vocabulary
from catalog.language.words import split_words
from catalog.query import parse_query


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("½ tomato", 1),
        ("1½ tomatoes", 2),
        ("1/2 tomato", 1),
        ("2 1/2 tomatoes", 3),
        ("3.5 tomatoes", 4),
        (".5 tomatoes", 1),
        ("2,5 tomatoes", 3),
        ("3,5 помидора", 4),
        ("полтора помидора", 2),
        ("полторы дюжины помидоров", 18),
        ("два с половиной помидора", 3),
        ("2 and a half tomatoes", 3),
        ("½ dozen tomatoes", 6),
    ],
)
def test_a_part_of_a_photo_counts_as_a_whole_one(text: str, count: int, vocabulary: Vocabulary) -> None:
    query = parse_query(text, vocabulary)
    assert (query.count, query.labels, query.unknown_words) == (count, ("tomato",), ())


@pytest.mark.parametrize("amount", ["1,000", "1.000", "1 000", "1\u00a0000", "1'000", "1,000.0", "1000"])
def test_thousands_are_one_number(amount: str, vocabulary: Vocabulary) -> None:
    assert parse_query(f"{amount} tomatoes", vocabulary).count == 1000


@pytest.mark.parametrize("amount", ["10.5.2026", "1/0", "1e3", "10^9", "1,2,3,4", "1,234,567", "9" * 400])
def test_what_is_no_number_of_photos_is_told(amount: str, vocabulary: Vocabulary) -> None:
    query = parse_query(f"{amount} tomatoes", vocabulary)
    assert (query.count, query.unknown_words) == (None, (amount,))


@pytest.mark.parametrize(
    "text", ["tomato,red,3", "tomatoes, 3, red", "3. red tomato", "№3 red tomato", "2-3 red tomatoes"]
)
def test_signs_beside_a_number_do_not_change_it(text: str, vocabulary: Vocabulary) -> None:
    assert parse_query(text, vocabulary).count == 3


def test_an_amount_is_one_word() -> None:
    assert split_words("1½ x 10.000 и 2,5, 10⁹ .5 a.5") == [
        "1 1⁄2",
        "x",
        "10.000",
        "и",
        "2,5",
        ",",
        "10^9",
        "0.5",
        "a",
        "5",
    ]


@pytest.mark.parametrize("text", ["0 red tomatoes", "zero red tomatoes", "ноль красных помидоров"])
def test_none_is_a_number_of_photos(text: str, vocabulary: Vocabulary) -> None:
    query = parse_query(text, vocabulary)
    assert (query.count, query.labels, query.unknown_words) == (0, ("tomato",), ())
    assert parse_query(query.suggestions[0], vocabulary).labels == ("tomato",)
