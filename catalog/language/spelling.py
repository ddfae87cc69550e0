"""Spelling: the known word that was probably meant by one that is not known."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz, process

from catalog.language.words import CYRILLIC, HEX_COLOR, is_russian_word, lemmas

CUTOFF = 80.0  # of rapidfuzz's ratio, 0–100: one letter of five; catches "памидор" and "tomatos"
TRANSLITERATED_CUTOFF = 90.0
DISTRUST = 8.0
SHORTEST_GUESS, SHORTEST_NUMERAL = 4, 6
SHORT, SHORT_CUTOFF = 4, 88.0  # of four letters none may be wrong, and one may be missing

ENGLISH_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
RUSSIAN_KEYS = "йцукенгшщзхъфывапролджэячсмитьбюё"
OTHER_LAYOUT = str.maketrans(ENGLISH_KEYS + RUSSIAN_KEYS, RUSSIAN_KEYS + ENGLISH_KEYS)
SAME_KEYS = re.compile(f"({HEX_COLOR})")
# how Russians write Russian with an English keyboard; the longest spelling first
LATIN_TO_CYRILLIC = (
    ("shch", "щ"), ("sch", "щ"), ("yo", "е"), ("jo", "е"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("ch", "ч"),
    ("sh", "ш"), ("yu", "ю"), ("ju", "ю"), ("ya", "я"), ("ja", "я"), ("iy", "ий"), ("yj", "ый"), ("yy", "ый"),
    *zip("abvgdezijklmnoprstufhcy'", "абвгдезийклмнопрстуфхцыь", strict=True), ("w", "в"), ("x", "кс"),
)  # fmt: skip


ADJECTIVE_ENDING = re.compile(r"(?<=..)(?:[ыи]ми|[ое]го|[ое]му|[ая]я|[ое]е|[ыи]е|[ую]ю|[ыи]х|[ыие]м|[ое]й|ом)$")


@dataclass(frozen=True, repr=False)
class Speller:
    """Known words, of which one that is not trusted must be more alike to be guessed; everyday ones are no mistakes."""

    trusted: tuple[str, ...]
    others: tuple[str, ...]
    numerals: tuple[str, ...]
    everyday: frozenset[str]

    @cached_property
    def long_numerals(self) -> tuple[str, ...]:
        """The numerals that may be guessed; a short one is like too many words."""
        return tuple(numeral for numeral in self.numerals if len(numeral) >= SHORTEST_NUMERAL)

    def correct(self, word: str) -> str | None:
        """Find the known word most like one that is not known, or what it says in Latin letters."""
        if numeral := self._numeral(word):
            return numeral
        if len(word) < SHORTEST_GUESS or self._is_no_mistake(word):
            return None
        trusted = self.trusted + self.long_numerals if len(word) >= SHORTEST_NUMERAL else self.trusted
        if len(word) <= SHORT:
            guess = self._closest(_dictionary_forms(word), trusted, SHORT_CUTOFF)
            return guess if guess and guess[0] == word[0] else None
        guess = self._closest(_dictionary_forms(word), trusted, CUTOFF)
        return guess or self._closest(_in_cyrillic(word), trusted, TRANSLITERATED_CUTOFF)

    def _numeral(self, word: str) -> str | None:
        """The numeral that a word says in Latin letters, with its last ь or without: tri, pyat, pyat'."""
        spellings = (*_in_cyrillic(word), *_in_cyrillic(word + "'"))
        return next((spelling for spelling in spellings if spelling in self.numerals), None)

    def _is_no_mistake(self, word: str) -> bool:
        return is_russian_word(word) or not self.everyday.isdisjoint(lemmas(word))

    def _closest(self, spellings: Iterable[str], trusted: tuple[str, ...], cutoff: float) -> str | None:
        best, guess = cutoff, None
        for spelling in spellings:
            for words, malus in ((trusted, 0.0), (self.others, DISTRUST)):
                least = min(best + malus, 100)
                match = process.extractOne(spelling, words, scorer=fuzz.ratio, score_cutoff=least)
                if match and (guess is None or match[1] - malus > best):
                    best, guess = match[1] - malus, match[0]
        return guess


def swap_layout(text: str) -> str:
    """What the same keys say in the other layout, English or Russian; hex colours stay as they are."""
    pieces = SAME_KEYS.split(text.lower())
    pieces[::2] = [piece.translate(OTHER_LAYOUT) for piece in pieces[::2]]
    return "".join(pieces)


def _dictionary_forms(word: str) -> tuple[str, ...]:
    """A misspelt word's likely dictionary forms; the dictionary mistakes the gender of adjectives it does not know."""
    masculine = ADJECTIVE_ENDING.sub("ый", word)
    return lemmas(word) if masculine == word else (*lemmas(word), masculine)


def _in_cyrillic(word: str) -> tuple[str, ...]:
    if CYRILLIC.search(word) or not word.isascii():
        return ()
    for latin, cyrillic in LATIN_TO_CYRILLIC:
        word = word.replace(latin, cyrillic)
    return lemmas(word)
