"""Phrases: the words and names that mean something in a query, in every dictionary form."""

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Literal

from catalog.colors import BASIC, Palette
from catalog.domains import LANGUAGES, Domain, Label
from catalog.language.word_list import WordList
from catalog.language.words import CYRILLIC, lemmas, split_words

WRITINGS = (*LANGUAGES, "emoji")

Role = Literal[
    "label",
    "color",
    "count",
    "multiplier",
    "negation",
    "joiner",
    "pause",
    "exception",
    "break",
    "want",
    "everything",
    "filler",
]
SILENT = frozenset[Role]({"want", "filler"})
Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Meaning:
    """What a word or phrase does in a query; `value` is a slug, a basic colour, a number (3, 3/2) or the word itself.

    `color` is set for a kind whose name is a colour as well, such as the orange.
    """

    role: Role
    value: str
    color: str | None = None


_Claim = tuple[Phrase, Meaning]


@dataclass(frozen=True, repr=False)
class Phrases:
    """What each phrase means, and the words as they are written; `trusted` ones are of the first domain or colours."""

    meanings: Mapping[Phrase, Meaning]
    trusted: frozenset[str]
    numerals: frozenset[str]
    written: frozenset[str]

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of every phrase."""
        return frozenset(itertools.chain.from_iterable(self.meanings))

    @cached_property
    def _longest(self) -> dict[str, int]:
        return {phrase[0]: len(phrase) for phrase in sorted(self.meanings, key=len)}

    def find(self, words: Phrase) -> Meaning | None:
        """Look a phrase up, in any form of its words."""
        return _look_up(self.meanings, words)

    def know(self, word: str) -> bool:
        """Whether a word, in any form, is part of a phrase."""
        return any(form in self.words for form in lemmas(word))

    def longest_from(self, word: str) -> int:
        """The most words of a phrase that begins with this one."""
        return max(self._longest.get(form, 1) for form in lemmas(word))


def gather_phrases(domains: Mapping[str, Domain], palettes: Mapping[str, Palette], words: WordList) -> Phrases:
    """Gather the words of domains, palettes and the word list.

    Where several domains know a word, the domain named first has it. A colour gives its word up to the first
    domain only, and what was written down counts before what follows from its dictionary form.
    """
    colors = dict(reversed(list(_color_words(palettes))))
    first, *others = domains.values()
    own = list(_domain_words(first))
    numbers, roles = list(_number_words(words)), list(_role_words(words))
    claims = [(phrase, _with_color(meaning, colors.get(phrase))) for phrase, meaning in own]
    claims += colors.items()
    trusted = _words_of(claims)
    claims += numbers
    for domain in others:
        claims += _join_kinds(_first_claims(claims), domain)
    claims += roles
    forms = ((form, meaning) for phrase, meaning in claims for form in _dictionary_forms(phrase))
    return Phrases(_first_claims([*claims, *forms]), trusted, _words_of(numbers) - trusted, _words_of(claims))


def _domain_words(domain: Domain) -> Iterable[_Claim]:
    return itertools.chain.from_iterable(map(_label_words, domain.labels))


def _label_words(label: Label) -> Iterable[_Claim]:
    """The slug and all names of a kind, as they are written and as people may write them."""
    names = [word for language in WRITINGS for word in label.words(language)]
    written = [tuple(split_words(text)) for text in (label.slug.replace("_", " "), *names)]
    others = (variant for phrase in written for variant in _variants(phrase))
    yield from ((phrase, Meaning("label", label.slug)) for phrase in (*written, *others))


def _variants(phrase: Phrase) -> Iterable[Phrase]:
    """Other ways to write a name of several words: ши тцу, bottlegourd; in Russian the noun first: капуста цветная."""
    parts = tuple(part for word in phrase for part in word.split("-"))
    if len(parts) > 1:
        yield parts
        yield ("".join(parts),)
    if len(phrase) > 1 and CYRILLIC.search(phrase[-1]):
        yield (phrase[-1], *phrase[:-1])


def _join_kinds(meanings: Mapping[Phrase, Meaning], domain: Domain) -> Iterable[_Claim]:
    """The words of a later domain; those of a kind that an earlier one has under any slug stand for the earlier."""
    for label in domain.labels:
        names = [tuple(split_words(name)) for name in label.names.values()]
        known = next((meaning for name in names if (meaning := _known_label(meanings, name))), None)
        for phrase, meaning in _label_words(label):
            yield phrase, known or _known_label(meanings, phrase) or meaning


def _color_words(palettes: Mapping[str, Palette]) -> Iterable[_Claim]:
    order = sorted(palettes, key=lambda name: name != BASIC)
    for color in itertools.chain.from_iterable(palettes[name].colors for name in order):
        names = (word for language in WRITINGS for word in color.words(language))
        yield from ((tuple(split_words(text)), Meaning("color", color.basic)) for text in names)


def _number_words(words: WordList) -> Iterable[_Claim]:
    numbers: tuple[tuple[Role, Mapping[str, float]], ...] = ("count", words.numbers), ("multiplier", words.multipliers)
    for role, values in numbers:
        yield from ((tuple(split_words(text)), Meaning(role, str(Fraction(n)))) for text, n in values.items())


def _role_words(words: WordList) -> Iterable[_Claim]:
    by_role: dict[Role, tuple[str, ...]] = {
        "negation": words.words.negations,
        "joiner": words.words.joiners,
        "pause": words.words.pauses,
        "exception": words.words.exceptions,
        "break": words.words.breaks,
        "want": words.words.wants,
        "everything": words.words.everything,
        "filler": words.words.fillers,
    }
    for role, texts in by_role.items():
        yield from ((tuple(split_words(text)), Meaning(role, text)) for text in texts)


def _first_claims(claims: list[_Claim]) -> dict[Phrase, Meaning]:
    return dict(reversed(claims))


def _words_of(claims: Iterable[_Claim]) -> frozenset[str]:
    return frozenset(word for phrase, _ in claims for word in phrase)


def _look_up(meanings: Mapping[Phrase, Meaning], phrase: Phrase) -> Meaning | None:
    exact = meanings.get(phrase)
    return exact or next((meanings[forms] for forms in _dictionary_forms(phrase) if forms in meanings), None)


def _dictionary_forms(phrase: Phrase) -> Iterable[Phrase]:
    return itertools.product(*(lemmas(word) for word in phrase))


def _known_label(meanings: Mapping[Phrase, Meaning], phrase: Phrase) -> Meaning | None:
    known = _look_up(meanings, phrase)
    return known if known and known.role == "label" else None


def _with_color(meaning: Meaning, color: Meaning | None) -> Meaning:
    return replace(meaning, color=color.value) if color else meaning
