"""Words: an album of photos, or an empty crate with requests that would find something."""

import asyncio

from aiogram import F, Router
from aiogram.enums import ChatAction
from aiogram.types import BufferedInputFile, CallbackQuery, InputMediaPhoto, Message

from bot.answers import caption_photo, describe_page, nearest_requests
from bot.callbacks import Ask
from bot.client import InferenceClient, Page, Words
from bot.keyboards import requests_keyboard
from bot.pictures import draw_empty_crate
from bot.texts import Texts

router = Router(name="search")

LARGEST_ALBUM = 10  # the Bot API's limit on sendMediaGroup


@router.message(F.text & ~F.text.startswith("/"))
async def search(message: Message, client: InferenceClient, texts: Texts) -> None:
    """Look for what the person wrote."""
    await _answer(message, message.text or "", client, texts)


@router.callback_query(Ask.filter())
async def ask_again(query: CallbackQuery, callback_data: Ask, client: InferenceClient, texts: Texts) -> None:
    """Look for what the button says."""
    await query.answer()
    if isinstance(query.message, Message):
        await _answer(query.message, callback_data.text, client, texts)


async def _answer(message: Message, text: str, client: InferenceClient, texts: Texts) -> None:
    page, words = await client.search(text), await client.words()
    if page.photos:
        await _send_album(message, page, words, client, texts)
    else:
        await _send_nothing(message, page, words, client, texts)


async def _send_album(message: Message, page: Page, words: Words, client: InferenceClient, texts: Texts) -> None:
    assert message.bot  # noqa: S101  # a received message has its bot
    await message.bot.send_chat_action(message.chat.id, ChatAction.UPLOAD_PHOTO)
    photos = page.photos[:LARGEST_ALBUM]
    images = await asyncio.gather(*(client.image(photo) for photo in photos))
    captions = [caption_photo(photo, words, texts) for photo in photos]
    captions[0] = f"{describe_page(page, texts)}\n{captions[0]}"
    files = [BufferedInputFile(image, f"{photo.id}.jpg") for photo, image in zip(photos, images, strict=True)]
    if len(files) == 1:
        await message.answer_photo(files[0], caption=captions[0])
        return
    album = [InputMediaPhoto(media=file, caption=caption) for file, caption in zip(files, captions, strict=True)]
    await message.answer_media_group(list(album))


async def _send_nothing(message: Message, page: Page, words: Words, client: InferenceClient, texts: Texts) -> None:
    """Draw an empty crate; only requests that do find something become buttons."""
    candidates = nearest_requests(page, words, texts)
    found = await asyncio.gather(*(client.search(text) for text in candidates))
    working = [text for text, result in zip(candidates, found, strict=True) if result.total]
    lines = [texts.say("nothing-found")]
    if page.query.unknown_words:
        lines.append(texts.say("not-understood", words=", ".join(page.query.unknown_words)))
    lines.append(texts.say("try-these") if working else texts.say("no-words"))
    crate = BufferedInputFile(draw_empty_crate(), "nothing.png")
    await message.answer_photo(crate, caption="\n".join(lines), reply_markup=requests_keyboard(working))
