"""The buttons under an answer. Pressing twice does no harm."""

import asyncio
from html import escape

from aiogram import Bot, F, Router
from aiogram.types import BufferedInputFile, CallbackQuery, Message

from bot.albums import send_page
from bot.answers import describe_photo, keep_alike
from bot.callbacks import Correct, Kinds, PhotoAction, code_kind
from bot.client import InferenceClient
from bot.delivery import answer_photo
from bot.errors import PhotoRefused
from bot.keyboards import kinds_keyboard, photo_keyboard
from bot.memory import Memory
from bot.middlewares import tell
from bot.pictures import lay_heat
from bot.replies import Photo
from bot.texts import Texts

router = Router(name="feedback")

SIMILAR_COUNT = 5
PERSON = "person"


@router.callback_query(PhotoAction.filter(F.action == "right"))
async def confirm(query: CallbackQuery, callback_data: PhotoAction, client: InferenceClient, texts: Texts) -> None:
    """Take the person's word that the label is right, and say so in the answer itself."""
    photo = await client.photo(callback_data.photo_id)
    thanks = texts.say("thanks-right")
    if photo.label is None or photo.label_source == PERSON:
        await query.answer(thanks)
    else:
        await _correct(query, photo, photo.label, thanks, client=client, texts=texts)


@router.callback_query(Kinds.filter())
async def offer_kinds(query: CallbackQuery, callback_data: Kinds, client: InferenceClient, texts: Texts) -> None:
    """Show a page of kinds to choose from."""
    photo, words = await client.photo(callback_data.photo_id), await client.words()
    await query.answer(texts.say("choose-kind"))
    if isinstance(query.message, Message):
        keyboard = kinds_keyboard(photo.id, words.kinds(photo.domain), callback_data.page, words, texts)
        await query.message.edit_reply_markup(reply_markup=keyboard)


@router.callback_query(PhotoAction.filter(F.action == "back"))
async def go_back(query: CallbackQuery, callback_data: PhotoAction, client: InferenceClient, texts: Texts) -> None:
    """Show the first buttons again."""
    photo = await client.photo(callback_data.photo_id)
    await query.answer()
    if isinstance(query.message, Message):
        await query.message.edit_reply_markup(reply_markup=photo_keyboard(photo, texts))


@router.callback_query(Correct.filter())
async def correct(query: CallbackQuery, callback_data: Correct, client: InferenceClient, texts: Texts) -> None:
    """Take the person's word for another kind, and say so in the answer itself."""
    photo, words = await client.photo(callback_data.photo_id), await client.words()
    chosen = next((slug for slug in words.kinds(photo.domain) if code_kind(slug) == callback_data.code), None)
    if chosen is None:
        raise PhotoRefused("unknown_label", callback_data.code)
    thanks = texts.say("thanks-corrected", kind=words.label(chosen, texts.language))
    await _correct(query, photo, chosen, thanks, client=client, texts=texts)


@router.callback_query(PhotoAction.filter(F.action == "similar"))
async def show_similar(
    query: CallbackQuery, callback_data: PhotoAction, bot: Bot, client: InferenceClient, memory: Memory, texts: Texts
) -> None:
    """Show photos that look like this one; the nearest there are may be of quite another kind."""
    photo = await client.photo(callback_data.photo_id)
    page = keep_alike(await client.similar(photo.id, count=SIMILAR_COUNT), photo)
    if not page.photos or query.message is None:
        await tell(query, texts.say("nothing-similar"))
        return
    await send_page(bot, query.message.chat.id, page, client=client, memory=memory, texts=texts)
    await query.answer()


@router.callback_query(PhotoAction.filter(F.action == "why"))
async def explain(query: CallbackQuery, callback_data: PhotoAction, client: InferenceClient, texts: Texts) -> None:
    """Show where the model looked."""
    photo, words = await client.photo(callback_data.photo_id), await client.words()
    image, heat = await asyncio.gather(client.image(photo), client.heatmap(photo.id))
    picture = BufferedInputFile(await asyncio.to_thread(lay_heat, image, heat), "why.jpg")
    await query.answer()
    if isinstance(query.message, Message):
        kind = escape(words.label(photo.label or "", texts.language))
        await query.message.reply_photo(picture, caption=texts.say("why" if photo.known else "why-unknown", kind=kind))


@router.callback_query(PhotoAction.filter(F.action == "open"))
async def open_one(query: CallbackQuery, callback_data: PhotoAction, client: InferenceClient, texts: Texts) -> None:
    """Answer for one photo of an album, with its buttons."""
    photo, words = await client.photo(callback_data.photo_id), await client.words()
    await query.answer()
    if isinstance(query.message, Message):
        answer = await answer_photo(photo, words, texts)
        picture = BufferedInputFile(answer.picture or b"", "colours.png")
        await query.message.reply_photo(picture, caption=answer.text, reply_markup=answer.keyboard)


@router.callback_query(PhotoAction.filter(F.action == "delete"))
async def delete(
    query: CallbackQuery, callback_data: PhotoAction, client: InferenceClient, texts: Texts, owner: str
) -> None:
    """Take the photo out of the catalogue for whoever sent it; nobody else may."""
    await client.delete(callback_data.photo_id, owner=owner)
    await query.answer(texts.say("deleted"))
    if isinstance(query.message, Message):
        await query.message.edit_caption(caption=texts.say("deleted"))


async def _correct(
    query: CallbackQuery, photo: Photo, label: str, thanks: str, *, client: InferenceClient, texts: Texts
) -> None:
    """Note what a photo shows, thank, and write the answer as it is now in the place of the old one."""
    await client.correct(photo.id, label)
    photo = await client.photo(photo.id)
    caption = describe_photo(photo, await client.words(), texts)
    await query.answer(thanks)
    if isinstance(query.message, Message):
        await query.message.edit_caption(caption=caption, reply_markup=photo_keyboard(photo, texts))
