"""Whoever waits for a photo is woken when a worker announces it."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

from redis.asyncio import Redis
from redis.exceptions import RedisError

from inference.job_queue import LABELLED_CHANNEL

logger = logging.getLogger(__name__)

PAUSE_S = 2.0
CONNECT_TIMEOUT_S = 2.0


class Announcements:
    """One subscription a process, however many wait; while Redis is away nobody is woken."""

    def __init__(self) -> None:
        self._waiting: dict[str, set[asyncio.Event]] = defaultdict(set)

    @asynccontextmanager
    async def heard(self, redis_url: str) -> AsyncIterator["Announcements"]:
        """Listen as long as the context lasts."""
        redis = Redis.from_url(redis_url, socket_connect_timeout=CONNECT_TIMEOUT_S, socket_keepalive=True)
        listening = asyncio.create_task(self._listen(redis))
        try:
            yield self
        finally:
            listening.cancel()
            with suppress(asyncio.CancelledError):
                await listening
            await redis.aclose()

    @contextmanager
    def awaiting(self, photo_id: str) -> Iterator[asyncio.Event]:
        """An event that is set whenever the photo is announced."""
        event = asyncio.Event()
        self._waiting[photo_id].add(event)
        try:
            yield event
        finally:
            self._waiting[photo_id].discard(event)
            if not self._waiting[photo_id]:
                del self._waiting[photo_id]

    async def _listen(self, redis: Redis) -> None:
        """Listen again whenever Redis went away."""
        while True:
            try:
                async with redis.pubsub(ignore_subscribe_messages=True) as subscription:
                    await subscription.psubscribe(LABELLED_CHANNEL + "*")
                    async for message in subscription.listen():
                        self._wake(message["channel"].decode().removeprefix(LABELLED_CHANNEL))
            except RedisError as error:
                logger.debug("announcements are not heard now: %s", error)
            await asyncio.sleep(PAUSE_S)

    def _wake(self, photo_id: str) -> None:
        for event in self._waiting.get(photo_id, ()):
            event.set()
