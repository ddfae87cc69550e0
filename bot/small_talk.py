"""Small talk: greetings, thanks and goodbyes, in which the service finds nothing to look for."""

import re

TALK = {
    "thanks": r"thanks?|thank you|thx|cheers|спасибо|спс|благодар\w+|мерси",
    "farewell": r"bye|goodbye|good night|see you|пока|до свидания|до встречи|до завтра|доброй ночи|спокойной ночи",
    "greeting": r"hello|hi|hey|good (?:morning|day|afternoon|evening)|привет\w*|здравствуй(?:те)?|хай"
    r"|добр(?:ый|ое|ого) (?:день|дня|утро|утра|вечер|вечера)",
}
PATTERNS = {kind: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for kind, words in TALK.items()}


def recognise_talk(text: str) -> str | None:
    """Tell thanks, a farewell and a greeting, in English or Russian; None for anything else."""
    return next((kind for kind, pattern in PATTERNS.items() if pattern.search(text)), None)
