"""How often an API key may ask: a rate that all API processes share in Redis, or count alone while it is away."""

import logging
import math
import time

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import FixedWindowRateLimiter
from redis import Redis
from redis.exceptions import RedisError

from inference.errors import TooManyRequests

logger = logging.getLogger(__name__)

REDIS_PAUSE_S = 5.0
PREFIX = "greengrocer:rate"


class RateLimiter:
    """Counts by a key in windows of fixed length; safe between threads."""

    def __init__(self, rate: str, redis: Redis, *, what: str = "requests of one API key") -> None:
        self._what = what
        self._rate: RateLimitItem | None = parse(rate) if rate else None
        self._shared = FixedWindowRateLimiter(
            RedisStorage("redis://", connection_pool=redis.connection_pool, key_prefix=PREFIX)
        )
        self._own = FixedWindowRateLimiter(MemoryStorage())
        self._alone_until = 0.0

    def spend(self, key_id: str) -> None:
        """Count one more of a key.

        Raises:
            TooManyRequests: the rate is used up; the error says when the window ends.
        """
        if self._rate is None:
            return
        if time.monotonic() >= self._alone_until:
            try:
                self._spend(self._shared, self._rate, key_id)
            except RedisError as error:
                logger.warning("Redis is away, rates are counted by this process alone: %s", error)
                self._alone_until = time.monotonic() + REDIS_PAUSE_S
            else:
                return
        self._spend(self._own, self._rate, key_id)

    def _spend(self, limiter: FixedWindowRateLimiter, rate: RateLimitItem, key_id: str) -> None:
        if limiter.hit(rate, key_id):
            return
        seconds = max(1, math.ceil(limiter.get_window_stats(rate, key_id).reset_time - time.time()))
        raise TooManyRequests(f"{self._what}: at most {rate}; try again in {seconds} s", retry_after_s=seconds)
