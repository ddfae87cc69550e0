"""Join handlers and middlewares."""

import copy

from aiogram import Bot, Dispatcher
from aiogram.fsm.storage.redis import RedisStorage
from aiogram.types import BotCommand
from redis.asyncio import Redis

from bot.answering import Answerer
from bot.client import InferenceClient
from bot.desk import DeskMiddleware
from bot.handlers import choices, feedback, forgetting, inline, other, photo, scale, search, start
from bot.inbox import Inbox
from bot.memory import Memory
from bot.middlewares import FailureMiddleware, PersonMiddleware, ThrottleMiddleware
from bot.settings import BotSettings
from bot.texts import DEFAULT_LANGUAGE, LANGUAGES, Texts
from bot.viewing import Viewer
from bot.waiting import WaitingList

STATE_TTL_S, DATA_TTL_S = 3_600, 7_200  # a weighing that was left alone ends; its basket outlives it, never the reverse
COMMANDS = ("help", "scale", "domains", "stats", "language", "privacy", "forget")


def build_dispatcher(bot: Bot, redis: Redis, client: InferenceClient, settings: BotSettings, salt: bytes) -> Dispatcher:
    """Make a dispatcher; its `desk` handles updates, its `answerer` works off the waiting list."""
    memory, desk = Memory(redis), DeskMiddleware(Inbox(redis))
    storage = RedisStorage(redis, state_ttl=STATE_TTL_S, data_ttl=DATA_TTL_S)
    storage.close = _keep_open  # type: ignore[method-assign]  # updates in hand still need Redis when polling ends
    waiting = WaitingList(redis)
    answerer = Answerer(bot, client, waiting, Viewer(bot, client, waiting, memory), settings.retry_seconds)
    dispatcher = Dispatcher(
        storage=storage,
        disable_fsm=True,  # see below
        client=client,
        settings=settings,
        memory=memory,
        answerer=answerer,
        desk=desk,
    )
    dispatcher.update.outer_middleware(desk)
    dispatcher.update.outer_middleware(
        dispatcher.fsm
    )  # behind the desk: the state is read when it is the update's turn
    for observer in (dispatcher.message, dispatcher.callback_query, dispatcher.inline_query):
        name = "inline:" if observer is dispatcher.inline_query else ""
        observer.outer_middleware(PersonMiddleware(memory, salt))
        observer.middleware(ThrottleMiddleware(memory, settings.messages_a_minute, name=name))
        observer.middleware(FailureMiddleware())
    for module in (start, forgetting, choices, scale, photo, search, feedback, inline, other):
        dispatcher.include_router(copy.deepcopy(module.router))  # a router belongs to one dispatcher
    return dispatcher


async def introduce(bot: Bot) -> None:
    """Tell Telegram, in every language, the commands and what an empty chat says of the bot."""
    for language in LANGUAGES:
        texts = Texts(language)
        commands = [BotCommand(command=name, description=texts.say(f"command-{name}")) for name in COMMANDS]
        code = None if language == DEFAULT_LANGUAGE else language
        await bot.set_my_description(texts.say("description"), language_code=code)
        await bot.set_my_short_description(texts.say("description-short"), language_code=code)
        await bot.set_my_commands(commands, language_code=code)


async def _keep_open() -> None:
    """Leave Redis open; the process closes it last."""
