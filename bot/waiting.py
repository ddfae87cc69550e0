"""The photos whose senders wait for an answer, kept in Redis so that a bot that ends forgets none."""

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from redis.asyncio import Redis

DUE, ABOUT, PIECES = "bot:waiting", "bot:waiting:about:", "bot:waiting:pieces:"
LEASE_SECONDS = 90.0
CLAIM = """
local keys = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])
for _, key in ipairs(keys) do redis.call('ZADD', KEYS[1], ARGV[2], key) end
return keys
"""
FINISH = """
for i = 2, #ARGV do redis.call('HDEL', KEYS[3], ARGV[i]) end
if redis.call('HLEN', KEYS[3]) == 0 then
  redis.call('ZREM', KEYS[1], ARGV[1])
  redis.call('DEL', KEYS[2])
end
"""


class Piece(BaseModel):
    """One photo of a message: where Telegram keeps it, and its job once the service has it."""

    model_config = ConfigDict(frozen=True)

    message_id: int
    file_id: str
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
    """A photo, or an album of them, that is owed one answer."""

    key: str
    sender: Sender
    pieces: list[Piece]
    attempts: int


class WaitingList:
    """Adds, hands out and crosses off; what was handed out and not crossed off comes up again."""

    def __init__(self, redis: "Redis") -> None:
        self._redis = redis

    async def add(self, key: str, sender: Sender, piece: Piece, *, delay: float) -> None:
        """Note a photo; with a key that is there already it joins that album and the delay begins anew."""
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.hset(ABOUT + key, mapping={"sender": sender.model_dump_json()})
            pipe.hset(PIECES + key, str(piece.message_id), piece.model_dump_json())
            pipe.zadd(DUE, {key: time.time() + delay})
            await pipe.execute()

    async def claim(self, *, limit: int) -> list[Waiting]:
        """Take what is due; nobody else gets it until the lease is over."""
        now = time.time()
        keys = await self._redis.eval(CLAIM, 1, DUE, now, now + LEASE_SECONDS, limit)
        return [found for key in keys if (found := await self._read(str(key)))]

    async def update(self, waiting: Waiting, piece: Piece) -> None:
        """Note how far a photo has come."""
        waiting.pieces = [piece if old.message_id == piece.message_id else old for old in waiting.pieces]
        await self._redis.hset(PIECES + waiting.key, str(piece.message_id), piece.model_dump_json())

    async def postpone(self, waiting: Waiting, seconds: float) -> None:
        """Hand it out again after a while."""
        await self._redis.hincrby(ABOUT + waiting.key, "attempts", 1)
        await self._redis.zadd(DUE, {waiting.key: time.time() + seconds})

    async def finish(self, waiting: Waiting) -> None:
        """Cross off what was answered; photos that joined meanwhile stay."""
        messages = [str(piece.message_id) for piece in waiting.pieces]
        await self._redis.eval(FINISH, 3, DUE, ABOUT + waiting.key, PIECES + waiting.key, waiting.key, *messages)

    async def drop(self, chat_id: int) -> None:
        """Forget what a chat waits for."""
        keys = [str(key) async for key, _ in self._redis.zscan_iter(DUE, match=f"{chat_id}:*")]
        for key in keys:
            await self._redis.delete(ABOUT + key, PIECES + key)
            await self._redis.zrem(DUE, key)

    async def count(self) -> int:
        """How many answers are owed."""
        return int(await self._redis.zcard(DUE))

    async def _read(self, key: str) -> Waiting | None:
        about = await self._redis.hgetall(ABOUT + key)
        pieces = await self._redis.hvals(PIECES + key)
        if not about or not pieces:
            await self._redis.zrem(DUE, key)
            return None
        sender = Sender.model_validate_json(about["sender"])
        found = sorted((Piece.model_validate_json(piece) for piece in pieces), key=lambda piece: piece.message_id)
        return Waiting(key, sender, found, int(about.get("attempts", 0)))
