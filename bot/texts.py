"""What the bot says, in the person's language (Project Fluent)."""

from functools import cache
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource

LOCALES = Path(__file__).parent / "locales"
LANGUAGES = ("en", "ru")
DEFAULT_LANGUAGE = "en"


class Texts:
    """The messages of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._bundle = FluentBundle([language], use_isolating=False)
        self._bundle.add_resource(FluentResource((LOCALES / f"{language}.ftl").read_text("utf-8")))

    def has(self, key: str) -> bool:
        """Whether there is such a message."""
        return bool(self._bundle.has_message(key))

    def say(self, key: str, **values: str | int) -> str:
        """Write a message; raises KeyError for one that does not exist, ValueError for a value that is missing."""
        pattern = self._bundle.get_message(key).value
        if pattern is None:
            raise KeyError(key)
        text, errors = self._bundle.format_pattern(pattern, values)
        if errors:
            raise ValueError(f"{self.language}.ftl: {key}: {errors[0]}")
        return str(text)


@cache
def texts_for(language_code: str | None) -> Texts:
    """The texts for Telegram's language code (IETF tag); English where there are none."""
    language = (language_code or DEFAULT_LANGUAGE).split("-")[0].lower()
    return Texts(language if language in LANGUAGES else DEFAULT_LANGUAGE)
