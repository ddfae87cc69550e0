"""Obey Telegram's 429: wait as long as it says, then ask again."""

import asyncio
import logging

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType

from bot.metrics import FLOOD_WAITS

logger = logging.getLogger(__name__)

TIMES = 3
LONGEST_WAIT_S = 60


class FloodWait(BaseRequestMiddleware):
    """Repeats a call that came too early; where no chat waits for it, one that is told to wait for minutes fails."""

    def __init__(self, *, longest_wait_s: int = LONGEST_WAIT_S) -> None:
        self._longest_wait_s = longest_wait_s

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        """Ask, and ask again when it is time."""
        for _ in range(TIMES):
            try:
                return await make_request(bot, method)
            except TelegramRetryAfter as error:
                if error.retry_after > self._longest_wait_s and not hasattr(method, "chat_id"):
                    raise
                FLOOD_WAITS.inc()
                logger.warning("told to wait %s s before %s", error.retry_after, type(method).__name__)
                await asyncio.sleep(error.retry_after)
        return await make_request(bot, method)
