"""/start, /help, /privacy, /forget and /stats."""

from html import escape

from aiogram import Router
from aiogram.filters import Command, CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from bot.answering import Answerer
from bot.answers import describe_stats
from bot.client import InferenceClient
from bot.memory import Memory
from bot.texts import Texts

router = Router(name="start")

KINDS_SHOWN = 40


@router.message(CommandStart())
async def greet(message: Message, texts: Texts) -> None:
    """Say hello, and what to do."""
    await message.answer(texts.say("start"))


@router.message(Command("help"))
async def help_person(message: Message, texts: Texts, client: InferenceClient, domain: str | None) -> None:
    """Tell what the bot can do, with the kinds it knows."""
    words = await client.words()
    kinds = sorted(words.label(slug, texts.language) for slug in words.kinds(domain or words.default))
    shown = ", ".join(kinds[:KINDS_SHOWN]) + ("…" if len(kinds) > KINDS_SHOWN else "")
    await message.answer(texts.say("help", count=len(kinds), kinds=escape(shown)))


@router.message(Command("privacy"))
async def tell_privacy(message: Message, texts: Texts) -> None:
    """Say what is kept, and what is not."""
    await message.answer(texts.say("privacy"))


@router.message(Command("forget"))
async def forget(
    message: Message,
    texts: Texts,
    client: InferenceClient,
    memory: Memory,
    answerer: Answerer,
    owner: str,
    state: FSMContext,
) -> None:
    """Delete all photos of the person, and what the bot remembers of the chat."""
    await answerer.waiting.drop(owner)
    deleted = await client.forget(owner)
    await state.clear()
    await memory.forget(message.chat.id)
    await message.answer(texts.say("forgotten", count=deleted))


@router.message(Command("stats"))
async def tell_stats(message: Message, texts: Texts, client: InferenceClient) -> None:
    """Count the catalogue."""
    await message.answer(describe_stats(await client.stats(), await client.words(), texts))
