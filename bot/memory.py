"""What the bot remembers of chats between messages: choices, listings to go on with, files Telegram has."""

import secrets
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from redis.asyncio import Redis

DAY_S = 86_400
LISTING_TTL_S, FILE_TTL_S = 7 * DAY_S, 60 * DAY_S
MINUTE_S = 60


class Choices(BaseModel):
    """What a chat chose; None leaves it to Telegram's language and the service's domain."""

    model_config = ConfigDict(frozen=True)

    language: str | None = None
    domain: str | None = None


class Listing(BaseModel):
    """A search to go on with: its filters, the size of a page, the number that a person named, what was shown."""

    model_config = ConfigDict(frozen=True)

    filters: dict[str, str]
    count: int
    asked: int | None = None
    shown: int = 0
    cursor: str | None = None


class Memory:
    """Redis, by the things that are kept there."""

    def __init__(self, redis: "Redis") -> None:
        self._redis = redis

    async def choices(self, chat_id: int) -> Choices:
        """What a chat chose."""
        return Choices.model_validate(await self._redis.hgetall(f"bot:choices:{chat_id}"))

    async def choose(self, chat_id: int, name: str, value: str | None) -> None:
        """Note a choice, or take it back."""
        key = f"bot:choices:{chat_id}"
        await (self._redis.hset(key, name, value) if value else self._redis.hdel(key, name))

    async def forget(self, chat_id: int) -> None:
        """Drop what a chat chose."""
        await self._redis.delete(f"bot:choices:{chat_id}")

    async def keep_listing(self, listing: Listing) -> str:
        """Keep a search; the word that a button carries."""
        token = secrets.token_urlsafe(9)
        await self.return_listing(token, listing)
        return token

    async def take_listing(self, token: str) -> Listing | None:
        """Take a search out; the second press of a button gets None."""
        kept = await self._redis.getdel(f"bot:listing:{token}")
        return Listing.model_validate_json(kept) if kept else None

    async def return_listing(self, token: str, listing: Listing) -> None:
        """Put a search back that could not be shown, so that its button works again."""
        await self._redis.set(f"bot:listing:{token}", listing.model_dump_json(), ex=LISTING_TTL_S)

    async def read_listing(self, token: str) -> Listing | None:
        """Read a search and keep it: Telegram may ask for one page of inline results twice."""
        kept = await self._redis.get(f"bot:listing:{token}")
        return Listing.model_validate_json(kept) if kept else None

    async def count_message(self, owner: str) -> int:
        """Count a person's message; how many there were within the minute."""
        key = f"bot:rate:{owner}"
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.incr(key)
            pipe.expire(key, MINUTE_S, nx=True)  # of the first message; a count must never stay for ever
            return int((await pipe.execute())[0])

    async def keep_file(self, photo_id: str, file_id: str) -> None:
        """Note under which id Telegram has a photo."""
        await self._redis.set(f"bot:file:{photo_id}", file_id, ex=FILE_TTL_S)

    async def files(self, photo_ids: list[str]) -> dict[str, str]:
        """Those of the photos that Telegram has, with their file ids."""
        if not photo_ids:
            return {}
        found = await self._redis.mget([f"bot:file:{photo_id}" for photo_id in photo_ids])
        return {photo_id: str(file_id) for photo_id, file_id in zip(photo_ids, found, strict=True) if file_id}
