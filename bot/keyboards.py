"""The buttons below the bot's messages."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardMarkup
from aiogram.utils.keyboard import InlineKeyboardBuilder

from bot.callbacks import LONGEST_REQUEST_BYTES, Ask, Correct, PhotoAction
from bot.client import Photo, Words
from bot.texts import Texts

KINDS_A_ROW = 3


def photo_keyboard(photo: Photo, texts: Texts) -> InlineKeyboardMarkup:
    """Right (where the bot knew it), another kind, delete."""
    builder = InlineKeyboardBuilder()
    for action in ("right", "wrong", "delete") if photo.known else ("wrong", "delete"):
        builder.button(text=texts.say(f"button-{action}"), callback_data=PhotoAction(action=action, photo_id=photo.id))
    return InlineKeyboardMarkup(inline_keyboard=builder.adjust(2, 1).export())


def kinds_keyboard(photo_id: str, words: Words, texts: Texts) -> InlineKeyboardMarkup:
    """All kinds, by name, and the way back."""
    builder = InlineKeyboardBuilder()
    for slug in sorted(words.labels, key=lambda slug: words.label(slug, texts.language)):
        name = words.label(slug, texts.language).capitalize()
        builder.button(text=name, callback_data=Correct(photo_id=photo_id, label=slug))
    builder.button(text=texts.say("button-back"), callback_data=PhotoAction(action="back", photo_id=photo_id))
    return InlineKeyboardMarkup(inline_keyboard=builder.adjust(KINDS_A_ROW).export())


def requests_keyboard(requests: Sequence[str]) -> InlineKeyboardMarkup | None:
    """A button for each request that is short enough to be carried."""
    fitting = [text for text in requests if len(text.encode()) <= LONGEST_REQUEST_BYTES]
    builder = InlineKeyboardBuilder()
    for text in fitting:
        builder.button(text=f"🔎 {text}", callback_data=Ask(text=text))
    return InlineKeyboardMarkup(inline_keyboard=builder.adjust(1).export()) if fitting else None
