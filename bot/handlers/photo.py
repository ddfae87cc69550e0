"""A photo, compressed or as a file: stored first, then answered in one message."""

import asyncio
import io
import logging
from collections.abc import Sequence

from aiogram import Bot, F, Router
from aiogram.enums import ChatAction
from aiogram.types import BufferedInputFile, Document, Message, PhotoSize

from bot.answers import describe_photo
from bot.client import InferenceClient
from bot.errors import LabellingFailed, PhotoRefused, ServiceAway
from bot.keyboards import photo_keyboard
from bot.middlewares import failure_text
from bot.pictures import draw_swatches
from bot.texts import Texts

logger = logging.getLogger(__name__)

router = Router(name="photo")

LARGEST_DOWNLOAD_BYTES = 20_000_000  # the Bot API's limit on getFile
PALETTE_ORDER = ("basic", "rgb", "ryb")


@router.message(F.photo)
async def take_photo(
    message: Message, bot: Bot, client: InferenceClient, texts: Texts, owner: str, background: set[asyncio.Task[None]]
) -> None:
    """Store the largest size of a compressed photo, then answer."""
    assert message.photo  # noqa: S101  # the filter's promise
    largest = max(message.photo, key=lambda size: size.width * size.height)
    await _take(message, bot, client, texts, owner=owner, file=largest, background=background)


@router.message(F.document.mime_type.startswith("image/"))
async def take_document(
    message: Message, bot: Bot, client: InferenceClient, texts: Texts, owner: str, background: set[asyncio.Task[None]]
) -> None:
    """Store a photo sent as a file, then answer."""
    assert message.document  # noqa: S101  # the filter's promise
    await _take(message, bot, client, texts, owner=owner, file=message.document, background=background)


async def _take(
    message: Message,
    bot: Bot,
    client: InferenceClient,
    texts: Texts,
    *,
    owner: str,
    file: PhotoSize | Document,
    background: set[asyncio.Task[None]],
) -> None:
    """Store before the update is acknowledged; wait for the label beside, so that others are not held up."""
    if (file.file_size or 0) > LARGEST_DOWNLOAD_BYTES:
        raise PhotoRefused("upload_too_large", f"{file.file_size} bytes")
    await bot.send_chat_action(message.chat.id, ChatAction.UPLOAD_PHOTO)
    buffer = io.BytesIO()
    await bot.download(file, destination=buffer)
    job_id = await client.add_photo(buffer.getvalue(), owner=owner)
    task = asyncio.create_task(_answer(message, client, texts, job_id))
    background.add(task)
    task.add_done_callback(background.discard)


async def _answer(message: Message, client: InferenceClient, texts: Texts, job_id: str) -> None:
    try:
        photo = await client.await_label(job_id)
        words = await client.words()
    except (ServiceAway, PhotoRefused, LabellingFailed) as error:
        logger.warning("could not answer: %s", error)
        await message.reply(failure_text(error, texts))
        return
    swatches = draw_swatches([photo.colors[name].hex for name in PALETTE_ORDER if name in photo.colors])
    await message.reply_photo(
        BufferedInputFile(swatches, "colours.png"),
        caption=describe_photo(photo, words, texts),
        reply_markup=photo_keyboard(photo, texts),
    )


async def finish(background: Sequence[asyncio.Task[None]]) -> None:
    """Let answers that are under way arrive before the bot ends."""
    await asyncio.gather(*background, return_exceptions=True)
