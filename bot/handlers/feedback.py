"""The buttons under an answer. Pressing twice does no harm."""

from aiogram import Bot, F, Router
from aiogram.types import BufferedInputFile, CallbackQuery, Message

from bot.albums import find_page, send_page
from bot.answering import swatches_of
from bot.answers import describe_photo
from bot.callbacks import Correct, Kinds, PhotoAction, code_kind
from bot.client import InferenceClient
from bot.errors import PhotoRefused
from bot.keyboards import kinds_keyboard, photo_keyboard
from bot.memory import Listing, Memory
from bot.pictures import lay_heat
from bot.texts import Texts

router = Router(name="feedback")

BASIC = "basic"
SIMILAR_COUNT = 5


@router.callback_query(PhotoAction.filter(F.action == "right"))
async def confirm(query: CallbackQuery, callback_data: PhotoAction, client: InferenceClient, texts: Texts) -> None:
    """Take the person's word that the label is right."""
    photo = await client.photo(callback_data.photo_id)
    if photo.label:
        await client.correct(photo.id, photo.label)
    await query.answer(texts.say("thanks-right"))


@router.callback_query(Kinds.filter())
async def offer_kinds(query: CallbackQuery, callback_data: Kinds, client: InferenceClient, texts: Texts) -> None:
    """Show a page of kinds to choose from."""
    await query.answer(texts.say("choose-kind"))
    photo, words = await client.photo(callback_data.photo_id), await client.words()
    if isinstance(query.message, Message):
        keyboard = kinds_keyboard(photo.id, words.kinds(photo.domain), callback_data.page, words, texts)
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
    """Take the person's word for another kind, and say so in the answer itself."""
    photo, words = await client.photo(callback_data.photo_id), await client.words()
    chosen = next((slug for slug in words.kinds(photo.domain) if code_kind(slug) == callback_data.code), None)
    if chosen is None:
        raise PhotoRefused("unknown_label", callback_data.code)
    await client.correct(photo.id, chosen)
    await query.answer(texts.say("thanks-corrected", kind=words.label(chosen, texts.language)))
    if isinstance(query.message, Message):
        photo = await client.photo(photo.id)
        caption = describe_photo(photo, words, texts)
        await query.message.edit_caption(caption=caption, reply_markup=photo_keyboard(photo, texts))


@router.callback_query(PhotoAction.filter(F.action == "similar"))
async def show_similar(
    query: CallbackQuery, callback_data: PhotoAction, bot: Bot, client: InferenceClient, memory: Memory, texts: Texts
) -> None:
    """Show photos of the same kind and colour."""
    photo = await client.photo(callback_data.photo_id)
    color = photo.colors.get(BASIC)
    filters = {"domain": photo.domain} | ({"label": photo.label} if photo.label else {})
    listing = Listing(filters=filters | ({"color": color.name} if color else {}), count=SIMILAR_COUNT)
    page = await find_page(client, listing)
    others = [found for found in page.photos if found.id != photo.id]
    if not others or query.message is None:
        await query.answer(texts.say("nothing-similar"), show_alert=True)
        return
    await query.answer()
    page = page.model_copy(update={"photos": others, "total": page.total - 1})
    await send_page(bot, query.message.chat.id, page, listing, client=client, memory=memory, texts=texts)


@router.callback_query(PhotoAction.filter(F.action == "why"))
async def explain(query: CallbackQuery, callback_data: PhotoAction, client: InferenceClient, texts: Texts) -> None:
    """Show where the model looked."""
    photo, words = await client.photo(callback_data.photo_id), await client.words()
    heat = await client.heatmap(photo.id)
    picture = BufferedInputFile(lay_heat(await client.image(photo), heat), "why.jpg")
    await query.answer()
    if isinstance(query.message, Message):
        kind = words.label(photo.label or "", texts.language)
        await query.message.reply_photo(picture, caption=texts.say("why", kind=kind))


@router.callback_query(PhotoAction.filter(F.action == "open"))
async def open_one(query: CallbackQuery, callback_data: PhotoAction, client: InferenceClient, texts: Texts) -> None:
    """Answer for one photo of an album, with its buttons."""
    photo, words = await client.photo(callback_data.photo_id), await client.words()
    await query.answer()
    if isinstance(query.message, Message):
        await query.message.reply_photo(
            BufferedInputFile(swatches_of(photo), "colours.png"),
            caption=describe_photo(photo, words, texts),
            reply_markup=photo_keyboard(photo, texts),
        )


@router.callback_query(PhotoAction.filter(F.action == "delete"))
async def delete(query: CallbackQuery, callback_data: PhotoAction, client: InferenceClient, texts: Texts) -> None:
    """Delete the photo from the catalogue."""
    await client.delete(callback_data.photo_id)
    await query.answer(texts.say("deleted"))
    if isinstance(query.message, Message):
        await query.message.edit_caption(caption=texts.say("deleted"))
