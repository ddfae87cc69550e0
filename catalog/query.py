"""Understand a request such as "3 red tomatoes" or «три красных помидора»."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from catalog.vocabulary import LONGEST_PHRASE, Meaning, Vocabulary
from catalog.words import split_words

LONGEST_TEXT = 500
LONGEST_NUMBER = 6


@dataclass(frozen=True)
class Query:
    """What was asked for.

    `count` is null where the person named none; colours are basic colour terms; `unknown_words` were not understood;
    `suggestions` are whole requests that the person may have meant.
    """

    count: int | None = None
    labels: tuple[str, ...] = ()
    colors: tuple[str, ...] = ()
    excluded_labels: tuple[str, ...] = ()
    excluded_colors: tuple[str, ...] = ()
    unknown_words: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing in it can narrow a search."""
        return not (self.labels or self.colors or self.excluded_labels or self.excluded_colors)


@dataclass(frozen=True)
class _Term:
    """A stretch of the request with its meaning, and how it should have been spelt."""

    text: str
    meaning: Meaning | None
    spelling: str


@dataclass
class _Draft:
    """A query being gathered; lists keep the order of the request."""

    counts: list[int] = field(default_factory=list)
    wanted: dict[str, list[str]] = field(default_factory=lambda: {"label": [], "color": []})
    excluded: dict[str, list[str]] = field(default_factory=lambda: {"label": [], "color": []})
    unknown: list[str] = field(default_factory=list)
    is_negated: bool = False
    may_end: bool = False


def parse_query(text: str, vocabulary: Vocabulary) -> Query:
    """Read a request in English, Russian or a mixture, in any order and case; never raises."""
    terms = _settle(list(_terms(split_words(text[:LONGEST_TEXT]), vocabulary)))
    draft = _Draft()
    for term in terms:
        _take(draft, term)
    return Query(
        count=draft.counts[0] if draft.counts else None,
        labels=_distinct(draft.wanted["label"]),
        colors=_distinct(draft.wanted["color"]),
        excluded_labels=_distinct(draft.excluded["label"]),
        excluded_colors=_distinct(draft.excluded["color"]),
        unknown_words=_distinct(draft.unknown),
        suggestions=_suggest(terms, vocabulary),
    )


def _settle(terms: list[_Term]) -> list[_Term]:
    """Take a word that names a kind and a colour for the colour where the request names another kind."""
    if not any(term.meaning and term.meaning.role == "label" and not term.meaning.color for term in terms):
        return terms
    return [
        replace(term, meaning=Meaning("color", term.meaning.color)) if term.meaning and term.meaning.color else term
        for term in terms
    ]


def _terms(words: list[str], vocabulary: Vocabulary) -> Iterator[_Term]:
    """Cut the request into the longest stretches that mean something."""
    position = 0
    while position < len(words):
        for length in range(min(LONGEST_PHRASE, len(words) - position), 0, -1):
            phrase = tuple(words[position : position + length])
            meaning = _single_meaning(phrase[0], vocabulary) if length == 1 else vocabulary.find(phrase)
            if meaning:
                yield _Term(" ".join(phrase), meaning, " ".join(phrase))
                break
        else:
            length = 1
            yield from _unknown_terms(words[position], vocabulary)
        position += length


def _single_meaning(word: str, vocabulary: Vocabulary) -> Meaning | None:
    if word.startswith("#"):
        return Meaning("color", vocabulary.basic_color(word))
    if word.isdecimal():
        return Meaning("count", word) if len(word) <= LONGEST_NUMBER else None
    return vocabulary.find((word,))


def _unknown_terms(word: str, vocabulary: Vocabulary) -> Iterator[_Term]:
    """Take a hyphenated word apart; for a plain one, guess what was meant."""
    parts = [part for part in word.split("-") if part]
    if len(parts) > 1 and any(_single_meaning(part, vocabulary) for part in parts):
        yield from _terms(parts, vocabulary)
        return
    guess = vocabulary.guess(word)
    yield _Term(word, guess[1], guess[0]) if guess else _Term(word, None, word)


def _take(draft: _Draft, term: _Term) -> None:
    meaning = term.meaning
    if meaning is None:
        draft.unknown.append(term.text)
    elif meaning.role == "count":
        _take_count(draft, int(meaning.value), term.text)
    elif meaning.role == "negation":
        draft.is_negated, draft.may_end = True, False
    elif meaning.role == "joiner":
        draft.may_end = False
    elif meaning.role == "break":
        draft.is_negated = False
    elif meaning.role in {"label", "color"}:
        _take_name(draft, meaning)


def _take_count(draft: _Draft, count: int, text: str) -> None:
    if count < 1 or draft.counts:
        draft.unknown.append(text)
    else:
        draft.counts.append(count)


def _take_name(draft: _Draft, meaning: Meaning) -> None:
    """A negation covers the name after it, and goes on over "or", "and" and a colour before its kind."""
    if draft.is_negated and draft.may_end:
        draft.is_negated = False
    (draft.excluded if draft.is_negated else draft.wanted)[meaning.role].append(meaning.value)
    draft.may_end = True


def _suggest(terms: list[_Term], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Spell the request as it was understood; where nothing was, offer the words most like it."""
    if any(term.text != term.spelling for term in terms):
        return (" ".join(term.spelling for term in terms if term.meaning),)
    if terms and not any(term.meaning and term.meaning.role in {"label", "color"} for term in terms):
        unknown = [term.text for term in terms if term.meaning is None]
        return _distinct([word for text in unknown for word in vocabulary.nearest(text)])[:3]
    return ()


def _distinct(items: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))
