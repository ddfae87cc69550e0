"""The vocabulary of queries: every word that names a kind, a colour or a number, and what it means."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from catalog.color_namer import ColorNamer
from catalog.colors import Palette
from catalog.domains import Domain
from catalog.language.phrases import Meaning, Phrase, Phrases, gather_phrases
from catalog.language.spelling import Speller
from catalog.language.word_list import WordList, load_word_list
from catalog.language.words import CYRILLIC, split_words

LEAST_LIKENESS = 70.0  # of rapidfuzz's ratio, 0–100
MOST_NEAR, SHORTEST_BEGINNING = 3, 3
SHORTEST_TARGET, SHORTEST_OTHER_TARGET = 3, 5
SHADING_ENDINGS = ("ish", "er", "est")


@dataclass(frozen=True, repr=False)
class Vocabulary:
    """Finds what words mean: exactly, by dictionary form, or by likeness."""

    phrases: Phrases
    kinds: Mapping[str, str]
    same_kinds: Mapping[str, tuple[str, ...]]
    speller: Speller
    color_namer: ColorNamer
    shades: tuple[str, ...]

    @classmethod
    def build(cls, domains: Mapping[str, Domain], palettes: Mapping[str, Palette]) -> "Vocabulary":
        """Gather the words of domains and palettes; where several domains know a word, the first of them has it."""
        words = load_word_list()
        phrases = gather_phrases(domains, palettes, words)
        first = next(iter(domains.values()))
        kinds = {name: label.slug for label in first.labels for name in label.names.values()}
        same = _same_kinds(phrases, domains)
        return cls(phrases, kinds, same, _build_speller(phrases, words), ColorNamer(palettes), words.shades)

    def find(self, words: Phrase) -> Meaning | None:
        """Look a phrase up, in any form of its words."""
        return self.phrases.find(words)

    def everywhere(self, labels: tuple[str, ...]) -> tuple[str, ...]:
        """Kinds, each with what other domains call the same kind: a capsicum is a pepper to the grocer."""
        return tuple(dict.fromkeys(slug for label in labels for slug in (label, *self.same_kinds.get(label, ()))))

    def correct(self, word: str) -> str | None:
        """The known word that was probably meant by one that is not known."""
        return self.speller.correct(word)

    def basic_color(self, hex_color: str) -> str:
        """The basic colour that people would call #rrggbb or #rgb."""
        return self.color_namer.name(hex_color)

    def plain_color(self, word: str) -> str | None:
        """The colour word inside a shaded one: darkred, purplish, greenest, темнокрасный."""
        rests = [word[len(shade) :] for shade in self.shades if word.startswith(shade)]
        for stem in (word.removesuffix(ending) for ending in SHADING_ENDINGS if word.endswith(ending)):
            rests += [stem, stem + "e", stem[:-1]]
        return next((rest for rest in rests if self.is_color(rest)), None)

    def is_color(self, word: str) -> bool:
        """Whether a word names a colour."""
        meaning = self.find((word,)) if word else None
        return meaning is not None and (meaning.role == "color" or meaning.color is not None)

    def nearest_kinds(self, word: str) -> list[str]:
        """Names of kinds, in the letters of a word that is not known, that begin with it or look like it, if any do."""
        is_cyrillic = bool(CYRILLIC.search(word))
        names = [name for name in self.kinds if bool(CYRILLIC.search(name)) == is_cyrillic]
        near = process.extract(word, names, scorer=fuzz.ratio, limit=MOST_NEAR, score_cutoff=LEAST_LIKENESS)
        begun = [name for name in names if name.startswith(word)] if len(word) >= SHORTEST_BEGINNING else []
        return list(dict.fromkeys([*begun, *(match[0] for match in near)]))[:MOST_NEAR]


def _same_kinds(phrases: Phrases, domains: Mapping[str, Domain]) -> dict[str, tuple[str, ...]]:
    same: dict[str, tuple[str, ...]] = {}
    for label in itertools.chain.from_iterable(domain.labels for domain in domains.values()):
        for name in label.names.values():
            meaning = phrases.find(tuple(split_words(name)))
            if meaning and meaning.role == "label" and meaning.value != label.slug:
                same[meaning.value] = tuple(dict.fromkeys((*same.get(meaning.value, ()), label.slug)))
    return same


def _build_speller(phrases: Phrases, words: WordList) -> Speller:
    """Trust the words of the first domain and colours most."""
    trusted = {word for word in phrases.trusted if len(word) >= SHORTEST_TARGET}
    numerals = {word for word in phrases.numerals if len(word) >= SHORTEST_TARGET}
    others = {word for word in phrases.written - trusted - phrases.numerals if len(word) >= SHORTEST_OTHER_TARGET}
    return Speller(tuple(sorted(trusted)), tuple(sorted(others)), tuple(sorted(numerals)), frozenset(words.everyday))
