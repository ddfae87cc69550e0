"""Understand a request such as "3 red tomatoes" or «три красных помидора»."""

import math
from dataclasses import dataclass, field, replace
from fractions import Fraction

from catalog.language.negations import settle_negations
from catalog.language.numerals import join_numbers
from catalog.language.parts import Mention, Part, find_parts
from catalog.language.phrases import SILENT, Meaning
from catalog.language.spelling import swap_layout
from catalog.language.terms import Term, read_terms
from catalog.language.vocabulary import Vocabulary
from catalog.language.words import split_words

LONGEST_TEXT = 500
LARGEST_COUNT = 999_999
MOST_SUGGESTIONS = 3
ENDS = {"joiner", "pause", "break", "negation", "exception"}


@dataclass(frozen=True)
class Query:
    """What was asked for.

    `count` is null where the person named none; a part of a photo is a whole one: ½ counts 1, 3.5 counts 4. Colours are
    basic colour terms; `unknown_words` were not understood; `suggestions` are whole requests that the person may have
    meant. `asks_for_all` tells that "everything" was asked. `parts` are what was asked for apart, if several.
    """

    count: int | None = None
    labels: tuple[str, ...] = ()
    colors: tuple[str, ...] = ()
    excluded_labels: tuple[str, ...] = ()
    excluded_colors: tuple[str, ...] = ()
    unknown_words: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    asks_for_all: bool = False
    parts: tuple[Part, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing in it can narrow a search."""
        return not (self.labels or self.colors or self.excluded_labels or self.excluded_colors)

    @property
    def says_nothing(self) -> bool:
        """Whether there is nothing to search for: no name, no "everything", and no number but of unknown things."""
        is_number = bool(self.count) and not self.unknown_words
        return self.is_empty and not is_number and not self.asks_for_all


@dataclass
class _Draft:
    """A query being gathered; lists keep the order of the request."""

    mentions: list[Mention] = field(default_factory=list)
    excluded: dict[str, list[str]] = field(default_factory=lambda: {"label": [], "color": []})
    unknown: list[str] = field(default_factory=list)
    asks_for_all: bool = False
    is_negated: bool = False
    has_excluded: bool = False
    may_end: bool = False

    @property
    def counts(self) -> list[int]:
        """The numbers that were named."""
        return [mention.number for mention in self.mentions if mention.role == "count"]

    def wanted(self, role: str) -> list[str]:
        """The kinds or colours that are asked for."""
        return [mention.value for mention in self.mentions if mention.role == role]

    def negate(self) -> None:
        """Begin a negation."""
        self.is_negated, self.has_excluded, self.may_end = True, False, False


def parse_query(text: str, vocabulary: Vocabulary) -> Query:
    """Read a request in English, Russian or a mixture, in any order and case; never raises."""
    text = text[:LONGEST_TEXT]
    swapped = swap_layout(text)
    if _is_typed_in(swapped, vocabulary) and not _is_typed_in(text, vocabulary):
        return replace(_parse(swapped, vocabulary), suggestions=(swapped.strip(),))
    return _parse(text, vocabulary)


def _is_typed_in(text: str, vocabulary: Vocabulary) -> bool:
    """Whether every word is known as it stands; a text typed with the wrong keyboard layout has none."""
    words = [word for word in split_words(text) if word[0].isalpha()]
    return bool(words) and all(vocabulary.phrases.know(word) for word in words)


def _parse(text: str, vocabulary: Vocabulary) -> Query:
    terms = join_numbers(read_terms(text, vocabulary))
    draft = _Draft()
    for term in settle_negations(terms):
        _take(draft, term)
    query = Query(
        count=sum(draft.counts) if draft.counts else None,
        labels=_distinct(draft.wanted("label")),
        colors=_distinct(draft.wanted("color")),
        excluded_labels=_distinct(draft.excluded["label"]),
        excluded_colors=_distinct(draft.excluded["color"]),
        unknown_words=_distinct(draft.unknown),
        asks_for_all=draft.asks_for_all,
        parts=find_parts(draft.mentions),
    )
    return replace(query, suggestions=_suggest(terms, query, vocabulary))


def _take(draft: _Draft, term: Term) -> None:
    meaning = term.meaning
    if term.role in ENDS:
        draft.mentions.append(Mention("end"))
    if meaning is None:
        draft.unknown.append(term.text)
    elif meaning.role in {"count", "multiplier"}:
        _take_count(draft, math.ceil(Fraction(meaning.value)), term.text)
    elif meaning.role == "negation" or (meaning.role == "exception" and _is_of_all(draft)):
        draft.negate()
    elif meaning.role in {"exception", "break"}:
        draft.is_negated = False
    elif meaning.role == "joiner":
        draft.may_end = False
    elif meaning.role == "everything":
        draft.asks_for_all = True
    elif meaning.role in {"label", "color"}:
        _take_name(draft, meaning)


def _take_count(draft: _Draft, count: int, text: str) -> None:
    """Counts of several kinds add up; "not one" is no count, but one that follows what is not wanted begins anew."""
    if draft.is_negated and not draft.has_excluded:
        return
    draft.is_negated = False
    if count > LARGEST_COUNT:
        draft.unknown.append(text)
    else:
        draft.mentions.append(Mention("count", number=count))


def _take_name(draft: _Draft, meaning: Meaning) -> None:
    """A negation covers the name after it, and goes on over "or", "and" and a colour before its kind."""
    if draft.is_negated and draft.may_end:
        draft.is_negated = False
    if draft.is_negated:
        draft.excluded[meaning.role].append(meaning.value)
        draft.has_excluded = True
    else:
        draft.mentions.append(Mention(meaning.role, meaning.value))
    draft.may_end = True


def _is_of_all(draft: _Draft) -> bool:
    """Whether nothing but "everything" was asked for."""
    return draft.asks_for_all and not (draft.wanted("label") or draft.wanted("color"))


def _suggest(terms: list[Term], query: Query, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Spell the request as it was understood; where no kind was, put kinds that look like it."""
    if any(term.text != term.spelling for term in terms):
        return () if query.says_nothing else (" ".join(term.spelling for term in terms if term.meaning),)
    if query.unknown_words and not query.labels:
        near = [name for word in query.unknown_words for name in vocabulary.nearest_kinds(word)]
        rest = [term.spelling for term in terms if term.meaning and term.role not in SILENT]
        return _distinct([" ".join([*rest, name]) for name in near])[:MOST_SUGGESTIONS]
    if query.labels and query.count == 0:
        return (" ".join(term.spelling for term in terms if term.meaning and term.role not in SILENT | {"count"}),)
    return ()


def _distinct(items: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))
