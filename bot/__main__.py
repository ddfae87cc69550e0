"""Run the bot, by long polling or webhook: an update is acknowledged only when it was taken care of."""

import asyncio
import logging
import signal
import sys
from collections.abc import Awaitable
from contextlib import suppress
from typing import NoReturn

from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.exceptions import (
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from prometheus_client import start_http_server
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from redis.asyncio import Redis

from bot.client import InferenceClient
from bot.dispatcher import build_dispatcher, introduce
from bot.errors import SaltUnkept, TokenRefused
from bot.flood import FloodWait
from bot.logs import configure_logs
from bot.outage import OutageBridge
from bot.salt import find_salt
from bot.settings import BotSettings
from bot.trifles import Trifles
from bot.webhook import serve_webhook

logger = logging.getLogger(__name__)

PAUSE_S = 3.0
LONGEST_FINISH_S = 60.0
USAGE_ERROR = 2


def build_bot(settings: BotSettings) -> Bot:
    """Make the bot; nothing is sent yet."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(settings.telegram_url))
    for middleware in (FloodWait(), OutageBridge(), Trifles()):
        session.middleware(middleware)
    properties = DefaultBotProperties(parse_mode=ParseMode.HTML, allow_sending_without_reply=True)
    return Bot(settings.token.get_secret_value(), session=session, default=properties)


async def run(settings: BotSettings, stop: asyncio.Event) -> None:
    """Serve until told to stop; updates and answers that are under way have a minute to finish first."""
    salt = find_salt(settings.owner_salt, settings.data_dir)
    bot = build_bot(settings)
    key = settings.inference_key.get_secret_value() if settings.inference_key else None
    client = InferenceClient.connect(settings.inference_url, key=key, wait_seconds=settings.wait_seconds)
    redis = Redis.from_url(settings.redis_url.get_secret_value(), decode_responses=True)
    dispatcher = build_dispatcher(bot, redis, client, settings, salt)
    answering = asyncio.create_task(dispatcher["answerer"].run())
    try:
        await _greet_telegram(bot, settings, stop)
        if not stop.is_set():
            await dispatcher["desk"].resume(bot, dispatcher)
            await (serve_webhook if settings.webhook_url else _poll)(bot, dispatcher, settings, stop)
    finally:
        await _finish(dispatcher["desk"].finish())
        dispatcher["answerer"].stop()
        await _finish(answering)
        await client.close()
        await redis.aclose()
        await bot.session.close()


def main() -> None:
    """Read the settings and run until SIGINT or SIGTERM; what no second try would mend ends with one line."""
    try:
        settings = BotSettings()
        configure_logs(settings.log_level)
        if settings.metrics_port is not None:
            start_http_server(settings.metrics_port)
        asyncio.run(_run_until_signal(settings))
    except ValidationError as error:
        _give_up("; ".join(_describe_fault(fault) for fault in error.errors(include_input=False, include_url=False)))
    except (SaltUnkept, TokenRefused) as error:
        _give_up(str(error))


def _describe_fault(fault: ErrorDetails) -> str:
    """What is wrong with which setting, without its value."""
    name = "".join(str(part).upper() for part in fault["loc"])
    reason = fault["msg"].removeprefix("Value error, ")
    return f"BOT_{name.removeprefix('BOT_')}: {reason}" if name else reason


def _give_up(reason: str) -> NoReturn:
    sys.stderr.write(f"the bot cannot start: {reason}\n")
    sys.exit(USAGE_ERROR)


async def _run_until_signal(settings: BotSettings) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await run(settings, stop)


async def _greet_telegram(bot: Bot, settings: BotSettings, stop: asyncio.Event) -> None:
    """Introduce the bot, and choose how updates come; while Telegram is out of reach, try again."""
    while not stop.is_set():
        try:
            await bot.me()
            if not settings.webhook_url:
                await bot.delete_webhook()  # one that was set before would take the updates away
            await introduce(bot)
        except (TelegramUnauthorizedError, TelegramNotFound) as error:
            raise TokenRefused("Telegram knows no bot by BOT_TOKEN; ask @BotFather for a new one") from error
        except TelegramRetryAfter:
            logger.warning("Telegram takes no introduction just now")
            return
        except (TelegramNetworkError, TelegramServerError) as error:
            logger.warning("Telegram is away: %s", type(error).__name__)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), PAUSE_S)
        else:
            return


async def _finish(work: Awaitable[None]) -> None:
    """Let work come to its end; what would take longer is left to the next bot, for Redis has it."""
    try:
        await asyncio.wait_for(work, LONGEST_FINISH_S)
    except TimeoutError:
        logger.warning("some work is left to the next bot")


async def _poll(bot: Bot, dispatcher: Dispatcher, _settings: BotSettings, stop: asyncio.Event) -> None:
    polling = asyncio.create_task(
        dispatcher.start_polling(bot, handle_as_tasks=False, handle_signals=False, close_bot_session=False)
    )
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({polling, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if not polling.done():
        await dispatcher.stop_polling()
    await polling


if __name__ == "__main__":
    main()
