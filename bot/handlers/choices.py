"""/language and /domains: what a chat chooses."""

from html import escape

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.callbacks import Choose
from bot.client import InferenceClient
from bot.keyboards import domains_keyboard, languages_keyboard
from bot.memory import Memory
from bot.texts import LANGUAGES, Texts, texts_for

router = Router(name="choices")


@router.message(Command("language"))
async def offer_languages(message: Message, texts: Texts) -> None:
    """Show the languages."""
    await message.answer(texts.say("choose-language"), reply_markup=languages_keyboard(texts))


@router.message(Command("domains"))
async def offer_domains(message: Message, texts: Texts, client: InferenceClient, domain: str | None) -> None:
    """Show what can be recognised."""
    words = await client.words()
    await message.answer(
        texts.say("choose-domain"), reply_markup=domains_keyboard(words, words.here(domain).name, texts)
    )


@router.callback_query(Choose.filter(F.name == "language"))
async def choose_language(query: CallbackQuery, callback_data: Choose, memory: Memory) -> None:
    """Speak another language in this chat, and say so in it."""
    language = callback_data.value if callback_data.value in LANGUAGES else None
    await query.answer()
    if isinstance(query.message, Message):
        await memory.choose(query.message.chat.id, "language", language)
        texts = texts_for(language or query.from_user.language_code)
        await query.message.edit_text(texts.say("language-chosen"))


@router.callback_query(Choose.filter(F.name == "domain"))
async def choose_domain(
    query: CallbackQuery, callback_data: Choose, memory: Memory, client: InferenceClient, texts: Texts
) -> None:
    """Recognise something else in this chat."""
    words = await client.words()
    chosen = words.domains.get(callback_data.value)
    await query.answer()
    if chosen is None or chosen.model is None or not isinstance(query.message, Message):
        return
    await memory.choose(query.message.chat.id, "domain", chosen.name)
    title = escape(words.title(chosen, texts.language))
    await query.message.edit_text(texts.say("domain-chosen", title=title))
