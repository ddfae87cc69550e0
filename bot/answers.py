"""What the bot answers: sentences about photos, pure of Telegram."""

from collections.abc import Mapping, Sequence
from html import escape

from bot.replies import Added, Page, Photo, Stats
from bot.texts import Texts
from bot.words import Words

CERTAIN, PROBABLE = 0.95, 0.7
TOP_SHOWN, STATS_SHOWN = 3, 5
LEAST_GUESS = 0.01
BASIC = "basic"


def describe_photo(photo: Photo, words: Words, texts: Texts) -> str:
    """Say what a photo shows, how sure that is, and its colours."""
    lines = [_kind_line(photo, words, texts)]
    if not photo.known or (photo.score or 0) < CERTAIN:
        guesses = [
            f"{escape(words.label(item.label, texts.language))} {percent(item.score)}"
            for item in photo.top[:TOP_SHOWN]
            if item.score >= LEAST_GUESS
        ]
        if guesses and photo.label_source != "person":
            lines.append(texts.say("answer-perhaps", kinds=", ".join(guesses)))
    if photo.colors:
        lines.append(_color_line(photo, words, texts))
    return "\n".join(lines)


def describe_album(seen: Sequence[Photo | str], words: Words, texts: Texts) -> str:
    """Say in a line each what the photos of an album show; a str is why one cannot be told."""
    lines = []
    for number, photo in enumerate(seen, 1):
        line = photo if isinstance(photo, str) else _short_line(photo, words, texts)
        lines.append(f"{number}. {line}")
    return "\n".join([*lines, texts.say("album-open")])


def describe_added(added: Added, words: Words, texts: Texts) -> str:
    """Say what was put on the scale, or taken off it."""
    if not added.changed or added.label is None:
        return texts.say("scale-nothing")
    if not added.known:
        return texts.say(f"scale-{added.kind}", what=texts.say("scale-unknown"))
    color = added.colors.get(BASIC)
    kind = escape(words.label(added.label, texts.language))
    names = [kind, escape(words.color(color.name, texts.language))] if color else [kind]
    return texts.say(f"scale-{added.kind}", what=f"{', '.join(names)} — {percent(added.score or 0)}")


def describe_basket(basket: Mapping[str, int], words: Words, texts: Texts) -> str:
    """List what was put on the scale, each with its number in the right plural form."""
    if not basket:
        return texts.say("basket-empty")
    amounts = [texts.say("amount", count=count, **words.forms(slug, texts.language)) for slug, count in basket.items()]
    lines = [f"• {escape(amount)}" for amount in amounts]
    return "\n".join([texts.say("basket"), *lines])


def describe_stats(stats: Stats, words: Words, texts: Texts) -> str:
    """Say how many photos there are, and of which kinds most."""
    ranked = sorted(stats.labels.items(), key=lambda item: (-item[1], item[0]))[:STATS_SHOWN]
    lines = [f"• {escape(words.label(slug, texts.language))}: {count}" for slug, count in ranked]
    return "\n".join([texts.say("stats", count=stats.total), *lines])


def describe_page(page: Page, asked: int | None, texts: Texts) -> str:
    """Say how many photos were found, and what was not understood."""
    lines = [texts.say("found", count=len(page.photos), total=page.total)]
    if asked and page.total < asked:
        lines.append(texts.say("found-fewer", count=page.total, asked=asked))
    if page.query.unknown_words:
        lines.append(texts.say("not-understood", words=escape(", ".join(page.query.unknown_words))))
    return "\n".join(lines)


def caption_photo(photo: Photo, words: Words, texts: Texts) -> str:
    """Name a photo in an album."""
    color = photo.colors.get(BASIC)
    names = [words.label(photo.label, texts.language)] if photo.label else []
    return ", ".join(names + ([words.color(color.name, texts.language)] if color else []))


def nearest_requests(page: Page, words: Words, texts: Texts) -> list[str]:
    """Requests that ask for less than one that found nothing: without the colours, without the kinds."""
    kinds = [words.label(label, texts.language) for label in page.query.labels]
    colors = [words.color(color, texts.language) for color in page.query.colors]
    others = kinds + colors if kinds and colors else []
    return list(dict.fromkeys([*page.query.suggestions, *others]))


def percent(score: float) -> str:
    """Write a probability; never 100 %, for nothing is."""
    return f"{min(score, 0.999):.1%}" if score > CERTAIN else f"{score:.0%}"


def _short_line(photo: Photo, words: Words, texts: Texts) -> str:
    color = photo.colors.get(BASIC)
    name = f", {escape(words.color(color.name, texts.language))}" if color else ""
    return f"{_kind_line(photo, words, texts)}{name}"


def _kind_line(photo: Photo, words: Words, texts: Texts) -> str:
    kind = escape(words.label(photo.label or "", texts.language).capitalize())
    if photo.label_source == "person":
        return texts.say("answer-person", kind=kind)
    if not photo.known:
        return texts.say("answer-unknown")
    score = photo.score or 0.0
    sure = "certain" if score >= CERTAIN else "probable" if score >= PROBABLE else "doubtful"
    return texts.say("answer-known", kind=kind, sure=texts.say(f"sure-{sure}"), percent=percent(score))


def _color_line(photo: Photo, words: Words, texts: Texts) -> str:
    names = {palette: escape(words.color(color.name, texts.language)) for palette, color in photo.colors.items()}
    others = ", ".join(f"{palette.upper()}: {name}" for palette, name in names.items() if palette != BASIC)
    return texts.say("answer-colors", color=names.get(BASIC, ""), others=others)
