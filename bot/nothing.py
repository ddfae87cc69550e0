"""What is said where there are no photos to show, pure of Telegram."""

from collections.abc import Sequence
from html import escape

from bot.replies import Page, Part, Query
from bot.small_talk import recognise_talk
from bot.texts import Texts
from bot.words import Words


def describe_talk(text: str, page: Page, words: Words, texts: Texts, *, domain: str | None) -> str:
    """Answer a text that is no request: greet or thank back, and say what the bot does where that helps."""
    kind = recognise_talk(text)
    head = [texts.say(f"talk-{kind}")] if kind else _not_understood(page.query, texts)
    if kind in ("thanks", "farewell"):
        return head[0]
    title = escape(words.title_within(domain, texts.language))
    examples = italic(words.examples(domain, texts.language))
    return "\n".join([*head, texts.say("talk-about", title=title, examples=examples)])


def describe_interruption(text: str, step: str, texts: Texts) -> str:
    """Answer a text that is no request during a weighing: greet or thank back, and say the next step."""
    kind = recognise_talk(text)
    return "\n".join([texts.say(f"talk-{kind}"), step] if kind else [step])


def describe_nothing(page: Page, words: Words, texts: Texts, *, domain: str | None) -> str:
    """Say of a request that was understood why there are no photos for it."""
    query = page.query
    foreign = [label for label in query.labels if label not in words.kinds(words.here(domain).name)]
    if page.total:
        reason = texts.say("none-asked", count=page.total)
    elif query.excluded_labels or query.excluded_colors:
        reason = texts.say("nothing-found")
    elif foreign:
        reason = _say_foreign(foreign, words, texts, domain=domain)
    elif query.labels or query.colors:
        reason = texts.say("none-yet", things=name_things(query, words, texts))
    else:
        reason = texts.say("none-at-all", title=escape(words.title(words.here(domain), texts.language)))
    return "\n".join([reason, *_not_understood(query, texts)])


def italic(examples: Sequence[str]) -> str:
    """Examples of requests in a row."""
    return ", ".join(f"<i>{escape(example)}</i>" for example in examples)


def name_things(query: Query | Part, words: Words, texts: Texts) -> str:
    """Name what was asked for: "red or yellow tomatoes"."""
    between = f" {texts.say('or')} "
    names = between.join(words.label(label, texts.language) for label in query.labels)
    kinds = between.join(words.forms(label, texts.language)["other"] for label in query.labels)
    colors = between.join(words.color(color, texts.language) for color in query.colors)
    key = "things-both" if kinds and colors else "things-kinds" if kinds else "things-colors"
    return escape(texts.say(key, names=names, kinds=kinds, colors=colors), quote=False)


def _not_understood(query: Query, texts: Texts) -> list[str]:
    unknown = escape(", ".join(query.unknown_words))
    return [texts.say("not-understood", words=unknown)] if unknown else []


def _say_foreign(labels: Sequence[str], words: Words, texts: Texts, *, domain: str | None) -> str:
    """Say that kinds are none of the domain's, and which domain has them."""
    title = escape(words.title_within(domain, texts.language))
    kinds = escape(", ".join(words.label(label, texts.language) for label in labels), quote=False)
    other = words.domain_of(labels)
    if other is None:
        return texts.say("not-here", kinds=kinds, title=title)
    return texts.say("not-here-but", kinds=kinds, title=title, other=escape(words.title(other, texts.language)))
