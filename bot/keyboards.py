"""The buttons below the bot's messages."""

from collections.abc import Mapping, Sequence

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from aiogram.utils.keyboard import InlineKeyboardBuilder

from bot.callbacks import LONGEST_REQUEST_BYTES, Ask, Choose, Correct, Forget, Kinds, More, PhotoAction, code_kind
from bot.replies import Photo
from bot.texts import LANGUAGES, Texts
from bot.words import Words, capitalise

KINDS_A_ROW, KINDS_A_PAGE = 3, 15
NUMBERS_A_ROW = 5


def photo_keyboard(photo: Photo, texts: Texts) -> InlineKeyboardMarkup:
    """Right (where the model knew it and nobody said so yet), another kind, similar, why, delete."""
    actions = {name: PhotoAction(action=name, photo_id=photo.id) for name in ("right", "similar", "why", "delete")}
    right = actions.pop("right")
    buttons = {"right": right} if photo.known and photo.label_source != "person" else {}
    builder = InlineKeyboardBuilder()
    for name, data in (buttons | {"wrong": Kinds(photo_id=photo.id, page=0)} | actions).items():
        builder.button(text=texts.say(f"button-{name}"), callback_data=data)
    return _rows(builder, len(buttons) + 1, 2, 1)


def kinds_keyboard(photo_id: str, kinds: Sequence[str], page: int, words: Words, texts: Texts) -> InlineKeyboardMarkup:
    """A page of kinds, by name, with the ways to other pages and back."""
    ordered = sorted(kinds, key=lambda slug: words.label(slug, texts.language).casefold())
    last = max(0, (len(ordered) - 1) // KINDS_A_PAGE)
    page = min(page, last)
    builder = InlineKeyboardBuilder()
    for slug in ordered[page * KINDS_A_PAGE : (page + 1) * KINDS_A_PAGE]:
        name = capitalise(words.label(slug, texts.language))
        builder.button(text=name, callback_data=Correct(photo_id=photo_id, code=code_kind(slug)))
    builder.adjust(KINDS_A_ROW)
    ways = [("«", page - 1)] * (page > 0) + [("»", page + 1)] * (page < last)
    back = PhotoAction(action="back", photo_id=photo_id).pack()
    builder.row(
        *(InlineKeyboardButton(text=text, callback_data=Kinds(photo_id=photo_id, page=to).pack()) for text, to in ways),
        InlineKeyboardButton(text=texts.say("button-back"), callback_data=back),
    )
    return InlineKeyboardMarkup(inline_keyboard=builder.export())


def album_keyboard(photo_ids: Mapping[int, str]) -> InlineKeyboardMarkup:
    """A number for each photo of an album, which opens its own answer."""
    builder = InlineKeyboardBuilder()
    for number, photo_id in photo_ids.items():
        builder.button(text=f"{number}", callback_data=PhotoAction(action="open", photo_id=photo_id))
    return _rows(builder, NUMBERS_A_ROW)


def requests_keyboard(requests: Sequence[str]) -> InlineKeyboardMarkup | None:
    """A button for each request that is short enough to be carried."""
    fitting = [text for text in requests if len(text.encode()) <= LONGEST_REQUEST_BYTES]
    builder = InlineKeyboardBuilder()
    for text in fitting:
        builder.button(text=f"🔎 {text}", callback_data=Ask(text=text))
    return _rows(builder, 1) if fitting else None


def more_keyboard(token: str, texts: Texts) -> InlineKeyboardMarkup:
    """The way to the next photos."""
    builder = InlineKeyboardBuilder()
    builder.button(text=texts.say("button-more"), callback_data=More(token=token))
    return _rows(builder, 1)


def languages_keyboard(texts: Texts) -> InlineKeyboardMarkup:
    """The languages there are, and Telegram's own."""
    builder = InlineKeyboardBuilder()
    for language in LANGUAGES:
        name = texts.say(f"language-{language}")
        builder.button(text=name, callback_data=Choose(name="language", value=language))
    builder.button(text=texts.say("language-auto"), callback_data=Choose(name="language", value=""))
    return _rows(builder, 2)


def forget_keyboard(owner: str, texts: Texts) -> InlineKeyboardMarkup:
    """Yes and no, for the person who asked."""
    builder = InlineKeyboardBuilder()
    for is_meant, key in ((True, "button-forget"), (False, "button-keep")):
        builder.button(text=texts.say(key), callback_data=Forget(owner=owner, is_meant=is_meant))
    return _rows(builder, 2)


def domains_keyboard(words: Words, current: str | None, texts: Texts) -> InlineKeyboardMarkup:
    """The domains that have a model; the chosen one is ticked."""
    builder = InlineKeyboardBuilder()
    for domain in words.domains.values():
        if domain.model is not None:
            tick = "✓ " if domain.name == current else ""
            title = f"{tick}{words.title(domain, texts.language)}"
            builder.button(text=title, callback_data=Choose(name="domain", value=domain.name))
    return _rows(builder, 1)


def _rows(builder: InlineKeyboardBuilder, *sizes: int) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=builder.adjust(*sizes).export())
