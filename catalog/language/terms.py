"""Terms: a request cut into the longest stretches that mean something, each in its right spelling."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from catalog.language.amounts import read_amount
from catalog.language.phrases import SILENT, Meaning
from catalog.language.vocabulary import Vocabulary
from catalog.language.words import split_words

NOT = "не"
KEPT_BEFORE_A_COLOR = {"color", "negation", "joiner"}
PARTS_NO_NAMES = SILENT | {"count", "multiplier", "color"}


@dataclass(frozen=True)
class Term:
    """A stretch of the request with its meaning, as it was written and as it should be spelt."""

    text: str
    meaning: Meaning | None
    spelling: str

    @property
    def role(self) -> str | None:
        """What it does; None where it was not understood."""
        return self.meaning.role if self.meaning else None


@dataclass(frozen=True)
class _Word:
    """A word as it was written, as it is looked up, and as it should be spelt."""

    text: str
    key: str
    spelling: str


def read_terms(text: str, vocabulary: Vocabulary) -> list[Term]:
    """Cut a request into terms."""
    words = [read for word in split_words(text) for read in _read_word(word, vocabulary)]
    return _settle(list(_cut(words, vocabulary)))


def _read_word(word: str, vocabulary: Vocabulary) -> Iterator[_Word]:
    """Bring a word to known ones: itself, its parts, the colour it shades, or the word that was meant."""
    if word.startswith("#") or word[0].isdecimal() or vocabulary.phrases.know(word):
        yield _Word(word, word, word)
    elif "-" in word.strip("-"):
        yield from _read_compound(word, vocabulary)
    elif color := vocabulary.plain_color(word):
        yield _Word(word, color, word)
    elif word.startswith(NOT) and vocabulary.is_color(word.removeprefix(NOT)):
        yield from (_Word(part, part, part) for part in (NOT, word.removeprefix(NOT)))
    else:
        spelling = vocabulary.correct(word) or word
        yield _Word(word, spelling, spelling)


def _read_compound(word: str, vocabulary: Vocabulary) -> Iterator[_Word]:
    """Take a hyphenated word apart; what shades a colour (blood-red, томатно-красный) is no word of its own."""
    *heads, last = word.split("-")
    if vocabulary.is_color(last):
        for head in heads:
            meaning = vocabulary.find((head,))
            if meaning and (meaning.role in KEPT_BEFORE_A_COLOR):
                yield _Word(head, head, head)
        yield _Word(last, last, last)
    elif not any(vocabulary.find((part,)) for part in (*heads, last)) and (spelling := vocabulary.correct(word)):
        yield _Word(word, spelling, spelling)
    else:
        for part in (*heads, last):
            yield from _read_word(part, vocabulary)


def _cut(words: list[_Word], vocabulary: Vocabulary) -> Iterator[Term]:
    position = 0
    while position < len(words):
        longest = min(vocabulary.phrases.longest_from(words[position].key), len(words) - position)
        for length in range(longest, 0, -1):
            stretch = words[position : position + length]
            meaning = _meaning(stretch, vocabulary)
            if meaning or length == 1:
                texts = [" ".join(part) for part in zip(*((word.text, word.spelling) for word in stretch), strict=True)]
                yield Term(texts[0], meaning, texts[1])
                position += length
                break


def _meaning(stretch: list[_Word], vocabulary: Vocabulary) -> Meaning | None:
    key = stretch[0].key
    if len(stretch) == 1 and key.startswith("#"):
        return Meaning("color", vocabulary.basic_color(key))
    if len(stretch) == 1 and key[0].isdecimal():
        amount = read_amount(key)
        return None if amount is None else Meaning("count", str(amount))
    return vocabulary.find(tuple(word.key for word in stretch))


def _settle(terms: list[Term]) -> list[Term]:
    """Take a word that names a kind and a colour for the colour of the kind that stands beside it, if one does."""
    settled = list(terms)
    for place, term in reversed(list(enumerate(terms))):
        if term.meaning and term.meaning.color and (_colors(settled[place + 1 :]) or _colors(settled[:place][::-1])):
            settled[place] = replace(term, meaning=Meaning("color", term.meaning.color))
    return settled


def _colors(neighbours: list[Term]) -> bool:
    """Whether the next name, in one direction, is a kind; over "or" and commas, a colour (of a kind further on)."""
    is_joined = False
    for term in neighbours:
        if term.role in {"joiner", "pause"}:
            is_joined = True
        elif term.role == "color" and is_joined:
            return True
        elif term.role == "label" and term.meaning and not term.meaning.color:
            return not is_joined
        elif term.role not in PARTS_NO_NAMES:
            return False
    return False
