"""Words: an album of photos, or an empty crate with requests that would find something."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from aiogram import Bot, F, Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import BufferedInputFile, CallbackQuery, Message

from bot.addressing import is_addressed
from bot.albums import LARGEST_ALBUM, find_page, send_listing
from bot.answers import nearest_requests
from bot.callbacks import Ask, More
from bot.client import InferenceClient
from bot.errors import BotError
from bot.handlers.scale import describe_step
from bot.keyboards import requests_keyboard
from bot.memory import Listing, Memory
from bot.nothing import describe_interruption, describe_nothing, describe_talk
from bot.pictures import draw_empty_crate
from bot.replies import Page
from bot.texts import Texts

router = Router(name="search")

LONGEST_REQUEST = 500  # the service's limit on q
DEFAULT_COUNT = 10


@router.message(F.text & ~F.text.startswith("/"), is_addressed)
async def search(
    message: Message,
    request: str,
    bot: Bot,
    client: InferenceClient,
    memory: Memory,
    texts: Texts,
    domain: str | None,
    raw_state: str | None,
) -> None:
    """Look for what the person wrote; what is no request gets, during a weighing, its next step."""
    filters = _filters(request, domain)
    page = await client.search(filters)
    if page.query.says_nothing and raw_state:
        await message.reply(describe_interruption(request, describe_step(raw_state, texts), texts))
    elif page.query.says_nothing:
        await _talk(message, request, page, domain, client=client, texts=texts)
    else:
        await _answer(bot, message.chat.id, page, filters, client=client, memory=memory, texts=texts)


@router.callback_query(Ask.filter())
async def ask_again(
    query: CallbackQuery,
    callback_data: Ask,
    bot: Bot,
    client: InferenceClient,
    memory: Memory,
    texts: Texts,
    domain: str | None,
) -> None:
    """Look for what the button says."""
    if query.message:
        filters = _filters(callback_data.text, domain)
        page = await client.search(filters)
        await _answer(bot, query.message.chat.id, page, filters, client=client, memory=memory, texts=texts)
    await query.answer()


@router.callback_query(More.filter())
async def show_more(
    query: CallbackQuery, callback_data: More, bot: Bot, client: InferenceClient, memory: Memory, texts: Texts
) -> None:
    """Show the next photos; a second press of the same button shows nothing twice."""
    listing = await memory.take_listing(callback_data.token)
    if listing is None or query.message is None:
        await query.answer(texts.say("shown-already"))
        return
    try:
        page = await find_page(client, listing)
        if page.photos:
            await send_listing(bot, query.message.chat.id, page, listing, client=client, memory=memory, texts=texts)
    except BotError:
        await memory.return_listing(callback_data.token, listing)
        raise
    await query.answer()
    if isinstance(query.message, Message):
        await _take_away(query.message)


async def _answer(
    bot: Bot,
    chat_id: int,
    page: Page,
    filters: dict[str, str],
    *,
    client: InferenceClient,
    memory: Memory,
    texts: Texts,
) -> None:
    listing = Listing(filters=filters, count=page.query.count or DEFAULT_COUNT, asked=page.query.count)
    if (page.query.count or 0) > LARGEST_ALBUM and page.photos:
        page = await find_page(client, listing)  # a request for 25 comes as albums of ten
    if page.photos:
        await send_listing(bot, chat_id, page, listing, client=client, memory=memory, texts=texts)
    else:
        await _send_nothing(bot, chat_id, page, filters.get("domain"), client=client, texts=texts)


async def _talk(
    message: Message, text: str, page: Page, domain: str | None, *, client: InferenceClient, texts: Texts
) -> None:
    """Answer what is no request; where words were not known, kinds that look like them become buttons."""
    working = await _keep_working(page.query.suggestions, domain, client) if page.query.unknown_words else []
    lines = [describe_talk(text, page, await client.words(), texts, domain=domain)]
    if working:
        lines.append(texts.say("try-these"))
    await message.answer("\n".join(lines), reply_markup=requests_keyboard(working))


async def _send_nothing(
    bot: Bot, chat_id: int, page: Page, domain: str | None, *, client: InferenceClient, texts: Texts
) -> None:
    """Draw an empty crate; only requests that do find something become buttons."""
    words = await client.words()
    candidates = nearest_requests(page, words, texts)
    working = await _keep_working(candidates, domain, client)
    lines = [describe_nothing(page, words, texts, domain=domain)]
    if working:
        lines.append(texts.say("did-you-mean" if page.query.suggestions else "try-these"))
    crate = BufferedInputFile(draw_empty_crate(), "nothing.png")
    await bot.send_photo(chat_id, crate, caption="\n".join(lines), reply_markup=requests_keyboard(working))


async def _keep_working(requests: Sequence[str], domain: str | None, client: InferenceClient) -> list[str]:
    """Those of the requests that find something."""
    found = await asyncio.gather(*(client.search(_filters(text, domain), count=1) for text in requests))
    return [text for text, result in zip(requests, found, strict=True) if result.total]


def _filters(text: str, domain: str | None) -> dict[str, str]:
    return {"q": text[:LONGEST_REQUEST]} | ({"domain": domain} if domain else {})


async def _take_away(message: Message) -> None:
    """Delete the message whose button was pressed; one that is gone or too old (48 hours) is no matter."""
    with suppress(TelegramBadRequest):
        await message.delete()
