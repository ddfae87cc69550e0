"""The words of a query that name neither a kind nor a colour, by what they do."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from catalog.toml_data import load_toml

WORDS_FILE = Path(__file__).parents[1] / "data" / "words.toml"


class RoleWords(BaseModel):
    """Words and phrases by role; `words.toml` says what each role does."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    negations: tuple[str, ...]
    joiners: tuple[str, ...]
    pauses: tuple[str, ...]
    exceptions: tuple[str, ...]
    breaks: tuple[str, ...]
    wants: tuple[str, ...]
    everything: tuple[str, ...]
    fillers: tuple[str, ...]


class WordList(BaseModel):
    """Numerals, words that multiply the numeral before them, beginnings that shade a colour, everyday words that
    are no misspelling, and words by role."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    numbers: dict[str, float]
    multipliers: dict[str, int]
    shades: tuple[str, ...]
    everyday: tuple[str, ...]
    words: RoleWords


def load_word_list() -> WordList:
    """Read the list that is shipped."""
    return load_toml(WORDS_FILE, WordList)
