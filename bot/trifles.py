"""Calls of Telegram that nobody waits for: whether they succeed is no matter."""

import logging
from typing import cast

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest
from aiogram.methods import AnswerCallbackQuery, Response, SendChatAction, TelegramMethod
from aiogram.methods.base import TelegramType

logger = logging.getLogger(__name__)


class Trifles(BaseRequestMiddleware):
    """Makes False of a failure to show that the bot is at work, or to answer a button that was pressed long ago."""

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        """Ask, and let go what is no matter."""
        try:
            return await make_request(bot, method)
        except TelegramAPIError as error:
            if not _is_trifle(method, error):
                raise
            logger.info("%s was let go: %s", type(method).__name__, type(error).__name__)
            return cast("Response[TelegramType]", False)  # as Telegram would answer: both methods give a bool


def _is_trifle(method: TelegramMethod[TelegramType], error: TelegramAPIError) -> bool:
    is_late = isinstance(method, AnswerCallbackQuery) and isinstance(error, TelegramBadRequest)
    return is_late or isinstance(method, SendChatAction)
