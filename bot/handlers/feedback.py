"""The buttons under an answer: right, another kind, delete. Pressing twice does no harm."""

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from bot.callbacks import Correct, PhotoAction
from bot.client import InferenceClient
from bot.keyboards import kinds_keyboard, photo_keyboard
from bot.texts import Texts

router = Router(name="feedback")


@router.callback_query(PhotoAction.filter(F.action == "right"))
async def confirm(query: CallbackQuery, callback_data: PhotoAction, client: InferenceClient, texts: Texts) -> None:
    """Take the person's word that the label is right."""
    photo = await client.photo(callback_data.photo_id)
    if photo.label:
        await client.correct(photo.id, photo.label)
    await query.answer(texts.say("thanks-right"))


@router.callback_query(PhotoAction.filter(F.action == "wrong"))
async def offer_kinds(query: CallbackQuery, callback_data: PhotoAction, client: InferenceClient, texts: Texts) -> None:
    """Show all kinds to choose from."""
    await query.answer(texts.say("choose-kind"))
    if isinstance(query.message, Message):
        keyboard = kinds_keyboard(callback_data.photo_id, await client.words(), texts)
        await query.message.edit_reply_markup(reply_markup=keyboard)


@router.callback_query(PhotoAction.filter(F.action == "back"))
async def go_back(query: CallbackQuery, callback_data: PhotoAction, client: InferenceClient, texts: Texts) -> None:
    """Show the first buttons again."""
    await query.answer()
    if isinstance(query.message, Message):
        photo = await client.photo(callback_data.photo_id)
        await query.message.edit_reply_markup(reply_markup=photo_keyboard(photo, texts))


@router.callback_query(Correct.filter())
async def correct(query: CallbackQuery, callback_data: Correct, client: InferenceClient, texts: Texts) -> None:
    """Take the person's word for another kind."""
    await client.correct(callback_data.photo_id, callback_data.label)
    kind = (await client.words()).label(callback_data.label, texts.language)
    await query.answer(texts.say("thanks-corrected", kind=kind))
    if isinstance(query.message, Message):
        photo = await client.photo(callback_data.photo_id)
        await query.message.edit_reply_markup(reply_markup=photo_keyboard(photo, texts))


@router.callback_query(PhotoAction.filter(F.action == "delete"))
async def delete(query: CallbackQuery, callback_data: PhotoAction, client: InferenceClient, texts: Texts) -> None:
    """Delete the photo from the catalogue."""
    await client.delete(callback_data.photo_id)
    await query.answer(texts.say("deleted"))
    if isinstance(query.message, Message):
        await query.message.edit_caption(caption=texts.say("deleted"))
