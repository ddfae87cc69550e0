"""Bring answers to the chat: as a reply to the photo, or in the place of the message that asked for patience."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import BufferedInputFile, InlineKeyboardMarkup, InputMediaPhoto, ReplyParameters

from bot.answers import describe_album, describe_photo, telling_colors
from bot.keyboards import album_keyboard, photo_keyboard
from bot.pictures import draw_album_swatches, draw_swatches
from bot.replies import Photo
from bot.texts import Texts
from bot.waiting import Waiting
from bot.words import Words

PALETTE_ORDER = ("basic", "rgb", "ryb")


@dataclass(frozen=True)
class Answer:
    """Words, with a picture and buttons where there are any."""

    text: str
    picture: bytes | None = None
    keyboard: InlineKeyboardMarkup | None = None


async def compose_answer(seen: list[Photo | str], words: Words, texts: Texts) -> Answer:
    """Put what was seen on one photo, or on an album, into words and a picture of its colours."""
    if len(seen) == 1:
        return await answer_photo(seen[0], words, texts) if isinstance(seen[0], Photo) else Answer(seen[0])
    photos = {number: photo for number, photo in enumerate(seen, 1) if isinstance(photo, Photo)}
    text = describe_album(seen, words, texts)
    if not photos:
        return Answer(text)
    picture = await asyncio.to_thread(draw_album_swatches, [_hexes(photo) for photo in photos.values()])
    return Answer(text, picture, album_keyboard({number: photo.id for number, photo in photos.items()}))


async def answer_photo(photo: Photo, words: Words, texts: Texts) -> Answer:
    """What is said of one photo."""
    picture = await asyncio.to_thread(draw_swatches, _hexes(photo))
    return Answer(describe_photo(photo, words, texts), picture, photo_keyboard(photo, texts))


async def deliver(bot: Bot, waiting: Waiting, answer: Answer) -> None:
    """Say it once: the message that asked for patience becomes the answer, where it is still there."""
    if waiting.excuse is not None:
        with suppress(TelegramBadRequest):
            await _replace(bot, waiting.sender.chat_id, waiting.excuse, answer)
            return
    await _reply(bot, waiting, answer)


async def excuse(bot: Bot, waiting: Waiting, text: str) -> int:
    """Ask for patience; the number of the message."""
    chat_id = waiting.sender.chat_id
    return (await bot.send_message(chat_id, text, reply_parameters=_reply_to(waiting))).message_id


async def _replace(bot: Bot, chat_id: int, message_id: int, answer: Answer) -> None:
    if answer.picture is None:
        await bot.edit_message_text(answer.text, chat_id=chat_id, message_id=message_id, reply_markup=answer.keyboard)
        return
    media = InputMediaPhoto(media=_file(answer.picture), caption=answer.text)
    await bot.edit_message_media(media, chat_id=chat_id, message_id=message_id, reply_markup=answer.keyboard)


async def _reply(bot: Bot, waiting: Waiting, answer: Answer) -> None:
    chat_id, to = waiting.sender.chat_id, _reply_to(waiting)
    if answer.picture is None:
        await bot.send_message(chat_id, answer.text, reply_parameters=to, reply_markup=answer.keyboard)
        return
    picture = _file(answer.picture)
    await bot.send_photo(chat_id, picture, caption=answer.text, reply_parameters=to, reply_markup=answer.keyboard)


def _file(picture: bytes) -> BufferedInputFile:
    return BufferedInputFile(picture, "colours.png")


def _reply_to(waiting: Waiting) -> ReplyParameters:
    """A message that was deleted meanwhile is answered all the same."""
    return ReplyParameters(message_id=waiting.pieces[0].message_id, allow_sending_without_reply=True)


def _hexes(photo: Photo) -> list[str]:
    colors = telling_colors(photo)
    return [colors[name].hex for name in PALETTE_ORDER if name in colors]
