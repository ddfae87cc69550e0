"""Words: split a sentence, and bring each word to the forms it can be found by."""

import functools
import re

import pymorphy3

WORD = re.compile(r"#[0-9a-f]{6}\b|\d+|[^\W\d_]+(?:[-'’][^\W\d_]+)*", re.IGNORECASE)
CYRILLIC = re.compile(r"[а-я]")
ES_ENDINGS = ("s", "x", "z", "ch", "sh")
CACHE_SIZE = 50_000
SHORTEST_PLURAL = 4


def split_words(text: str) -> list[str]:
    """Split into lower-case words, numbers and #hex colours; ё becomes е, a typographic apostrophe a plain one."""
    return [fold(word) for word in WORD.findall(text)]


def fold(word: str) -> str:
    """Make spelling variants equal."""
    return word.lower().replace("ё", "е").replace("’", "'")


@functools.lru_cache(CACHE_SIZE)
def lemmas(word: str) -> frozenset[str]:
    """The dictionary forms a word may stand for, itself included.

    Russian goes by its dictionary, a compound by its last part as well; English by its plural.
    """
    if CYRILLIC.search(word):
        head, hyphen, tail = word.rpartition("-")
        tails = (fold(parse.normal_form) for parse in _analyser().parse(tail))
        whole = (fold(parse.normal_form) for parse in _analyser().parse(word))
        return frozenset({word, *whole, *(head + hyphen + form for form in tails)})
    return frozenset({word, *_english_singulars(word)})


@functools.cache
def _analyser() -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer(lang="ru")


def _english_singulars(word: str) -> list[str]:
    """Undo the regular plural: tomatoes → tomato, cherries → cherry, boxes → box."""
    singulars = []
    if word.endswith("ies") and len(word) > SHORTEST_PLURAL:
        singulars.append(word[:-3] + "y")
    if word.endswith("oes") or (word.endswith("es") and word[:-2].endswith(ES_ENDINGS)):
        singulars.append(word[:-2])
    if word.endswith("s") and not word.endswith("ss") and len(word) >= SHORTEST_PLURAL:
        singulars.append(word[:-1])
    return singulars
