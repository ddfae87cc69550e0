"""Take updates that Telegram sends to an address of ours, instead of asking for them."""

import asyncio
import logging
from urllib.parse import urlsplit

from aiogram import Bot, Dispatcher
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

from bot.settings import BotSettings

logger = logging.getLogger(__name__)


async def serve_webhook(bot: Bot, dispatcher: Dispatcher, settings: BotSettings, stop: asyncio.Event) -> None:
    """Serve until told to stop; an update is acknowledged when it was taken care of."""
    assert settings.webhook_url  # noqa: S101  # what chooses this way of running
    assert settings.webhook_secret  # noqa: S101  # the settings demand it
    secret = settings.webhook_secret.get_secret_value()
    app = web.Application()
    handler = SimpleRequestHandler(dispatcher, bot, handle_in_background=False, secret_token=secret)
    handler.close = _keep_session  # type: ignore[method-assign]  # answers under way still need the session
    handler.register(app, path=urlsplit(settings.webhook_url).path or "/")
    app.router.add_get("/health", _answer_health)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, settings.webhook_host, settings.webhook_port).start()
    await bot.set_webhook(
        settings.webhook_url, secret_token=secret, allowed_updates=dispatcher.resolve_used_update_types()
    )
    logger.info("webhook at %s", runner.addresses[0])
    await stop.wait()
    await runner.cleanup()


async def _answer_health(_request: web.Request) -> web.Response:
    return web.Response(text="ok")


async def _keep_session() -> None:
    """Leave the bot's session open."""
