"""What a word means where several domains know it, and that every name is understood in every case form."""

import itertools
from collections.abc import Iterator

import pymorphy3
import pytest

from catalog.colors import load_palettes
from catalog.domains import Domain, Label, load_domains
from catalog.language.vocabulary import Vocabulary
from catalog.language.words import is_russian_word, lemmas
from catalog.query import parse_query

DOMAINS = load_domains()
CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
ANALYSER = pymorphy3.MorphAnalyzer(lang="ru")


@pytest.mark.parametrize("domain", DOMAINS.values(), ids=lambda domain: domain.name)
def test_every_name_of_every_kind_is_understood(domain: Domain, vocabularies: dict[str, Vocabulary]) -> None:
    for label in domain.labels:
        for word in itertools.chain(label.words("en"), label.words("ru")):
            query = parse_query(f"5 {word}", vocabularies[domain.name])
            assert (query.count, query.labels, query.unknown_words) == (5, (label.slug,), ()), word


@pytest.mark.parametrize("domain", DOMAINS.values(), ids=lambda domain: domain.name)
def test_every_example_is_understood_and_asks_for_the_domain(
    domain: Domain, vocabularies: dict[str, Vocabulary]
) -> None:
    assert set(domain.examples) == {"en", "ru"}
    for example in itertools.chain.from_iterable(domain.examples.values()):
        query = parse_query(example, vocabularies[domain.name])
        assert not query.unknown_words, example
        assert query.colors or query.excluded_colors, example
        assert set(query.labels) <= set(domain.slugs), example


@pytest.mark.parametrize("domain", DOMAINS.values(), ids=lambda domain: domain.name)
def test_every_russian_name_is_understood_in_every_case(domain: Domain, vocabularies: dict[str, Vocabulary]) -> None:
    names = ((label.slug, name) for label in domain.labels for name in base_forms(label))
    forms = {(slug, form) for slug, name in names for form in case_forms(name) if not is_form_of_another(form, name)}
    not_found = {form for slug, form in forms if parse_query(form, vocabularies[domain.name]).labels != (slug,)}
    assert not_found == set()


def test_every_russian_colour_is_understood_in_every_case(vocabularies: dict[str, Vocabulary]) -> None:
    colors = (color for palette in load_palettes().values() for color in palette.colors)
    forms = {(color.basic, form) for color in colors for word in color.words("ru") for form in adjective_forms(word)}
    assert {
        form for basic, form in forms if parse_query(f"{form} капуста", vocabularies["grocery"]).colors != (basic,)
    } == set()


@pytest.mark.parametrize(
    ("domain", "text", "label"),
    [
        ("vegetables", "3 red peppers", "capsicum"),
        ("grocery", "3 red peppers", "pepper"),
        ("vegetables", "синенькие", "brinjal"),
        ("grocery", "синенькие", "aubergine"),
        ("dogs", "морковки", "carrots"),
        ("vegetables", "груши", "pear"),
        ("grocery", "немецкую овчарку", "german_shepherd"),
    ],
)
def test_word_means_what_the_domain_asked_for_means(
    domain: str, text: str, label: str, vocabularies: dict[str, Vocabulary]
) -> None:
    assert parse_query(text, vocabularies[domain]).labels == (label,)


def test_kind_is_looked_for_under_the_names_of_all_domains(vocabularies: dict[str, Vocabulary]) -> None:
    assert vocabularies["vegetables"].everywhere(("capsicum", "tomato", "bean")) == (
        "capsicum",
        "pepper",
        "tomato",
        "bean",
    )
    assert vocabularies["grocery"].everywhere(("aubergine",)) == ("aubergine", "brinjal")


@pytest.mark.parametrize(
    ("domain", "text", "labels", "colors"),
    [
        ("grocery", "3 orange", ("orange",), ()),
        ("grocery", "orange carrots", ("carrots",), ("orange",)),
        ("grocery", "an orange orange pepper", ("pepper",), ("orange",)),
        ("grocery", "lemons or limes", ("lemon", "lime"), ()),
        ("vegetables", "something orange", (), ("orange",)),
        ("vegetables", "two oranges", ("orange",), ()),
        ("vegetables", "lime peppers", ("capsicum",), ("green",)),
    ],
)
def test_word_for_a_kind_and_a_colour_is_what_the_request_needs(
    domain: str, text: str, labels: tuple[str, ...], colors: tuple[str, ...], vocabularies: dict[str, Vocabulary]
) -> None:
    query = parse_query(text, vocabularies[domain])
    assert (query.labels, query.colors) == (labels, colors)


def base_forms(label: Label) -> tuple[str, ...]:
    """The Russian names of a kind in the nominative singular."""
    return (label.names["ru"], *label.synonyms.get("ru", ()))


def case_forms(name: str) -> Iterator[str]:
    """A Russian name in every case and number that its words have."""
    words = [(word, _nominative(word)) for word in name.split()]
    for case, number in itertools.product(CASES, ("sing", "plur")):
        forms = [_inflect(word, parse, {case, number}) for word, parse in words]
        if all(forms):
            yield " ".join(form for form in forms if form)


def is_form_of_another(form: str, name: str) -> bool:
    """Whether the dictionary has a form for another word only: малину is of no малинуа."""
    return is_russian_word(form) and name not in lemmas(form)


def adjective_forms(word: str) -> set[str]:
    """A Russian colour word in every case, gender and number; a noun in every case and number."""
    parse = _nominative(word)
    return {word} if parse is None else {form.word for form in parse.lexeme if form.tag.POS in {"NOUN", "ADJF"}}


def _nominative(word: str) -> pymorphy3.analyzer.Parse | None:
    """The word as a noun or an adjective that can be bent; words of one form stay as they are."""
    wanted = {"nomn", "sing"}
    parses = (parse for parse in ANALYSER.parse(word) if parse.tag.POS in {"NOUN", "ADJF"})
    return next((parse for parse in parses if wanted in parse.tag and "Fixd" not in parse.tag), None)


def _inflect(word: str, parse: pymorphy3.analyzer.Parse | None, wanted: set[str]) -> str | None:
    if parse is None:
        return word
    bent = parse.inflect(wanted | ({parse.tag.gender} if "sing" in wanted and parse.tag.POS == "ADJF" else set()))
    return bent.word if bent else None
