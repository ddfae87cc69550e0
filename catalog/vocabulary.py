"""The vocabulary of queries: every word that names a kind, a colour or a number."""

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
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
    """What a word or phrase does in a query; `value` is a slug, a basic colour or a number.

    `color` is set for a kind whose name is a colour as well, such as the orange.
    """

    role: Role
    value: str
    color: str | None = None


_Claim = tuple[tuple[str, ...], Meaning]


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
        """Gather the words of domains and palettes.

        Where several domains know a word, the domain named first has it. A colour gives its word up to the first
        domain only, and what was written down counts before what follows from its dictionary form.
        """
        colors = dict(reversed(list(_color_words(palettes))))
        first, *others = (list(_label_words(domain)) for domain in domains.values())
        phrases: dict[tuple[str, ...], Meaning] = {}
        _claim(phrases, [(words, _with_color(meaning, colors.get(words))) for words, meaning in first])
        _claim(phrases, colors.items())
        for labels in others:
            _claim(phrases, [(words, _known_label(phrases, words) or meaning) for words, meaning in labels])
        _claim(phrases, _other_words())
        return cls(phrases, palettes)

    def find(self, words: tuple[str, ...]) -> Meaning | None:
        """Look a phrase up, in any form of its words."""
        return _look_up(self._phrases, words)

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


def _label_words(domain: Domain) -> Iterable[_Claim]:
    for label in domain.labels:
        names = (word for language in LANGUAGES for word in label.words(language))
        for text in (label.slug.replace("_", " "), *names):
            yield tuple(split_words(text)), Meaning("label", label.slug)


def _claim(phrases: dict[tuple[str, ...], Meaning], claims: Iterable[_Claim]) -> None:
    """Add words that nobody has yet: first as they are written, then in their dictionary forms."""
    claims = list(claims)
    for words, meaning in claims:
        phrases.setdefault(words, meaning)
    for words, meaning in claims:
        for phrase in _dictionary_forms(words):
            phrases.setdefault(phrase, meaning)


def _look_up(phrases: Mapping[tuple[str, ...], Meaning], words: tuple[str, ...]) -> Meaning | None:
    candidates = itertools.chain([words], _dictionary_forms(words))
    return next((phrases[phrase] for phrase in candidates if phrase in phrases), None)


def _dictionary_forms(words: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    return itertools.product(*(sorted(lemmas(word)) for word in words))


def _known_label(phrases: Mapping[tuple[str, ...], Meaning], words: tuple[str, ...]) -> Meaning | None:
    known = _look_up(phrases, words)
    return known if known and known.role == "label" else None


def _with_color(meaning: Meaning, color: Meaning | None) -> Meaning:
    return replace(meaning, color=color.value) if color else meaning


def _color_words(palettes: Mapping[str, Palette]) -> Iterable[_Claim]:
    order = sorted(palettes, key=lambda name: name != BASIC)
    for color in itertools.chain.from_iterable(palettes[name].colors for name in order):
        names = (word for language in LANGUAGES for word in color.words(language))
        yield from ((tuple(split_words(text)), Meaning("color", color.basic)) for text in names)


def _other_words() -> Iterable[_Claim]:
    lists = load_toml(WORDS_FILE, WordList)
    roles = lists.words
    by_role: dict[Role, tuple[str, ...]] = {
        "negation": roles.negations,
        "joiner": roles.joiners,
        "break": roles.breaks,
        "filler": roles.fillers,
    }
    yield from ((tuple(split_words(text)), Meaning("count", str(number))) for text, number in lists.numbers.items())
    for role, texts in by_role.items():
        yield from ((tuple(split_words(text)), Meaning(role, text)) for text in texts)
