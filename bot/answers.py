"""What the bot answers: sentences about photos, pure of Telegram."""

from collections.abc import Mapping, Sequence
from html import escape, unescape

from babel.numbers import format_percent

from bot.nothing import name_things
from bot.replies import Added, Color, Page, Photo, Stats
from bot.texts import Texts
from bot.words import Words, capitalise

CERTAIN, PROBABLE, SUREST = 0.95, 0.7, 0.999
TOP_SHOWN, STATS_SHOWN = 3, 5
LEAST_GUESS = 0.01
ACHROMATIC = ("black", "white", "grey")
BASIC, UNKNOWN = "basic", "?"


def describe_photo(photo: Photo, words: Words, texts: Texts) -> str:
    """Say what a photo shows, how sure that is, and its colours."""
    lines = [_kind_line(photo, words, texts)]
    guesses = _guesses(photo, words, texts)
    if guesses and photo.label_source != "person":
        lines.append(texts.say("answer-perhaps" if photo.known else "answer-closest", kinds=", ".join(guesses)))
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
    names = _colored(escape(words.label(added.label, texts.language)), added.colors, words, texts)
    if not added.known:
        return texts.say(f"scale-{added.kind}", what=texts.say("scale-unknown", what=names))
    return texts.say(f"scale-{added.kind}", what=f"{names} — {percent(added.score or 0, texts)}")


def describe_basket(basket: Mapping[str, int], words: Words, texts: Texts) -> str:
    """List what was put on the scale, with how often where that was more than once."""
    if not basket:
        return texts.say("basket-empty")
    return "\n".join([texts.say("basket"), *(f"• {amount}" for amount in _amounts(basket, words, texts))])


def mention_basket(basket: Mapping[str, int], words: Words, texts: Texts) -> str:
    """Name what is in the basket, in a line."""
    return texts.say("basket-now", amounts=", ".join(_amounts(basket, words, texts))) if basket else ""


def describe_stats(stats: Stats, words: Words, texts: Texts) -> str:
    """Say how many photos there are, and of which kinds most."""
    ranked = sorted(stats.labels.items(), key=lambda item: (-item[1], item[0]))[:STATS_SHOWN]
    lines = [f"• {escape(words.label(slug, texts.language))}: {count}" for slug, count in ranked]
    head = [texts.say("stats", count=stats.total)]
    return "\n".join([*head, texts.say("stats-most"), *lines] if lines else head)


def describe_page(page: Page, words: Words, texts: Texts, *, asked: int | None, before: int) -> str:
    """Say what the photos do not: that there are more or fewer, what was not understood.

    `asked` is the number that the person named, `before` how many were shown already.
    """
    count = len(page.photos)
    lines = [] if before else _say_fewer(page, words, texts, asked=asked)
    if page.next:
        lines.append(texts.say("found-some", first=before + 1, last=before + count, count=count, total=page.total))
    elif before:
        lines.append(texts.say("found-last", total=page.total))
    if page.query.unknown_words:
        lines.append(texts.say("not-understood", words=escape(", ".join(page.query.unknown_words))))
    return "\n".join(lines)


def telling_colors(photo: Photo) -> dict[str, Color]:
    """A photo's colours by palette; of black, white and grey things the hues nearest to them say nothing."""
    basic = photo.colors.get(BASIC)
    return {BASIC: basic} if basic and basic.name in ACHROMATIC else photo.colors


def caption_photo(photo: Photo, words: Words, texts: Texts) -> str:
    """Name a photo in an album, as HTML."""
    name = escape(words.label(photo.label, texts.language)) if photo.label else texts.say("unknown-thing")
    if photo.known is False and photo.label_source == "prediction":
        name = texts.say("scale-unknown", what=name)
    return _colored(name, photo.colors, words, texts)


def name_photo(photo: Photo, words: Words, texts: Texts) -> str:
    """Name a photo as plain text."""
    return unescape(caption_photo(photo, words, texts))


def keep_alike(page: Page, photo: Photo) -> Page:
    """Leave out what is of another kind than a known photo; of an unknown one nobody can tell."""
    alike = [other for other in page.photos if other.label == photo.label or not photo.known]
    return page.model_copy(update={"photos": alike, "total": len(alike)})


