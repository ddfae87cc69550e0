"""Join handlers and middlewares."""

import asyncio

from aiogram import Bot, Dispatcher
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.filters import ExceptionTypeFilter
from aiogram.types import BotCommand, ErrorEvent

from bot.client import InferenceClient
from bot.handlers import feedback, other, photo, search, start
from bot.middlewares import FailureMiddleware, PersonMiddleware
from bot.texts import LANGUAGES, Texts

COMMANDS = ("start", "help", "forget")


def build_dispatcher(client: InferenceClient, *, salt: str) -> Dispatcher:
    """Make a dispatcher; `background` holds the answers that are under way."""
    background: set[asyncio.Task[None]] = set()
    dispatcher = Dispatcher(client=client, background=background)
    for observer in (dispatcher.message, dispatcher.callback_query):
        observer.outer_middleware(PersonMiddleware(salt))
        observer.middleware(FailureMiddleware())
    for module in (start, photo, search, feedback, other):
        dispatcher.include_router(module.router)
    dispatcher.error.register(_let_go, ExceptionTypeFilter(TelegramForbiddenError, TelegramBadRequest))
    return dispatcher


async def announce_commands(bot: Bot) -> None:
    """Fill the commands menu in every language."""
    for language in LANGUAGES:
        texts = Texts(language)
        commands = [BotCommand(command=name, description=texts.say(f"command-{name}")) for name in COMMANDS]
        await bot.set_my_commands(commands, language_code=None if language == LANGUAGES[0] else language)


async def _let_go(event: ErrorEvent) -> bool:
    """A person who blocked the bot or deleted the message is answered no more."""
    return event.exception is not None
