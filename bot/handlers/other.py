"""Whatever the bot does not understand gets a kind answer."""

import re

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.addressing import is_addressed
from bot.texts import Texts

router = Router(name="other")


@router.message(F.chat.type == ChatType.PRIVATE, F.text.startswith("/"))
@router.message(F.text, Command(re.compile("")))  # in a group, another bot's command is not ours to decline
async def decline_command(message: Message, texts: Texts) -> None:
    """Say where the commands are told."""
    await message.reply(texts.say("unknown-command"))


@router.message(
    F.sticker | F.voice | F.video | F.video_note | F.animation | F.audio | F.location | F.venue | F.contact
    | F.poll | F.dice | F.document | F.story,
    is_addressed,
)  # fmt: skip
async def decline(message: Message, texts: Texts) -> None:
    """Say what would be understood, with a word for what came."""
    key = "unsupported-" + message.content_type.replace("_", "-")
    await message.reply(texts.say(key if texts.has(key) else "unsupported"))


@router.callback_query()
async def let_go(query: CallbackQuery, texts: Texts) -> None:
    """A button of an older version."""
    await query.answer(texts.say("shown-already"))
