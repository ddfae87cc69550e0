"""Bridge a short outage of Telegram, or of the way to it."""

import asyncio
import logging
from itertools import islice
from json import JSONDecodeError

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import ClientDecodeError, TelegramNetworkError, TelegramServerError
from aiogram.methods import GetUpdates, Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.utils.backoff import Backoff, BackoffConfig

logger = logging.getLogger(__name__)

TIMES = 3
PAUSES = BackoffConfig(min_delay=0.5, max_delay=8.0, factor=4.0, jitter=0.1)  # seconds


class OutageBridge(BaseRequestMiddleware):
    """Repeats a call that failed on the way, after growing pauses; polling has a patience of its own."""

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        """Ask, and ask again where that may help."""
        for pause in islice(Backoff(PAUSES), TIMES):
            try:
                return await make_request(bot, method)
            except (TelegramNetworkError, TelegramServerError, ClientDecodeError) as error:
                if isinstance(method, GetUpdates) or not _is_outage(error):
                    raise
                logger.warning("%s failed: %s", type(method).__name__, type(error).__name__)
                await asyncio.sleep(pause)
        return await make_request(bot, method)


def _is_outage(error: Exception) -> bool:
    """Whether Telegram did not answer; what a gateway says in its place is no JSON."""
    return not isinstance(error, ClientDecodeError) or isinstance(error.original, JSONDecodeError)
