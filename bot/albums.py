"""Send the photos that a search found, and the way to more of them."""

import asyncio

from aiogram import Bot
from aiogram.enums import ChatAction
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import BufferedInputFile, InputMediaPhoto, Message
from aiogram.utils.chat_action import ChatActionSender

from bot.answers import caption_photo, describe_page
from bot.client import InferenceClient
from bot.keyboards import more_keyboard
from bot.memory import Listing, Memory
from bot.pictures import make_sendable
from bot.replies import Page, Photo
from bot.texts import Texts

LARGEST_ALBUM = 10  # the Bot API's limit on sendMediaGroup


async def find_page(client: InferenceClient, listing: Listing) -> Page:
    """Find the next photos of a listing, no more than an album takes."""
    return await client.search(listing.filters, count=min(listing.count, LARGEST_ALBUM), cursor=listing.cursor)


async def send_listing(
    bot: Bot, chat_id: int, page: Page, listing: Listing, *, client: InferenceClient, memory: Memory, texts: Texts
) -> None:
    """Send a page of a listing, and below it what there is to say and a button where there is more."""
    await send_page(bot, chat_id, page, client=client, memory=memory, texts=texts)
    text = describe_page(page, await client.words(), texts, asked=listing.asked, before=listing.shown)
    keyboard = None
    if page.next:
        shown = listing.shown + len(page.photos)
        following = listing.model_copy(update={"cursor": page.next, "asked": None, "shown": shown})
        keyboard = more_keyboard(await memory.keep_listing(following), texts)
    if text:
        await bot.send_message(chat_id, text, reply_markup=keyboard)


async def send_page(
    bot: Bot, chat_id: int, page: Page, *, client: InferenceClient, memory: Memory, texts: Texts
) -> None:
    """Send photos as an album, each with its caption; those that Telegram has already are not sent anew."""
    words, files = await client.words(), await memory.files([photo.id for photo in page.photos])
    captions = [caption_photo(photo, words, texts) for photo in page.photos]
    async with ChatActionSender(bot=bot, chat_id=chat_id, action=ChatAction.UPLOAD_PHOTO):
        try:
            sent = await _send(bot, chat_id, await _media(page.photos, files, client), captions)
        except TelegramBadRequest:  # a file that Telegram no longer has, or never had for this bot
            sent = await _send(bot, chat_id, await _media(page.photos, {}, client), captions)
    for photo, message in zip(page.photos, sent, strict=False):
        if message.photo:
            await memory.keep_file(photo.id, message.photo[-1].file_id)


async def _media(photos: list[Photo], files: dict[str, str], client: InferenceClient) -> list[str | BufferedInputFile]:
    return list(await asyncio.gather(*(_file(photo, files.get(photo.id), client) for photo in photos)))


async def _file(photo: Photo, file_id: str | None, client: InferenceClient) -> str | BufferedInputFile:
    if file_id:
        return file_id
    image = await asyncio.to_thread(make_sendable, await client.image(photo))
    return BufferedInputFile(image, f"{photo.id}.jpg")


async def _send(bot: Bot, chat_id: int, media: list[str | BufferedInputFile], captions: list[str]) -> list[Message]:
    if len(media) == 1:
        return [await bot.send_photo(chat_id, media[0], caption=captions[0])]
    album = [InputMediaPhoto(media=file, caption=caption) for file, caption in zip(media, captions, strict=True)]
    return await bot.send_media_group(chat_id, list(album))
