"""The photos whose senders wait for an answer, kept in Redis so that a bot that ends forgets none."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, ValidationError
from redis.exceptions import RedisError

if TYPE_CHECKING:
    from redis.asyncio import Redis

logger = logging.getLogger(__name__)

DUE, ABOUT, PIECES = "bot:waiting", "bot:waiting:about:", "bot:waiting:pieces:"
LEASE_SECONDS = 90.0
RENEWALS = 3  # a lease, so that one may fail
CLAIM = """
local keys = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])
for _, key in ipairs(keys) do redis.call('ZADD', KEYS[1], ARGV[2], key) end
return keys
"""
RENEW = """
if tonumber(redis.call('ZSCORE', KEYS[1], ARGV[1]) or 0) ~= tonumber(ARGV[2]) then return 0 end
redis.call('ZADD', KEYS[1], ARGV[3], ARGV[1])
return 1
"""
FINISH = """
for i = 3, #ARGV do redis.call('HDEL', KEYS[3], ARGV[i]) end
if redis.call('HLEN', KEYS[3]) == 0 then
  redis.call('ZREM', KEYS[1], ARGV[1])
  redis.call('DEL', KEYS[2])
else
  redis.call('ZADD', KEYS[1], 'XX', ARGV[2], ARGV[1])
end
"""
UPDATE = """
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
return 1
"""
POSTPONE = """
if redis.call('EXISTS', KEYS[3]) == 0 then return end
redis.call('HINCRBY', KEYS[2], 'attempts', 1)
if ARGV[3] ~= '' then redis.call('HSET', KEYS[2], 'excuse', ARGV[3]) end
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
"""


class Piece(BaseModel):
    """One photo of a message: where Telegram keeps it, as a photo or a file, and its job once the service has it."""

    model_config = ConfigDict(frozen=True)

    message_id: int
    file_id: str
    compressed: bool = True
    job_id: str | None = None
    refused: str | None = None


class Sender(BaseModel):
    """Who waits, and how they want to be answered."""

    model_config = ConfigDict(frozen=True)

    chat_id: int
    owner: str
    language: str
    domain: str | None = None


@dataclass
class Waiting:
    """A photo, or an album of them, that is owed one answer, and nobody else's till its lease ends (epoch seconds).

    `excuse` is a message that the answer will replace.
    """

    key: str
    sender: Sender
    pieces: list[Piece]
    attempts: int
    lease: float
    excuse: int | None = None


class WaitingList:
    """Adds, hands out and crosses off; what was handed out and not crossed off comes up again."""

    def __init__(self, redis: "Redis", *, lease_seconds: float = LEASE_SECONDS) -> None:
        self._redis = redis
        self._lease_seconds = lease_seconds

    async def add(self, key: str, sender: Sender, piece: Piece, *, delay: float) -> None:
        """Note a photo; with a key that is there already it joins that album and the delay begins anew."""
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.hset(ABOUT + key, mapping={"sender": sender.model_dump_json()})
            pipe.hset(PIECES + key, str(piece.message_id), piece.model_dump_json())
            pipe.zadd(DUE, {key: time.time() + delay})
            await pipe.execute()

    async def claim(self, *, limit: int, in_hand: Collection[str] = ()) -> list[Waiting]:
        """Take what is due and not in hand already; nobody else gets it until the lease is over."""
        now = time.time()
        lease = now + self._lease_seconds
        keys = [str(key) for key in await self._redis.eval(CLAIM, 1, DUE, now, lease, limit)]
        return [found for key in keys if key not in in_hand and (found := await self._read(key, lease))]

    @asynccontextmanager
    async def hold(self, waiting: Waiting) -> AsyncIterator[None]:
        """Renew the lease within this context, however long that takes."""
        done = asyncio.Event()  # a call of Redis that is cancelled may never end
        renewing = asyncio.create_task(self._renew(waiting, done))
        try:
            yield
        finally:
            done.set()
            await asyncio.wait({renewing})

    async def update(self, waiting: Waiting, piece: Piece) -> bool:
        """Note how far a photo has come; False where it was dropped meanwhile."""
        waiting.pieces = [piece if old.message_id == piece.message_id else old for old in waiting.pieces]
        key, message = PIECES + waiting.key, str(piece.message_id)
        return bool(await self._redis.eval(UPDATE, 1, key, message, piece.model_dump_json()))

    async def postpone(self, waiting: Waiting, seconds: float, *, excuse: int | None = None) -> None:
        """Hand it out again after a while, unless it was dropped."""
        keys, due = (DUE, ABOUT + waiting.key, PIECES + waiting.key), time.time() + seconds
        await self._redis.eval(POSTPONE, 3, *keys, waiting.key, due, excuse or "")

    async def is_wanted(self, waiting: Waiting) -> bool:
        """Whether it was not dropped meanwhile."""
        return bool(await self._redis.exists(PIECES + waiting.key))

    async def finish(self, waiting: Waiting) -> None:
        """Cross off what was answered; photos that joined meanwhile are due at once."""
        await self._finish(waiting.key, *(str(piece.message_id) for piece in waiting.pieces))

    async def drop(self, owner: str) -> None:
        """Forget what a person waits for."""
        for key in [str(key) async for key, _ in self._redis.zscan_iter(DUE)]:
            waiting = await self._read(key, lease=0)
            if waiting and waiting.sender.owner == owner:
                await self._cross_off(key)

    async def count(self) -> int:
        """How many answers are owed."""
        return int(await self._redis.zcard(DUE))

    async def _renew(self, waiting: Waiting, done: asyncio.Event) -> None:
        """Put the end of the lease off again and again, until it is done or somebody else says when this is due."""
        is_ours = True
        while is_ours:
            with suppress(TimeoutError):
                await asyncio.wait_for(done.wait(), self._lease_seconds / RENEWALS)
            if done.is_set():
                return
            lease = time.time() + self._lease_seconds
            try:
                is_ours = bool(await self._redis.eval(RENEW, 1, DUE, waiting.key, waiting.lease, lease))
                waiting.lease = lease
            except RedisError as error:
                logger.warning("a lease cannot be renewed: %s", type(error).__name__)

    async def _read(self, key: str, lease: float) -> Waiting | None:
        """Give what is kept under a key; what cannot be read is crossed off."""
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.hgetall(ABOUT + key)
            pipe.hvals(PIECES + key)
            about, pieces = await pipe.execute()
        if not pieces:
            await self._finish(key)
            return None
        try:
            sender = Sender.model_validate_json(about.get("sender", ""))
            found = [Piece.model_validate_json(piece) for piece in pieces]
        except ValidationError:
            logger.error("a photo that waits under %s cannot be read; it is dropped", key)  # a trace would quote it
            await self._cross_off(key)
            return None
        found.sort(key=lambda piece: piece.message_id)
        excuse = int(about["excuse"]) if "excuse" in about else None
        return Waiting(key, sender, found, int(about.get("attempts", 0)), lease, excuse)

    async def _finish(self, key: str, *messages: str) -> None:
        await self._redis.eval(FINISH, 3, DUE, ABOUT + key, PIECES + key, key, time.time(), *messages)

    async def _cross_off(self, key: str) -> None:
        await self._redis.delete(ABOUT + key, PIECES + key)
        await self._redis.zrem(DUE, key)
