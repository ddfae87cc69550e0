"""/start, /help and /forget."""

from html import escape

from aiogram import Router
from aiogram.filters import Command, CommandStart
from aiogram.types import Message

from bot.client import InferenceClient
from bot.texts import Texts

router = Router(name="start")


@router.message(CommandStart())
async def greet(message: Message, texts: Texts) -> None:
    """Say hello, and what to do."""
    await message.answer(texts.say("start"))


@router.message(Command("help"))
async def help_person(message: Message, texts: Texts, client: InferenceClient) -> None:
    """Tell what the bot can do, with the kinds it knows."""
    words = await client.words()
    kinds = sorted(words.label(slug, texts.language) for slug in words.labels)
    await message.answer(texts.say("help", count=len(kinds), kinds=escape(", ".join(kinds))))


@router.message(Command("forget"))
async def forget(message: Message, texts: Texts, client: InferenceClient, owner: str) -> None:
    """Delete all photos of the person."""
    await message.answer(texts.say("forgotten", count=await client.forget(owner)))
