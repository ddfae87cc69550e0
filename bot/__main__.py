"""Run the bot: long polling, an update acknowledged only when it was taken care of."""

import asyncio
import logging

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode

from bot.client import InferenceClient
from bot.dispatcher import announce_commands, build_dispatcher
from bot.handlers.photo import finish
from bot.settings import BotSettings

logger = logging.getLogger(__name__)


async def run(settings: BotSettings) -> None:
    """Poll until SIGINT or SIGTERM; answers that are under way still arrive."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(settings.telegram_url))
    properties = DefaultBotProperties(parse_mode=ParseMode.HTML)
    bot = Bot(settings.token.get_secret_value(), session=session, default=properties)
    key = settings.inference_key.get_secret_value() if settings.inference_key else None
    client = InferenceClient.connect(settings.inference_url, key=key, wait_seconds=settings.wait_seconds)
    dispatcher = build_dispatcher(client, salt=settings.owner_salt.get_secret_value())
    try:
        await announce_commands(bot)
        await dispatcher.start_polling(bot, handle_as_tasks=False, close_bot_session=False)
    finally:
        await finish(list(dispatcher["background"]))
        await client.close()
        await bot.session.close()


def main() -> None:
    """Read the settings and run."""
    settings = BotSettings()
    logging.basicConfig(level=settings.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    asyncio.run(run(settings))


if __name__ == "__main__":
    main()
