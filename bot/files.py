"""The files that people send: fetched from Telegram."""

import io

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest
from aiohttp import ClientError

from bot.errors import FileAway, PhotoRefused

TOO_LARGE = "file is too big"  # getFile gives nothing above 20 MB


async def fetch_file(bot: Bot, file_id: str) -> bytes:
    """Fetch a file.

    Raises:
        PhotoRefused: Telegram does not hand it out.
        FileAway: it cannot be fetched just now.
    """
    buffer = io.BytesIO()
    try:
        await bot.download(file_id, destination=buffer)
    except TelegramBadRequest as error:
        code = "upload_too_large" if TOO_LARGE in error.message else "broken_image"
        raise PhotoRefused(code, error.message) from error
    except (TelegramAPIError, ClientError, TimeoutError) as error:
        raise FileAway(type(error).__name__) from error
    return buffer.getvalue()
