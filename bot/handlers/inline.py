"""Inline mode: `@bot red tomatoes` in any chat offers photos to send there."""

from html import escape

from aiogram import Router
from aiogram.types import InlineQuery, InlineQueryResultCachedPhoto, InlineQueryResultPhoto, InlineQueryResultsButton

from bot.answers import name_photo
from bot.client import InferenceClient
from bot.errors import ServiceAway
from bot.memory import Listing, Memory
from bot.replies import Photo
from bot.settings import BotSettings
from bot.texts import Texts

router = Router(name="inline")

PAGE = 20
CACHE_S = 10


@router.inline_query()
async def offer(
    query: InlineQuery, client: InferenceClient, memory: Memory, settings: BotSettings, texts: Texts, domain: str | None
) -> None:
    """Offer photos that Telegram has already, or can fetch (without a key) from the public address if there is one."""
    filters = {"q": query.query or ""} | ({"domain": domain} if domain else {})
    kept = await memory.read_listing(query.offset) if query.offset else None
    listing = kept or Listing(filters=filters, count=PAGE)
    try:
        page = await client.search(listing.filters, count=listing.count, cursor=listing.cursor)
        words = await client.words()
    except ServiceAway:
        await query.answer([], cache_time=1, is_personal=True, button=_way_to_chat(texts, "inline-away"))
        return
    files = await memory.files([photo.id for photo in page.photos])
    offered = [
        result
        for photo in page.photos
        if (result := _offer(photo, files.get(photo.id), settings.public_url, name_photo(photo, words, texts)))
    ]
    following = await memory.keep_listing(listing.model_copy(update={"cursor": page.next})) if page.next else ""
    button = None if offered or kept else _way_to_chat(texts, "inline-nothing")
    await query.answer(list(offered), cache_time=CACHE_S, is_personal=True, next_offset=following, button=button)


def _way_to_chat(texts: Texts, key: str) -> InlineQueryResultsButton:
    """What stands where photos would: a button that opens the chat with the bot."""
    return InlineQueryResultsButton(text=texts.say(key), start_parameter="inline")


def _offer(
    photo: Photo, file_id: str | None, public_url: str | None, name: str
) -> InlineQueryResultCachedPhoto | InlineQueryResultPhoto | None:
    caption = escape(name)
    if file_id:
        return InlineQueryResultCachedPhoto(id=photo.id, photo_file_id=file_id, title=name, caption=caption)
    if public_url:
        url = public_url.rstrip("/") + photo.url
        return InlineQueryResultPhoto(id=photo.id, photo_url=url, thumbnail_url=url, title=name, caption=caption)
    return None
