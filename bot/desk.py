"""Where updates are handled: many chats at a time, a chat's own in the order they came."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from aiogram import BaseMiddleware, Bot, Dispatcher
from aiogram.dispatcher.middlewares.user_context import UserContextMiddleware
from aiogram.exceptions import TelegramAPIError
from aiogram.types import TelegramObject, Update
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

from bot.inbox import Inbox
from bot.metrics import IN_HAND, UPDATE_SECONDS, UPDATES

logger = logging.getLogger(__name__)

Kept = TypeVar("Kept")
Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]
REDIS_AWAY = (RedisConnectionError, RedisTimeoutError)
REDIS_PAUSE_S = 1.0
MOST_IN_HAND = 64
MOST_TRIES = 3


class DeskMiddleware(BaseMiddleware):
    """Notes an update, so that Telegram need not keep it, and handles it beside: a slow answer holds nobody else up."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox
        self._in_hand: set[asyncio.Task[None]] = set()
        self._latest: dict[int, asyncio.Task[None]] = {}

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> None:
        """Take an update, unless it came before."""
        assert isinstance(event, Update)  # noqa: S101  # what it is installed for
        if not data.get("again") and not await _insist(lambda: self._inbox.take(event)):
            UPDATES.labels(event.event_type, "duplicate").inc()
            return
        while len(self._in_hand) >= MOST_IN_HAND:
            await asyncio.wait(self._in_hand, return_when=asyncio.FIRST_COMPLETED)
        chat = _chat_of(event)
        task = asyncio.create_task(self._handle(handler, event, data, self._latest.get(chat)))
        self._latest[chat] = task
        self._in_hand.add(task)
        task.add_done_callback(lambda done: self._clear(done, chat))
        IN_HAND.set(len(self._in_hand))

    async def resume(self, bot: Bot, dispatcher: Dispatcher) -> None:
        """Take up what a bot that ended before left behind; what ended it each time is given up with an apology."""
        for update in await _insist(self._inbox.left):
            tries = await self._count_try(update)
            await dispatcher.feed_update(bot, update, again=True, given_up=tries > MOST_TRIES)
            if tries > 1:  # alone, so that none of the others is blamed
                await self.finish()

    async def finish(self) -> None:
        """Let what is in hand come to its end."""
        await asyncio.gather(*self._in_hand, return_exceptions=True)

    async def _count_try(self, update: Update) -> int:
        return await _insist(lambda: self._inbox.try_again(update.update_id))

    async def _handle(
        self, handler: Handler, update: Update, data: dict[str, Any], before: asyncio.Task[None] | None
    ) -> None:
        if before:
            await asyncio.wait({before})
        with UPDATE_SECONDS.time():
            fate = await _insist(lambda: _answer(handler, update, data))
        await _insist(lambda: self._inbox.finish(update.update_id))
        UPDATES.labels(update.event_type, fate).inc()

    def _clear(self, task: asyncio.Task[None], chat: int) -> None:
        self._in_hand.discard(task)
        IN_HAND.set(len(self._in_hand))
        if self._latest.get(chat) is task:
            del self._latest[chat]


async def _answer(handler: Handler, update: Update, data: dict[str, Any]) -> str:
    """Handle an update, and say how that ended."""
    try:
        await handler(update, data)
    except REDIS_AWAY:
        raise
    except TelegramAPIError as error:  # blocked by the person, or the message is gone
        logger.warning("update %s was not answered: %s", update.update_id, type(error).__name__)
    except Exception:
        logger.exception("update %s failed", update.update_id)
    else:
        return "handled"
    return "failed"


async def _insist(ask: Callable[[], Awaitable[Kept]]) -> Kept:
    """Ask until Redis answers: an update that cannot be kept must not be acknowledged, nor one handled come again."""
    while True:
        try:
            return await ask()
        except REDIS_AWAY:
            logger.warning("updates wait for Redis")
            await asyncio.sleep(REDIS_PAUSE_S)


def _chat_of(update: Update) -> int:
    """Whose updates keep their order: a chat's, or a person's where there is no chat."""
    context = UserContextMiddleware.resolve_event_context(update)
    return context.chat_id or context.user_id or 0
