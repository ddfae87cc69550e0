"""What happens around every handler: people are recognised and slowed, failures made sentences."""

import hashlib
import hmac
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import CallbackQuery, Chat, Message, TelegramObject, User

from bot.errors import BotError, FileAway, LabellingFailed, PhotoRefused, ServiceBusy
from bot.memory import Memory
from bot.metrics import UPDATES
from bot.texts import Texts, texts_for

logger = logging.getLogger(__name__)

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]
OWNER_LENGTH = 32


class PersonMiddleware(BaseMiddleware):
    """Hands `texts` in the person's language, the chat's `domain`, and `owner`, a word only we can trace to them.

    `chat_owner` is the word for the chat itself: whoever speaks in its name is no other person.
    """

    def __init__(self, memory: Memory, salt: bytes) -> None:
        self._memory = memory
        self._salt = salt

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Add to what handlers are given."""
        user: User | None = data.get("event_from_user")
        chat: Chat | None = data.get("event_chat")
        person = _find_person(event, user)
        choices = await self._memory.choices(chat.id if chat else person)
        data["texts"] = texts_for(choices.language or (user.language_code if user else None))
        data["domain"] = choices.domain
        data["owner"] = hide_person(person, self._salt)
        data["chat_owner"] = hide_person(chat.id if chat else person, self._salt)
        return await handler(event, data)


class ThrottleMiddleware(BaseMiddleware):
    """Asks a person who writes too much to slow down: once a minute, then is silent until the minute is over.

    What is counted apart, by its name, takes nothing from the rest; nor does what no handler is for.
    """

    def __init__(self, memory: Memory, messages_a_minute: int, *, name: str = "") -> None:
        self._memory = memory
        self._limit = messages_a_minute
        self._name = name

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Let through what is within the limit."""
        count = await self._memory.count_message(self._name + data["owner"])
        if count <= self._limit:
            return await handler(event, data)
        UPDATES.labels(type(event).__name__.lower(), "throttled").inc()
        if isinstance(event, CallbackQuery) or count == self._limit + 1:  # a button waits for its answer each time
            await tell(event, data["texts"].say("slow-down"))
        return None


class FailureMiddleware(BaseMiddleware):
    """Turns the bot's own errors into sentences, so that there is never silence."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Run the handler, and answer for it where it fails or ended the bot too often."""
        if data.get("given_up"):
            return await tell(event, data["texts"].say("given-up"))
        try:
            return await handler(event, data)
        except BotError as error:
            logger.warning("could not answer: %s", type(error).__name__)
            return await tell(event, failure_text(error, data["texts"]))


def failure_text(error: BotError, texts: Texts) -> str:
    """The sentence for a failure."""
    if isinstance(error, PhotoRefused):
        return refusal_text(error.code, texts)
    if isinstance(error, LabellingFailed):
        return texts.say("failed")
    if isinstance(error, FileAway):
        return texts.say("file-away")
    return texts.say("busy" if isinstance(error, ServiceBusy) else "away")


def refusal_text(code: str, texts: Texts) -> str:
    """The sentence for a photo that the service cannot use."""
    key = f"refused-{code}"
    return texts.say(key if texts.has(key) else "refused-other")


def hide_person(user_id: int, salt: bytes) -> str:
    """A word for a person: HMAC-SHA256 of their id (RFC 2104), so that the catalogue holds no ids."""
    return hmac.new(salt, str(user_id).encode(), hashlib.sha256).hexdigest()[:OWNER_LENGTH]


async def tell(event: TelegramObject, text: str) -> None:
    """Say something to whoever caused an event; where a button was pressed too long ago, in its chat."""
    if isinstance(event, CallbackQuery):
        is_shown = await event.answer(text, show_alert=True)
        if not is_shown and event.message:
            await event.message.answer(text)
    elif isinstance(event, Message):
        await event.reply(text)


def _find_person(event: TelegramObject, user: User | None) -> int:
    """Who speaks: a chat where somebody writes in its name, for all anonymous administrators are one user."""
    if isinstance(event, Message) and event.sender_chat:
        return event.sender_chat.id
    return user.id if user else 0
