"""Join handlers and middlewares."""

import asyncio
import copy
import logging
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.fsm.storage.redis import RedisStorage
from aiogram.types import BotCommand, ErrorEvent
from redis.asyncio import Redis

from bot.answering import Answerer
from bot.client import InferenceClient
from bot.handlers import choices, feedback, inline, other, photo, scale, search, start
from bot.memory import Memory
from bot.middlewares import FailureMiddleware, OnceMiddleware, PersonMiddleware, ThrottleMiddleware
from bot.settings import BotSettings
from bot.texts import LANGUAGES, Texts
from bot.waiting import WaitingList

logger = logging.getLogger(__name__)

COMMANDS = ("help", "scale", "domains", "stats", "language", "privacy", "forget")


def build_dispatcher(bot: Bot, redis: Redis, client: InferenceClient, settings: BotSettings) -> Dispatcher:
    """Make a dispatcher; its `answerer` works off the waiting list, `in_hand` holds the updates under way."""
    memory, in_hand = Memory(redis), set[asyncio.Task[Any]]()
    answerer = Answerer(bot, client, WaitingList(redis), memory, settings.retry_seconds)
    dispatcher = Dispatcher(
        storage=RedisStorage(redis),
        client=client,
        settings=settings,
        memory=memory,
        answerer=answerer,
        in_hand=in_hand,
    )
    dispatcher.update.outer_middleware(OnceMiddleware(memory, in_hand))
    for observer in (dispatcher.message, dispatcher.callback_query, dispatcher.inline_query):
        observer.outer_middleware(PersonMiddleware(memory, settings.owner_salt.get_secret_value()))
        observer.middleware(FailureMiddleware())
    dispatcher.message.outer_middleware(ThrottleMiddleware(memory, settings.messages_a_minute))
    for module in (start, choices, scale, photo, search, feedback, inline, other):
        dispatcher.include_router(copy.deepcopy(module.router))  # a router belongs to one dispatcher
    dispatcher.error.register(_let_go)
    return dispatcher


async def announce_commands(bot: Bot) -> None:
    """Fill the commands menu in every language."""
    for language in LANGUAGES:
        texts = Texts(language)
        commands = [BotCommand(command=name, description=texts.say(f"command-{name}")) for name in COMMANDS]
        await bot.set_my_commands(commands, language_code=None if language == LANGUAGES[0] else language)


async def _let_go(event: ErrorEvent) -> bool:
    """A person who blocked the bot or deleted the message, or a fault of ours: the next update goes on."""
    logger.error("update %s failed: %s", event.update.update_id, type(event.exception).__name__)
    return True
