"""Send the photos that a search found, and the way to more of them."""

import asyncio

from aiogram import Bot
from aiogram.enums import ChatAction
from aiogram.types import BufferedInputFile, InputMediaPhoto, Message

from bot.answers import caption_photo, describe_page
from bot.client import InferenceClient
from bot.keyboards import more_keyboard
from bot.memory import Listing, Memory
from bot.replies import Page, Photo
from bot.texts import Texts

LARGEST_ALBUM = 10  # the Bot API's limit on sendMediaGroup


async def find_page(client: InferenceClient, listing: Listing) -> Page:
    """Find the next photos of a listing, no more than an album takes."""
    return await client.search(listing.filters, count=min(listing.count, LARGEST_ALBUM), cursor=listing.cursor)


async def send_page(
    bot: Bot, chat_id: int, page: Page, listing: Listing, *, client: InferenceClient, memory: Memory, texts: Texts
) -> None:
    """Send an album, and below it a button where there is more."""
    words = await client.words()
    await bot.send_chat_action(chat_id, ChatAction.UPLOAD_PHOTO)
    captions = [caption_photo(photo, words, texts) for photo in page.photos]
    captions[0] = f"{describe_page(page, listing.asked, texts)}\n{captions[0]}"
    sent = await _send_photos(bot, chat_id, page.photos, captions, client)
    for photo, message in zip(page.photos, sent, strict=False):
        if message.photo:
            await memory.keep_file(photo.id, message.photo[-1].file_id)
    if page.next:
        token = await memory.keep_listing(listing.model_copy(update={"cursor": page.next, "asked": None}))
        await bot.send_message(chat_id, texts.say("there-is-more"), reply_markup=more_keyboard(token, texts))


async def _send_photos(
    bot: Bot, chat_id: int, photos: list[Photo], captions: list[str], client: InferenceClient
) -> list[Message]:
    images = await asyncio.gather(*(client.image(photo) for photo in photos))
    files = [BufferedInputFile(image, f"{photo.id}.jpg") for photo, image in zip(photos, images, strict=True)]
    if len(files) == 1:
        return [await bot.send_photo(chat_id, files[0], caption=captions[0])]
    album = [InputMediaPhoto(media=file, caption=caption) for file, caption in zip(files, captions, strict=True)]
    return await bot.send_media_group(chat_id, list(album))
