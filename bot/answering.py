"""Answer the photos on the waiting list: at once where the service is well, later where it is not."""

import asyncio
import io
import logging
from contextlib import suppress
from dataclasses import dataclass, field

from aiogram import Bot
from aiogram.enums import ChatAction
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.types import BufferedInputFile, InlineKeyboardMarkup, ReplyParameters
from redis.exceptions import RedisError

from bot.answers import describe_album, describe_photo
from bot.client import InferenceClient
from bot.errors import LabellingFailed, LabellingSlow, PhotoRefused, ServiceAway
from bot.keyboards import album_keyboard, photo_keyboard
from bot.memory import Memory
from bot.metrics import ANSWER_SECONDS, ANSWERS, WAITING
from bot.middlewares import refusal_text
from bot.pictures import draw_album_swatches, draw_swatches
from bot.replies import Photo
from bot.texts import Texts, texts_for
from bot.waiting import Piece, Waiting, WaitingList
from bot.words import Words

logger = logging.getLogger(__name__)

LOOK_AGAIN_S = 0.25
AT_ONCE = 8
LONGEST_PAUSE_S = 300.0
MOST_ATTEMPTS = 300  # with the pauses above: about a day
PALETTE_ORDER = ("basic", "rgb", "ryb")
PASSING = (TelegramNetworkError, TelegramServerError, TelegramRetryAfter)


@dataclass
class Answerer:
    """Takes photos off the waiting list and answers them; whatever stops it, the list remembers."""

    bot: Bot
    client: InferenceClient
    waiting: WaitingList
    memory: Memory
    retry_seconds: float
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def wake(self) -> None:
        """Look at the list now rather than soon."""
        self._wake.set()

    async def run(self) -> None:
        """Answer until cancelled."""
        while True:
            try:
                WAITING.set(await self.waiting.count())
                for waiting in await self.waiting.claim(limit=AT_ONCE - len(self._tasks)):
                    task = asyncio.create_task(self._attend(waiting))
                    self._tasks.add(task)
                    task.add_done_callback(self._tasks.discard)
            except RedisError as error:
                logger.warning("the waiting list is out of reach: %s", type(error).__name__)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), LOOK_AGAIN_S)
            self._wake.clear()

    async def finish(self) -> None:
        """Let the answers that are under way arrive."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _attend(self, waiting: Waiting) -> None:
        """Answer, or say why not and try again later."""
        texts = texts_for(waiting.sender.language)
        try:
            with ANSWER_SECONDS.time():
                await self._answer(waiting, texts)
        except (ServiceAway, LabellingSlow) as error:
            await self._postpone(waiting, texts, "away-later" if isinstance(error, ServiceAway) else "slow-later")
        except PASSING as error:
            logger.warning("Telegram is away: %s", type(error).__name__)
            await self._postpone(waiting, texts, None)
        except TelegramAPIError as error:  # blocked by the person, or the chat is gone
            ANSWERS.labels("undeliverable").inc()
            logger.warning("an answer could not be delivered: %s", type(error).__name__)
            await self.waiting.finish(waiting)
        except Exception:
            logger.exception("an answer failed")
            await self._postpone(waiting, texts, None)
        else:
            await self.waiting.finish(waiting)

    async def _postpone(self, waiting: Waiting, texts: Texts, excuse: str | None) -> None:
        ANSWERS.labels("postponed").inc()
        if waiting.attempts >= MOST_ATTEMPTS:
            await self.waiting.finish(waiting)
            excuse = "failed"
        else:
            pause = min(self.retry_seconds * 2 ** min(waiting.attempts, 16), LONGEST_PAUSE_S)
            await self.waiting.postpone(waiting, pause)
        if excuse and (not waiting.attempts or excuse == "failed"):
            with suppress(TelegramAPIError):
                await self._say(waiting, texts.say(excuse))

    async def _answer(self, waiting: Waiting, texts: Texts) -> None:
        await self.bot.send_chat_action(waiting.sender.chat_id, ChatAction.UPLOAD_PHOTO)
        seen = await asyncio.gather(*(self._see(waiting, piece) for piece in waiting.pieces))
        words = await self.client.words()
        if len(seen) > 1:
            await self._send_album(waiting, list(seen), words, texts)
        elif isinstance(seen[0], Photo):
            await self._send_photo(waiting, seen[0], words, texts)
        else:
            await self._say(waiting, seen[0])
        ANSWERS.labels("answered").inc()

    async def _see(self, waiting: Waiting, piece: Piece) -> Photo | str:
        """One photo's labels, or the sentence that says why there are none."""
        texts = texts_for(waiting.sender.language)
        if piece.refused is None and piece.job_id is None:
            piece = await self._hand_over(waiting, piece)
        if piece.refused is not None:
            return refusal_text(piece.refused, texts)
        try:
            return await self.client.await_label(str(piece.job_id))
        except LabellingFailed:
            return texts.say("failed")
        except PhotoRefused as error:
            return refusal_text(error.code, texts)

    async def _hand_over(self, waiting: Waiting, piece: Piece) -> Piece:
        """Fetch a photo from Telegram and give it to the service, once."""
        buffer = io.BytesIO()
        sender = waiting.sender
        try:
            await self.bot.download(piece.file_id, destination=buffer)
            job_id = await self.client.add_photo(buffer.getvalue(), owner=sender.owner, domain=sender.domain)
        except PhotoRefused as error:
            piece = piece.model_copy(update={"refused": error.code})
        except TelegramForbiddenError:
            raise
        except TelegramBadRequest:  # getFile gives nothing above 20 MB
            piece = piece.model_copy(update={"refused": "upload_too_large"})
        else:
            piece = piece.model_copy(update={"job_id": job_id})
            await self.memory.keep_file(job_id, piece.file_id)
        await self.waiting.update(waiting, piece)
        return piece

    async def _send_photo(self, waiting: Waiting, photo: Photo, words: Words, texts: Texts) -> None:
        await self._send(waiting, swatches_of(photo), describe_photo(photo, words, texts), photo_keyboard(photo, texts))

    async def _send_album(self, waiting: Waiting, seen: list[Photo | str], words: Words, texts: Texts) -> None:
        photos = {number: photo for number, photo in enumerate(seen, 1) if isinstance(photo, Photo)}
        caption = describe_album(seen, words, texts)
        if not photos:
            await self._say(waiting, caption)
            return
        rows = [_hexes(photo) for photo in photos.values()]
        await self._send(
            waiting,
            draw_album_swatches(rows),
            caption,
            album_keyboard({number: photo.id for number, photo in photos.items()}),
        )

    async def _send(self, waiting: Waiting, picture: bytes, caption: str, keyboard: InlineKeyboardMarkup) -> None:
        await self.bot.send_photo(
            waiting.sender.chat_id,
            BufferedInputFile(picture, "colours.png"),
            caption=caption,
            reply_markup=keyboard,
            reply_parameters=_reply_to(waiting),
        )

    async def _say(self, waiting: Waiting, text: str) -> None:
        await self.bot.send_message(waiting.sender.chat_id, text, reply_parameters=_reply_to(waiting))


def swatches_of(photo: Photo) -> bytes:
    """A photo's colours as a picture."""
    return draw_swatches(_hexes(photo))


def _hexes(photo: Photo) -> list[str]:
    return [photo.colors[name].hex for name in PALETTE_ORDER if name in photo.colors]


def _reply_to(waiting: Waiting) -> ReplyParameters:
    """A message that was deleted meanwhile is answered all the same."""
    return ReplyParameters(message_id=waiting.pieces[0].message_id, allow_sending_without_reply=True)