def nearest_requests(page: Page, words: Words, texts: Texts) -> list[str]:
    """Requests that ask for less than one that found nothing: without the colours, without the kinds."""
    kinds = [words.label(label, texts.language) for label in page.query.labels]
    colors = [words.color(color, texts.language) for color in page.query.colors]
    others = kinds + colors if kinds and colors else []
    return list(dict.fromkeys([*page.query.suggestions, *others]))


def percent(score: float, texts: Texts) -> str:
    """Write a probability as the language does; never 100 %, for nothing is."""
    return _percent(score, texts, digits=_digits([score]))


def _say_fewer(page: Page, words: Words, texts: Texts, *, asked: int | None) -> list[str]:
    """Say of which of several things, or else of how many in all, there are fewer than were asked for."""
    lines = [
        texts.say("found-fewer-of", things=name_things(part, words, texts), count=total, asked=part.count or 1)
        for part, total in zip(page.query.parts, page.totals, strict=False)
        if total < (part.count or 1)
    ]
    if not lines and asked and page.total < asked:
        lines.append(texts.say("found-fewer", count=page.total, asked=asked))
    return lines


def _percent(score: float, texts: Texts, *, digits: int) -> str:
    return str(format_percent(round(min(score, SUREST), digits), locale=texts.language, decimal_quantization=False))


def _amounts(basket: Mapping[str, int], words: Words, texts: Texts) -> list[str]:
    return [escape(_amount(slug, count, words, texts), quote=False) for slug, count in basket.items()]


def _amount(slug: str, count: int, words: Words, texts: Texts) -> str:
    """A weighing is no piece: three tomatoes may have come at once, so that kinds are named and times counted."""
    kind = texts.say("unknown-thing") if slug == UNKNOWN else words.label(slug, texts.language)
    return texts.say("amount", count=count, kind=kind)


def _digits(scores: Sequence[float]) -> int:
    """How exactly to write scores that stand beside each other: alike, so that they add up."""
    return 3 if max(scores) > CERTAIN else 2


def _guesses(photo: Photo, words: Words, texts: Texts) -> list[str]:
    """The kinds that come close, with their scores; without the one that the answer begins with."""
    if photo.known and (photo.score or 0) >= CERTAIN:
        return []
    near = [item for item in photo.top[:TOP_SHOWN] if item.score >= LEAST_GUESS]
    others = [item for item in near if not (photo.known and item.label == photo.label)]
    digits = _digits([photo.score or 0.0, *(item.score for item in near)])
    return [
        f"{escape(words.label(item.label, texts.language))} {_percent(item.score, texts, digits=digits)}"
        for item in others
    ]


def _short_line(photo: Photo, words: Words, texts: Texts) -> str:
    line = _kind_line(photo, words, texts)
    return _colored(line, photo.colors, words, texts) if photo.known else line


def _colored(thing: str, colors: Mapping[str, Color], words: Words, texts: Texts) -> str:
    """Name a thing with its colour, so that the two need not agree in gender."""
    color = colors.get(BASIC)
    if color is None:
        return thing
    return texts.say("colored", thing=thing, color=escape(words.color(color.name, texts.language)))


def _kind_line(photo: Photo, words: Words, texts: Texts) -> str:
    kind = escape(capitalise(words.label(photo.label or "", texts.language)))
    if photo.label_source == "person":
        return texts.say("answer-person", kind=kind)
    if not photo.known:
        return texts.say("answer-unknown")
    score = photo.score or 0.0
    sure = "certain" if score >= CERTAIN else "probable" if score >= PROBABLE else "doubtful"
    return texts.say("answer-known", kind=kind, sure=texts.say(f"sure-{sure}"), percent=percent(score, texts))


def _color_line(photo: Photo, words: Words, texts: Texts) -> str:
    shown = telling_colors(photo)
    names = {palette: escape(words.color(color.name, texts.language)) for palette, color in shown.items()}
    others = ", ".join(f"{palette.upper()}: {name}" for palette, name in names.items() if palette != BASIC)
    key = "answer-colors" if others else "answer-color"
    return texts.say(key, color=names.get(BASIC, ""), others=others)
