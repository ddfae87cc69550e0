"""/start, /help, /privacy and /stats."""

import asyncio
from html import escape

from aiogram import Router
from aiogram.filters import Command, CommandStart
from aiogram.types import Message

from bot.answers import describe_stats
from bot.client import InferenceClient
from bot.errors import ServiceAway
from bot.nothing import italic
from bot.texts import Texts

router = Router(name="start")

KINDS_SHOWN = 40
PATIENCE_S = 1.0


@router.message(CommandStart())
async def greet(message: Message, texts: Texts, client: InferenceClient, domain: str | None) -> None:
    """Say hello, and what to do; a service that is away or slow holds nobody up at the door."""
    try:
        words = await asyncio.wait_for(client.words(), PATIENCE_S)
    except (ServiceAway, TimeoutError):
        await message.answer(texts.say("start-plain"))
        return
    title, examples = words.title_within(domain, texts.language), words.examples(domain, texts.language)
    await message.answer(texts.say("start", title=escape(title), example=escape(examples[0])))


@router.message(Command("help"))
async def help_person(message: Message, texts: Texts, client: InferenceClient, domain: str | None) -> None:
    """Tell what the bot can do, with the kinds it knows."""
    words = await client.words()
    slugs = words.kinds(words.here(domain).name)
    kinds = sorted((words.label(slug, texts.language) for slug in slugs), key=str.casefold)
    shown = escape(", ".join(kinds[:KINDS_SHOWN]))
    if len(kinds) > KINDS_SHOWN:
        shown = texts.say("and-more", kinds=shown, count=len(kinds) - KINDS_SHOWN)
    examples = words.examples(domain, texts.language)
    asked, example = italic(examples), escape(examples[0])
    await message.answer(texts.say("help", count=len(kinds), kinds=shown, examples=asked, example=example))


@router.message(Command("privacy"))
async def tell_privacy(message: Message, texts: Texts) -> None:
    """Say what is kept, and what is not."""
    await message.answer(texts.say("privacy"))


@router.message(Command("stats"))
async def tell_stats(message: Message, texts: Texts, client: InferenceClient) -> None:
    """Count the catalogue."""
    await message.answer(describe_stats(await client.stats(), await client.words(), texts))
