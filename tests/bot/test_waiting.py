"""The waiting list and who works it off: each photo is in one pair of hands, however long that takes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from redis import Redis as BlockingRedis
from redis.asyncio import Redis

from bot.__main__ import build_bot
from bot.answering import PIECES_AT_ONCE, Answerer
from bot.client import InferenceClient
from bot.errors import PhotoUnwanted
from bot.memory import Memory
from bot.settings import BotSettings
from bot.texts import texts_for
from bot.viewing import Viewer
from bot.waiting import ABOUT, PIECES, Piece, Sender, WaitingList
from tests.bot.conftest import RunningBot
from tests.bot.fake_service import FakeService
from tests.telegram_double import CHAT_ID, TelegramDouble

SENDER = Sender(chat_id=CHAT_ID, owner="somebody", language="en")
LEASE_S = 0.3


@pytest.fixture
def empty_redis(redis_url: str) -> str:
    with BlockingRedis.from_url(redis_url) as client:
        client.flushall()
    return redis_url


@asynccontextmanager
async def waiting_list(url: str) -> AsyncIterator[WaitingList]:
    async with Redis.from_url(url, decode_responses=True) as redis:
        yield WaitingList(redis, lease_seconds=LEASE_S)


def test_what_is_attended_for_long_is_handed_to_nobody_else(empty_redis: str) -> None:
    async def attend() -> tuple[int, int]:
        async with waiting_list(empty_redis) as waiting:
            await waiting.add("1:1", SENDER, Piece(message_id=1, file_id="a"), delay=0)
            [taken] = await waiting.claim(limit=9)
            async with waiting.hold(taken):
                await asyncio.sleep(3 * LEASE_S)
                held = len(await waiting.claim(limit=9))
            await asyncio.sleep(2 * LEASE_S)
            return held, len(await waiting.claim(limit=9))

    assert asyncio.run(attend()) == (0, 1)


def test_lease_may_be_let_go_at_any_moment(empty_redis: str) -> None:
    async def attend() -> None:
        async with Redis.from_url(empty_redis, decode_responses=True) as redis:
            waiting = WaitingList(redis, lease_seconds=0.003)
            await asyncio.gather(*(_hold_often(waiting, f"1:{number}") for number in range(6)))

    asyncio.run(asyncio.wait_for(attend(), 60))


def test_what_cannot_be_read_is_dropped_and_keeps_nothing_else_back(empty_redis: str) -> None:
    async def attend() -> tuple[list[str], int]:
        async with Redis.from_url(empty_redis, decode_responses=True) as redis:
            waiting = WaitingList(redis)
            await waiting.add("1:1", SENDER, Piece(message_id=1, file_id="a"), delay=0)
            await waiting.add("1:2", SENDER, Piece(message_id=2, file_id="b"), delay=0)
            await redis.hset(PIECES + "1:1", "1", "{}")
            return [found.key for found in await waiting.claim(limit=9)], await waiting.count()

    assert asyncio.run(attend()) == (["1:2"], 1)


def test_photo_without_a_sender_is_not_handed_out_for_ever(empty_redis: str) -> None:
    async def attend() -> tuple[int, int]:
        async with Redis.from_url(empty_redis, decode_responses=True) as redis:
            waiting = WaitingList(redis)
            await waiting.add("1:1", SENDER, Piece(message_id=1, file_id="a"), delay=0)
            await redis.delete(ABOUT + "1:1")
            return len(await waiting.claim(limit=9)), await waiting.count()

    assert asyncio.run(attend()) == (0, 0)


def test_somebody_is_forgotten_beside_what_cannot_be_read(empty_redis: str) -> None:
    async def attend() -> int:
        async with Redis.from_url(empty_redis, decode_responses=True) as redis:
            waiting = WaitingList(redis)
            await waiting.add("1:1", SENDER, Piece(message_id=1, file_id="a"), delay=0)
            await waiting.add("1:2", SENDER, Piece(message_id=2, file_id="b"), delay=0)
            await redis.hset(ABOUT + "1:1", "sender", "nobody")
            await waiting.drop(SENDER.owner)
            return await waiting.count()

    assert asyncio.run(attend()) == 0


def test_renewing_moves_nothing_that_was_put_off_meanwhile(empty_redis: str) -> None:
    async def attend() -> int:
        async with waiting_list(empty_redis) as waiting:
            await waiting.add("1:1", SENDER, Piece(message_id=1, file_id="a"), delay=0)
            [taken] = await waiting.claim(limit=9)
            async with waiting.hold(taken):
                await waiting.postpone(taken, 0)
                await asyncio.sleep(LEASE_S / 2)
                return len(await waiting.claim(limit=9))

    assert asyncio.run(attend()) == 1


def test_photo_that_joined_while_its_album_was_in_hand_is_due_when_that_is_answered(empty_redis: str) -> None:
    async def attend() -> tuple[int, list[int]]:
        async with waiting_list(empty_redis) as waiting:
            await waiting.add("1:album", SENDER, Piece(message_id=1, file_id="a"), delay=0)
            [taken] = await waiting.claim(limit=9)
            await waiting.add("1:album", SENDER, Piece(message_id=2, file_id="b"), delay=0)
            skipped = len(await waiting.claim(limit=9, in_hand=[taken.key]))
            await waiting.finish(taken)
            return skipped, [piece.message_id for late in await waiting.claim(limit=9) for piece in late.pieces]

    assert asyncio.run(attend()) == (0, [2])


def test_answer_that_outlasts_its_lease_is_given_once(
    resting: RunningBot, telegram: TelegramDouble, service: FakeService, photos: list[Path]
) -> None:
    service.pause = LEASE_S
    telegram.send_photo(photos[0])
    asyncio.run(_answer(resting.settings, Piece(message_id=101, file_id="file-0"), seconds=8 * LEASE_S))
    assert "Tomato" in telegram.wait_for("sendPhoto").text
    assert not [call for call in telegram.calls if call.method == "sendPhoto"]


def test_upload_that_forget_overtook_takes_back_itself_alone(
    resting: RunningBot, telegram: TelegramDouble, service: FakeService, photos: list[Path]
) -> None:
    telegram.send_photo(photos[0])
    service.fill(1, owner=SENDER.owner)  # sent after /forget
    sent_later = set(service.photos)
    with pytest.raises(PhotoUnwanted):
        asyncio.run(_view_forgotten(resting.settings, Piece(message_id=101, file_id="file-0")))
    assert len(service.uploads) == 1
    assert set(service.photos) == sent_later


def test_albums_take_no_more_than_their_share_of_the_service(
    talk: TelegramDouble, service: FakeService, photos: list[Path]
) -> None:
    service.pause = 0.5
    for album in ("a", "b", "c"):
        talk.send_album([photos[0]] * 10, album=album)
    for _ in range(3):
        talk.wait_for("sendPhoto")
    assert 10 <= service.most_at_once <= PIECES_AT_ONCE


async def _hold_often(waiting: WaitingList, key: str) -> None:
    """Hold leases of some milliseconds for as long, so that many end while they are renewed."""
    for number in range(100):
        await waiting.add(key, SENDER, Piece(message_id=1, file_id="a"), delay=0)
        for taken in await waiting.claim(limit=1):
            async with waiting.hold(taken):
                await asyncio.sleep(number % 10 * 0.0006)
            await waiting.finish(taken)


@asynccontextmanager
async def viewing(settings: BotSettings) -> AsyncIterator[Viewer]:
    """A viewer on a list of short leases."""
    bot, client = build_bot(settings), InferenceClient.connect(settings.inference_url, key=None, wait_seconds=1)
    async with Redis.from_url(settings.redis_url.get_secret_value(), decode_responses=True) as redis:
        try:
            yield Viewer(bot, client, WaitingList(redis, lease_seconds=LEASE_S), Memory(redis))
        finally:
            await client.close()
            await bot.session.close()


async def _answer(settings: BotSettings, piece: Piece, *, seconds: float) -> None:
    """Answer one photo, and look for more to do for a while."""
    async with viewing(settings) as viewer:
        answerer = Answerer(viewer.bot, viewer.client, viewer.waiting, viewer, settings.retry_seconds)
        await viewer.waiting.add("1:1", SENDER, piece, delay=0)
        answering = asyncio.create_task(answerer.run())
        await asyncio.sleep(seconds)
        answerer.stop()
        await answering


async def _view_forgotten(settings: BotSettings, piece: Piece) -> None:
    """Look at a photo whose sender asks to be forgotten while it is uploaded."""
    async with viewing(settings) as viewer:
        await viewer.waiting.add("1:1", SENDER, piece, delay=0)
        [taken] = await viewer.waiting.claim(limit=1)
        await viewer.waiting.drop(SENDER.owner)
        await viewer.view(taken, piece, texts_for("en"))
