"""/scale: what was added between two photos, again and again, until /done."""

import asyncio
import base64
from typing import cast

from aiogram import Bot, F, Router
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import BufferedInputFile, Message
from aiogram.utils.chat_action import ChatActionSender

from bot.answers import UNKNOWN, describe_added, describe_basket, mention_basket
from bot.client import InferenceClient
from bot.errors import PhotoRefused, PictureTooLarge
from bot.files import fetch_file
from bot.handlers.photo import LARGEST_DOWNLOAD_BYTES, file_of
from bot.pictures import lay_mask
from bot.replies import Added
from bot.texts import Texts

router = Router(name="scale")

LATEST, BASKET = "latest", "basket"
STEPS = {"added": 1, "removed": -1}


class Scale(StatesGroup):
    """Where a weighing stands."""

    before = State()
    after = State()


@router.message(Command("scale"))
async def begin(message: Message, state: FSMContext, texts: Texts) -> None:
    """Ask for the scale as it is now."""
    await state.set_state(Scale.before)
    await state.set_data({BASKET: {}})
    await message.answer(texts.say("scale-before"))


@router.message(Command("cancel"))
async def cancel(message: Message, state: FSMContext, texts: Texts) -> None:
    """Stop, at whatever step."""
    was_weighing = await state.get_state() is not None
    await state.clear()
    await message.answer(texts.say("cancelled" if was_weighing else "nothing-to-cancel"))


@router.message(Command("done"))
async def finish(message: Message, state: FSMContext, client: InferenceClient, texts: Texts) -> None:
    """Read out the basket, and end."""
    if await state.get_state() is None:
        await message.answer(texts.say("nothing-to-cancel"))
        return
    basket = cast("dict[str, int]", (await state.get_data()).get(BASKET, {}))
    await message.answer(describe_basket(basket, await client.words(), texts))
    await state.clear()


@router.message(Scale.before, F.photo | F.document.mime_type.startswith("image/"))
async def take_before(message: Message, state: FSMContext, texts: Texts) -> None:
    """Keep the first photo and ask for the second."""
    await state.update_data({LATEST: _file_id(message)})
    await state.set_state(Scale.after)
    await message.reply(texts.say("scale-after"))


@router.message(Scale.after, F.photo | F.document.mime_type.startswith("image/"))
async def take_after(
    message: Message, state: FSMContext, bot: Bot, client: InferenceClient, texts: Texts, domain: str | None
) -> None:
    """Say what was added since the photo before; this photo is then the one before."""
    data, file_id = await state.get_data(), _file_id(message)
    async with ChatActionSender(bot=bot, chat_id=message.chat.id, action="upload_photo"):
        before, after = await asyncio.gather(fetch_file(bot, str(data[LATEST])), fetch_file(bot, file_id))
        added = await client.added(before, after, domain=domain)
    basket = _put(cast("dict[str, int]", data[BASKET]), added)
    await state.update_data({LATEST: file_id, BASKET: basket})
    await state.set_state(Scale.after)  # its hour begins anew
    words = await client.words()
    lines = [describe_added(added, words, texts), mention_basket(basket, words, texts), texts.say("scale-next")]
    caption = "\n".join(line for line in lines if line)
    if added.mask is None:
        await message.reply(caption)
        return
    mask = base64.b64decode(added.mask.partition(",")[2])
    picture = await asyncio.to_thread(_draw, after, mask)
    await message.reply_photo(BufferedInputFile(picture, "added.jpg"), caption=caption)


@router.message(StateFilter(Scale.before, Scale.after), ~F.text)
async def ask_for_photo(message: Message, raw_state: str, texts: Texts) -> None:
    """Anything but words while a photo is awaited; words may be a request."""
    await message.reply(describe_step(raw_state, texts))


def describe_step(state: str, texts: Texts) -> str:
    """What is awaited next."""
    return texts.say("scale-before" if state == Scale.before.state else "scale-after")


def _put(basket: dict[str, int], added: Added) -> dict[str, int]:
    """The basket after a weighing, by kind; what is taken off the scale leaves it."""
    if not added.changed or added.label is None:
        return basket
    kind = added.label if added.known else UNKNOWN
    count = basket.get(kind, 0) + STEPS.get(added.kind, 0)
    others = {label: number for label, number in basket.items() if label != kind}
    return others | ({kind: count} if count > 0 else {})


def _file_id(message: Message) -> str:
    file = file_of(message)
    if (file.file_size or 0) > LARGEST_DOWNLOAD_BYTES:
        raise PhotoRefused("upload_too_large", f"{file.file_size} bytes")
    return file.file_id


def _draw(after: bytes, mask: bytes) -> bytes:
    """The mask over the photo; alone where only the service can read the photo's format, or has the memory for it."""
    try:
        return lay_mask(after, mask)
    except (OSError, PictureTooLarge):
        return mask
