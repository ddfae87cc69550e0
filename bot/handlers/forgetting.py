"""/forget: delete all of a person's photos, once they have said that they mean it."""

from aiogram import Bot, F, Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, ChatMemberAdministrator, ChatMemberOwner, Message

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


async def is_asked(
    query: CallbackQuery, callback_data: Forget, bot: Bot, owner: str, chat_owner: str
) -> bool | dict[str, Message]:
    """Whether who pressed was asked: themself, or as an administrator of the chat that asked. Hands on `question`."""
    question = query.message
    if not isinstance(question, Message):
        return False
    is_theirs = callback_data.owner == owner
    is_the_chats = callback_data.owner == chat_owner
    if is_theirs or (is_the_chats and await _is_administrator(bot, question.chat.id, query.from_user.id)):
        return {"question": question}
    return False


@router.callback_query(Forget.filter(F.is_meant), is_asked)
async def forget(
    query: CallbackQuery,
    callback_data: Forget,
    question: Message,
    texts: Texts,
    client: InferenceClient,
    memory: Memory,
    answerer: Answerer,
    state: FSMContext,
) -> None:
    """Delete all photos of whoever asked, and what the bot remembers of the chat."""
    await answerer.waiting.drop(callback_data.owner)
    deleted = await client.forget(callback_data.owner)
    await state.clear()
    await memory.forget(question.chat.id)
    await query.answer()
    await question.edit_text(texts.say("forgotten", count=deleted))


@router.callback_query(Forget.filter(~F.is_meant), is_asked)
async def keep(query: CallbackQuery, question: Message, texts: Texts) -> None:
    """Leave all as it is."""
    await query.answer()
    await question.edit_text(texts.say("forget-kept"))


@router.callback_query(Forget.filter())
async def decline(query: CallbackQuery, texts: Texts) -> None:
    """Say that somebody else was asked."""
    await query.answer(texts.say("not-asked"))


async def _is_administrator(bot: Bot, chat_id: int, user_id: int) -> bool:
    try:
        member = await bot.get_chat_member(chat_id, user_id)
    except TelegramBadRequest:  # Telegram does not tell every bot
        return False
    return isinstance(member, ChatMemberOwner | ChatMemberAdministrator)
