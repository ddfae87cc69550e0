"""Which messages are meant for the bot: in a private chat all are, in a group few."""

import re

from aiogram import Bot
from aiogram.enums import ChatType
from aiogram.types import Message


async def is_addressed(message: Message, bot: Bot) -> bool | dict[str, str]:
    """Whether a message is for the bot: a group's must name it or reply to it. Hands on the `request` without the name.

    A bot that is an administrator, or whose privacy mode is off, gets what people say to one another as well.
    """
    me, text = await bot.me(), message.text or message.caption or ""
    request = re.sub(rf"@{me.username}\b", "", text, flags=re.IGNORECASE)
    replied = message.reply_to_message
    is_reply = replied is not None and replied.from_user is not None and replied.from_user.id == me.id
    if message.chat.type == ChatType.PRIVATE or is_reply or request != text:
        return {"request": request.strip() or text}
    return False
