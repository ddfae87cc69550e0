"""The updates that were taken in and are not done with yet, kept in Redis so that a bot that ends forgets none."""

import logging
from typing import TYPE_CHECKING

from aiogram.types import Update
from pydantic import ValidationError

if TYPE_CHECKING:
    from redis.asyncio import Redis

logger = logging.getLogger(__name__)

UPDATES, TRIES = "bot:inbox", "bot:inbox:tries"
SEEN_TTL_S = 2 * 86_400  # Telegram itself keeps updates for a day
TAKE = """
if redis.call('SET', KEYS[1], '1', 'NX', 'EX', ARGV[3]) then
  redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
  return 1
end
return 0
"""


class Inbox:
    """Takes updates in, each once, and crosses them off."""

    def __init__(self, redis: "Redis") -> None:
        self._redis = redis

    async def take(self, update: Update) -> bool:
        """Note an update; False for one that came before."""
        written = update.model_dump_json(exclude_unset=True)  # defaults of the library are no JSON
        seen = f"bot:update:{update.update_id}"
        return bool(await self._redis.eval(TAKE, 2, seen, UPDATES, str(update.update_id), written, str(SEEN_TTL_S)))

    async def finish(self, update_id: int) -> None:
        """Cross an update off."""
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.hdel(UPDATES, str(update_id))
            pipe.hdel(TRIES, str(update_id))
            await pipe.execute()

    async def try_again(self, update_id: int) -> int:
        """Count that a left update is taken up again; how often that was so."""
        return int(await self._redis.hincrby(TRIES, str(update_id), 1))

    async def left(self) -> list[Update]:
        """What a bot that ended before had not done with, oldest first; what cannot be read is dropped."""
        kept = await self._redis.hgetall(UPDATES)
        found = [await self._read(str(update_id), written) for update_id, written in kept.items()]
        return sorted((update for update in found if update), key=lambda update: update.update_id)

    async def _read(self, update_id: str, written: str | bytes) -> Update | None:
        try:
            return Update.model_validate_json(written)
        except ValidationError:
            logger.error("update %s cannot be read; it is dropped", update_id)  # a trace would quote it
            await self._redis.hdel(UPDATES, update_id)
            return None
