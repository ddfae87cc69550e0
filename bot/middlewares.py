"""What happens around every update: the person's language is found, failures become polite sentences."""

import hashlib
import hmac
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import CallbackQuery, Message, TelegramObject, User

from bot.errors import LabellingFailed, PhotoRefused, ServiceAway
from bot.texts import Texts, texts_for

logger = logging.getLogger(__name__)

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]
OWNER_LENGTH = 32


class PersonMiddleware(BaseMiddleware):
    """Hands `texts` in the person's language and `owner`, a word that only we can trace to them."""

    def __init__(self, salt: str) -> None:
        self._salt = salt.encode()

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Add to what handlers are given."""
        user: User | None = data.get("event_from_user")
        data["texts"] = texts_for(user.language_code if user else None)
        data["owner"] = hide_person(user.id if user else 0, self._salt)
        return await handler(event, data)


class FailureMiddleware(BaseMiddleware):
    """Turns the bot's own errors into sentences, so that there is never silence."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Run the handler, and answer for it where it fails."""
        try:
            return await handler(event, data)
        except (ServiceAway, PhotoRefused, LabellingFailed) as error:
            logger.warning("could not answer: %s", error)
            return await _tell(event, failure_text(error, data["texts"]))


def failure_text(error: Exception, texts: Texts) -> str:
    """The sentence for a failure."""
    if isinstance(error, PhotoRefused):
        key = f"refused-{error.code}"
        return texts.say(key if texts.has(key) else "refused-other")
    return texts.say("failed" if isinstance(error, LabellingFailed) else "away")


def hide_person(user_id: int, salt: bytes) -> str:
    """A word for a person: HMAC-SHA256 of their id (RFC 2104), so that the catalogue holds no ids."""
    return hmac.new(salt, str(user_id).encode(), hashlib.sha256).hexdigest()[:OWNER_LENGTH]


async def _tell(event: TelegramObject, text: str) -> None:
    if isinstance(event, CallbackQuery):
        await event.answer(text, show_alert=True)
    elif isinstance(event, Message):
        await event.reply(text)
