"""The vocabulary of queries: every word that names a kind, a colour or a number."""

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict
from rapidfuzz import fuzz, process

from catalog.colors import BASIC, Palette
from catalog.domains import Domain
from catalog.toml_data import load_toml
from catalog.words import lemmas, split_words

WORDS_FILE = Path(__file__).parent / "data" / "words.toml"
LANGUAGES = ("en", "ru")
LONGEST_PHRASE = 4
TYPO_CUTOFF = 80.0
SHORTEST_TYPO = 4

Role = Literal["label", "color", "count", "negation", "joiner", "break", "filler"]


@dataclass(frozen=True)
class Meaning:
    """What a word or phrase does in a query; `value` is a slug, a basic colour or a number."""

    role: Role
    value: str


class RoleWords(BaseModel):
    """Words by role."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    negations: tuple[str, ...]
    joiners: tuple[str, ...]
    breaks: tuple[str, ...]
    fillers: tuple[str, ...]


class WordList(BaseModel):
    """What `words.toml` holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    numbers: dict[str, int]
    words: RoleWords


class Vocabulary:
    """Finds what words mean: exactly, by dictionary form, or by likeness."""

    def __init__(self, phrases: Mapping[tuple[str, ...], Meaning], palettes: Mapping[str, Palette]) -> None:
        self._phrases = phrases
        self._likely = [
            phrase[0]
            for phrase, meaning in phrases.items()
            if len(phrase) == 1 and meaning.role in {"label", "color"} and len(phrase[0]) >= SHORTEST_TYPO
        ]
        self._basic_colors = {color.name: color.rgb for color in palettes[BASIC].colors}

    @classmethod
    def build(cls, domains: Mapping[str, Domain], palettes: Mapping[str, Palette]) -> "Vocabulary":
        """Gather the words of domains and palettes; where two claim a word, kinds come before colours."""
        phrases: dict[tuple[str, ...], Meaning] = {}
        for text, meaning in itertools.chain(_label_words(domains.values()), _color_words(palettes), _other_words()):
            words = split_words(text)
            for phrase in itertools.product(*(sorted(lemmas(word)) for word in words)):
                phrases.setdefault(phrase, meaning)
        return cls(phrases, palettes)

    def find(self, words: tuple[str, ...]) -> Meaning | None:
        """Look a phrase up, in any form of its words."""
        exact = self._phrases.get(words)
        if exact:
            return exact
        candidates = itertools.product(*(sorted(lemmas(word)) for word in words))
        return next((self._phrases[phrase] for phrase in candidates if phrase in self._phrases), None)

    def guess(self, word: str) -> tuple[str, Meaning] | None:
        """Find the word that was probably meant, for one that is long enough and like enough."""
        if len(word) < SHORTEST_TYPO:
            return None
        match = process.extractOne(word, self._likely, scorer=fuzz.ratio, score_cutoff=TYPO_CUTOFF)
        return (match[0], self._phrases[match[0],]) if match else None

    def nearest(self, word: str, limit: int = 3) -> list[str]:
        """The words most like one that is not known, however unlike."""
        return [match[0] for match in process.extract(word, self._likely, scorer=fuzz.WRatio, limit=limit)]

    def basic_color(self, hex_color: str) -> str:
        """The basic colour nearest to #rrggbb, by squared sRGB distance."""
        wanted = bytes.fromhex(hex_color[1:])
        return min(
            self._basic_colors,
            key=lambda name: sum((a - b) ** 2 for a, b in zip(wanted, self._basic_colors[name], strict=True)),
        )


def _label_words(domains: Iterable[Domain]) -> Iterable[tuple[str, Meaning]]:
    for domain in domains:
        for label in domain.labels:
            meaning = Meaning("label", label.slug)
            yield label.slug.replace("_", " "), meaning
            yield from ((word, meaning) for language in LANGUAGES for word in label.words(language))


def _color_words(palettes: Mapping[str, Palette]) -> Iterable[tuple[str, Meaning]]:
    order = sorted(palettes, key=lambda name: name != BASIC)
    for color in itertools.chain.from_iterable(palettes[name].colors for name in order):
        meaning = Meaning("color", color.basic)
        yield from ((word, meaning) for language in LANGUAGES for word in color.words(language))


def _other_words() -> Iterable[tuple[str, Meaning]]:
    lists = load_toml(WORDS_FILE, WordList)
    yield from ((word, Meaning("count", str(number))) for word, number in lists.numbers.items())
    yield from ((word, Meaning("negation", word)) for word in lists.words.negations)
    yield from ((word, Meaning("joiner", word)) for word in lists.words.joiners)
    yield from ((word, Meaning("break", word)) for word in lists.words.breaks)
    yield from ((word, Meaning("filler", word)) for word in lists.words.fillers)
