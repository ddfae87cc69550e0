"""Whatever the bot does not understand gets a kind answer."""

from aiogram import Router
from aiogram.types import Message

from bot.texts import Texts

router = Router(name="other")


@router.message()
async def decline(message: Message, texts: Texts) -> None:
    """Say what would be understood."""
    await message.reply(texts.say("unsupported"))
