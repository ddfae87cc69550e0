"""/forget: delete all of a person's photos, once they have said that they mean it."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.answering import Answerer
from bot.callbacks import Forget
from bot.client import InferenceClient
from bot.keyboards import forget_keyboard
from bot.memory import Memory
from bot.texts import Texts

router = Router(name="forgetting")


@router.message(Command("forget"))
async def ask(message: Message, texts: Texts, owner: str) -> None:
    """Ask whether it is meant."""
    await message.answer(texts.say("forget-ask"), reply_markup=forget_keyboard(owner, texts))


@router.callback_query(Forget.filter(F.is_meant))
async def forget(
    query: CallbackQuery,
    callback_data: Forget,
    texts: Texts,
    client: InferenceClient,
    memory: Memory,
    answerer: Answerer,
    owner: str,
    state: FSMContext,
) -> None:
    """Delete all photos of the person who asked, and what the bot remembers of the chat."""
    if callback_data.owner != owner or not isinstance(query.message, Message):
        await query.answer(texts.say("not-asked"))
        return
    await answerer.waiting.drop(owner)
    deleted = await client.forget(owner)
    await state.clear()
    await memory.forget(query.message.chat.id)
    await query.answer()
    await query.message.edit_text(texts.say("forgotten", count=deleted))


@router.callback_query(Forget.filter())
async def keep(query: CallbackQuery, callback_data: Forget, texts: Texts, owner: str) -> None:
    """Leave all as it is."""
    if callback_data.owner != owner or not isinstance(query.message, Message):
        await query.answer(texts.say("not-asked"))
        return
    await query.answer()
    await query.message.edit_text(texts.say("forget-kept"))
