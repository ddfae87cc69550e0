"""Answer the photos on the waiting list: at once where the service is well, later where it is not."""

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass, field

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramNetworkError, TelegramRetryAfter, TelegramServerError
from aiogram.utils.chat_action import ChatActionSender
from redis.exceptions import RedisError

from bot.client import InferenceClient
from bot.delivery import compose_answer, deliver, excuse
from bot.errors import FileAway, LabellingSlow, PhotoUnwanted, ServiceAway, ServiceBusy
from bot.metrics import ANSWER_SECONDS, ANSWERS, WAITING
from bot.replies import Photo
from bot.texts import Texts, texts_for
from bot.viewing import Viewer
from bot.waiting import Piece, Waiting, WaitingList

logger = logging.getLogger(__name__)

LOOK_AGAIN_S = 0.25
AT_ONCE, PIECES_AT_ONCE = 8, 16  # each piece is a request that the service holds open till it has the label
LONGEST_PAUSE_S = 300.0
MOST_ATTEMPTS = 300  # with the pauses above: about a day
PASSING = (FileAway, TelegramNetworkError, TelegramServerError, TelegramRetryAfter)


@dataclass
class Answerer:
    """Takes photos off the waiting list and answers them; whatever stops it, the list remembers."""

    bot: Bot
    client: InferenceClient
    waiting: WaitingList
    viewer: Viewer
    retry_seconds: float
    _stopping: bool = False
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _tasks: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _looking: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(PIECES_AT_ONCE))

    def wake(self) -> None:
        """Look at the list now rather than soon."""
        self._wake.set()

    def stop(self) -> None:
        """Take nothing more off the list."""
        self._stopping = True
        self.wake()

    async def run(self) -> None:
        """Answer until told to stop; the answers that are under way then still arrive."""
        while not self._stopping:
            try:
                await self._take_up()
            except RedisError as error:
                logger.warning("the waiting list is out of reach: %s", type(error).__name__)
            except Exception:
                logger.exception("the waiting list cannot be read")
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), LOOK_AGAIN_S)
            self._wake.clear()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def _take_up(self) -> None:
        WAITING.set(await self.waiting.count())
        if len(self._tasks) >= AT_ONCE:
            return
        for waiting in await self.waiting.claim(limit=AT_ONCE - len(self._tasks), in_hand=self._tasks):
            task = asyncio.create_task(self._attend(waiting), name=waiting.key)
            self._tasks[waiting.key] = task
            task.add_done_callback(lambda done: self._tasks.pop(done.get_name()))

    async def _attend(self, waiting: Waiting) -> None:
        """Answer and cross off, or see to it that it comes up again."""
        try:
            async with self.waiting.hold(waiting):
                is_settled = await self._is_settled(waiting)
            if is_settled:
                await self.waiting.finish(waiting)
        except RedisError as error:  # its lease will end
            logger.warning("the waiting list is out of reach: %s", type(error).__name__)

    async def _is_settled(self, waiting: Waiting) -> bool:
        texts = texts_for(waiting.sender.language)
        try:
            with ANSWER_SECONDS.time():
                await self._answer(waiting, texts)
        except (ServiceAway, LabellingSlow) as error:
            return await self._put_off(waiting, texts, error)
        except PASSING as error:
            logger.warning("Telegram is away: %s", type(error).__name__)
            return await self._postpone(waiting, texts)
        except (TelegramAPIError, PhotoUnwanted) as error:  # blocked, the chat is gone, or /forget came
            ANSWERS.labels("undeliverable").inc()
            logger.warning("an answer could not be delivered: %s", type(error).__name__)
        except Exception:
            logger.exception("an answer failed")
            return await self._postpone(waiting, texts)
        return True

    async def _answer(self, waiting: Waiting, texts: Texts) -> None:
        chat_id = waiting.sender.chat_id
        async with ChatActionSender(bot=self.bot, chat_id=chat_id, action="upload_photo"):
            seen = await self._look_at_all(waiting, texts)
            answer = await compose_answer(seen, await self.client.words(), texts)
            if not await self.waiting.is_wanted(waiting):
                raise PhotoUnwanted(waiting.key)
            await deliver(self.bot, waiting, answer)
        ANSWERS.labels("answered").inc()

    async def _look_at_all(self, waiting: Waiting, texts: Texts) -> list[Photo | str]:
        """What every piece shows; where one fails, the others are left to come to their end."""
        looks = [self._look_at(waiting, piece, texts) for piece in waiting.pieces]
        seen = await asyncio.gather(*looks, return_exceptions=True)
        for one in seen:
            if isinstance(one, BaseException):
                raise one
        return [one for one in seen if not isinstance(one, BaseException)]

    async def _look_at(self, waiting: Waiting, piece: Piece, texts: Texts) -> Photo | str:
        async with self._looking:
            return await self.viewer.view(waiting, piece, texts)

    async def _put_off(self, waiting: Waiting, texts: Texts, error: ServiceAway | LabellingSlow) -> bool:
        """Say once why there is no answer yet; where it is only a queue, the answer will take that message's place."""
        is_queue = isinstance(error, ServiceBusy | LabellingSlow)
        asked = error.retry_after_s if isinstance(error, ServiceAway) else 0.0
        said = None
        if not waiting.attempts:
            with suppress(TelegramAPIError):
                said = await excuse(self.bot, waiting, texts.say("slow-later" if is_queue else "away-later"))
        return await self._postpone(waiting, texts, at_least=asked, said=said if is_queue else None)

    async def _postpone(
        self, waiting: Waiting, texts: Texts, *, at_least: float = 0.0, said: int | None = None
    ) -> bool:
        ANSWERS.labels("postponed").inc()
        if waiting.attempts >= MOST_ATTEMPTS:
            with suppress(TelegramAPIError):
                await excuse(self.bot, waiting, texts.say("failed"))
            return True
        pause = min(self.retry_seconds * 2 ** min(waiting.attempts, 16), LONGEST_PAUSE_S)
        await self.waiting.postpone(waiting, max(pause, at_least), excuse=said)
        return False
