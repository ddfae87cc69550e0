"""What happens around every update: duplicates are dropped, people recognised and slowed, failures made sentences."""

import asyncio
import hashlib
import hmac
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import CallbackQuery, Chat, Message, TelegramObject, Update, User
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

from bot.errors import BotError, LabellingFailed, PhotoRefused
from bot.memory import Memory
from bot.metrics import UPDATES
from bot.texts import Texts, texts_for

logger = logging.getLogger(__name__)

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]
OWNER_LENGTH = 32
REDIS_TRIES, REDIS_PAUSE_S = 60, 1.0


class OnceMiddleware(BaseMiddleware):
    """Handles every update once, and to the end: a stop in the midst of one waits for it in `in_hand`.

    It is noted as handled afterwards, so that a bot killed meanwhile gets and answers it again.
    """

    def __init__(self, memory: Memory, in_hand: set[asyncio.Task[Any]]) -> None:
        self._memory = memory
        self._in_hand = in_hand

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Handle, unless it was before."""
        assert isinstance(event, Update)  # noqa: S101  # what it is installed for
        task = asyncio.ensure_future(self._handle(handler, event, data))
        self._in_hand.add(task)
        task.add_done_callback(self._in_hand.discard)
        return await asyncio.shield(task)

    async def _handle(self, handler: Handler, event: Update, data: dict[str, Any]) -> Any:
        """An update that cannot be kept must not be acknowledged: while Redis is away, wait for it."""
        for _ in range(REDIS_TRIES):
            try:
                return await self._handle_once(handler, event, data)
            except (RedisConnectionError, RedisTimeoutError):
                logger.warning("update %s waits for Redis", event.update_id)
                await asyncio.sleep(REDIS_PAUSE_S)
        return await self._handle_once(handler, event, data)

    async def _handle_once(self, handler: Handler, event: Update, data: dict[str, Any]) -> Any:
        if await self._memory.was_handled(event.update_id):
            UPDATES.labels(event.event_type, "duplicate").inc()
            return None
        result = await handler(event, data)
        await self._memory.mark_handled(event.update_id)
        UPDATES.labels(event.event_type, "handled").inc()
        return result


class PersonMiddleware(BaseMiddleware):
    """Hands `texts` in the person's language, the chat's `domain`, and `owner`, a word only we can trace to them."""

    def __init__(self, memory: Memory, salt: str) -> None:
        self._memory = memory
        self._salt = salt.encode()

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Add to what handlers are given."""
        user: User | None = data.get("event_from_user")
        chat: Chat | None = data.get("event_chat")
        person = user.id if user else 0
        choices = await self._memory.choices(chat.id if chat else person)
        data["texts"] = texts_for(choices.language or (user.language_code if user else None))
        data["domain"] = choices.domain
        data["owner"] = hide_person(person, self._salt)
        return await handler(event, data)


class ThrottleMiddleware(BaseMiddleware):
    """Asks a person who writes too much to slow down: once a minute, then is silent until the minute is over."""

    def __init__(self, memory: Memory, messages_a_minute: int) -> None:
        self._memory = memory
        self._limit = messages_a_minute

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Let through what is within the limit."""
        count = await self._memory.count_message(data["owner"])
        if count <= self._limit:
            return await handler(event, data)
        UPDATES.labels(type(event).__name__.lower(), "throttled").inc()
        return await tell(event, data["texts"].say("slow-down")) if count == self._limit + 1 else None


class FailureMiddleware(BaseMiddleware):
    """Turns the bot's own errors into sentences, so that there is never silence."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Run the handler, and answer for it where it fails."""
        try:
            return await handler(event, data)
        except BotError as error:
            logger.warning("could not answer: %s", type(error).__name__)
            return await tell(event, failure_text(error, data["texts"]))


def failure_text(error: BotError, texts: Texts) -> str:
    """The sentence for a failure."""
    if isinstance(error, PhotoRefused):
        return refusal_text(error.code, texts)
    return texts.say("failed" if isinstance(error, LabellingFailed) else "away")


def refusal_text(code: str, texts: Texts) -> str:
    """The sentence for a photo that the service cannot use."""
    key = f"refused-{code}"
    return texts.say(key if texts.has(key) else "refused-other")


def hide_person(user_id: int, salt: bytes) -> str:
    """A word for a person: HMAC-SHA256 of their id (RFC 2104), so that the catalogue holds no ids."""
    return hmac.new(salt, str(user_id).encode(), hashlib.sha256).hexdigest()[:OWNER_LENGTH]


async def tell(event: TelegramObject, text: str) -> None:
    """Say something to whoever caused an event."""
    if isinstance(event, CallbackQuery):
        await event.answer(text, show_alert=True)
    elif isinstance(event, Message):
        await event.reply(text)
