"""Words: split a sentence, and bring each word to the forms it can be found by."""

import functools
import re
import unicodedata

import pymorphy3

from catalog.language.amounts import AMOUNT, set_signs_apart

HEX_COLOR = r"#[0-9a-f]{6}\b|#[0-9a-f]{3}\b"
WORD = re.compile(
    rf"{HEX_COLOR}|{AMOUNT}|[^\W\d_]+(?:[-‐‑'’ʼ][^\W\d_]+)*"
    r"|[\U0001F300-\U0001FAFF⚪⚫⬛⬜,;&+/]",
    re.IGNORECASE,
)
CYRILLIC = re.compile(r"[а-я]")
RUSSIAN_WORD = re.compile(r"[а-я][а-я'-]*")  # the analyser raises on letters that Unicode has not named
SAME_LETTERS = str.maketrans({"ё": "е", "’": "'", "ʼ": "'", "‐": "-", "‑": "-"})
ES_ENDINGS = ("s", "x", "z", "ch", "sh")
CACHE_SIZE = 50_000
SHORTEST_PLURAL = 4


def split_words(text: str) -> list[str]:
    """Split into lower-case words, amounts, #hex colours, pictographs and the signs that join."""
    return [fold(word) for word in WORD.findall(unicodedata.normalize("NFKC", set_signs_apart(text)))]


def fold(word: str) -> str:
    """Make spelling variants equal: ё and е, apostrophes, hyphens, capitals."""
    return word.lower().translate(SAME_LETTERS)


@functools.lru_cache(CACHE_SIZE)
def lemmas(word: str) -> tuple[str, ...]:
    """The dictionary forms a word may stand for, itself first, in an order that never changes.

    Russian goes by its dictionary, a compound by its last part as well; English by its plural.
    """
    if RUSSIAN_WORD.fullmatch(word):
        head, hyphen, tail = word.rpartition("-")
        tails = (head + hyphen + form for form in _normal_forms(tail)) if hyphen else ()
        return tuple(dict.fromkeys((word, *_normal_forms(word), *tails)))
    return tuple(dict.fromkeys((word, *_english_singulars(word))))


def is_russian_word(word: str) -> bool:
    """Whether the Russian dictionary has a word, in any form."""
    return bool(RUSSIAN_WORD.fullmatch(word)) and bool(_analyser().word_is_known(word))


def _normal_forms(word: str) -> list[str]:
    return [fold(parse.normal_form) for parse in _analyser().parse(word)]


@functools.cache
def _analyser() -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer(lang="ru")


def _english_singulars(word: str) -> list[str]:
    """Undo the regular plural, and drop what follows an apostrophe: cherries → cherry, lime's → lime, you've → you."""
    singulars = []
    if "'" in word:
        singulars.append(word.partition("'")[0])
    if word.endswith("ies") and len(word) > SHORTEST_PLURAL:
        singulars.append(word[:-3] + "y")
    if word.endswith("oes") or (word.endswith("es") and word[:-2].endswith(ES_ENDINGS)):
        singulars.append(word[:-2])
    if word.endswith("s") and not word.endswith("ss") and len(word) >= SHORTEST_PLURAL:
        singulars.append(word[:-1])
    return singulars
