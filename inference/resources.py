"""Build what a process of the service needs from its settings."""

from asyncio import get_running_loop
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from redis import Redis
from redis.backoff import ExponentialBackoff, NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.retry import Retry
from sqlalchemy import Engine
from threadpoolctl import threadpool_limits

from catalog.colors import load_palettes
from catalog.database import create_database_engine, migrate
from catalog.settings import DatabaseSettings
from catalog.similarity import SimilarityIndex
from inference.analysis import Analyst
from inference.cores import allowed_cores
from inference.job_queue import JobQueue
from inference.photo_store import FolderPhotoStore, PhotoStore, S3PhotoStore
from inference.rate_limiter import RateLimiter
from inference.settings import InferenceSettings
from inference.telemetry import metrics
from inference.vision.change.registry import ChangeDetectors
from inference.vision.registry import ModelRegistry

CONNECT_TIMEOUT_S = 2
ANSWER_TIMEOUT_S = 2  # of Redis, and then anew RETRIES times: Prometheus waits ten seconds for /metrics
PING_TIMEOUT_S = 1
RETRIES = 2
FAILED_KEYS = "30/minute"
BUCKET_TIMEOUT_S = 10  # botocore waits a minute, five times, and swallows the time-out of a job meanwhile
BUCKET_CONNECTIONS = 64  # as many as threads that answer requests

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Resources:
    """The engine, the store, the analyst and the queue of one process.

    `eyes` are the threads that look at photos for requests, one a core: more would only take turns. Several
    processes share the cores.
    """

    settings: InferenceSettings
    engine: Engine
    store: PhotoStore
    analyst: Analyst
    redis: Redis
    queue: JobQueue
    limiter: RateLimiter
    failures: RateLimiter
    eyes: ThreadPoolExecutor
    similarity: SimilarityIndex = field(default_factory=SimilarityIndex)

    async def look(self, work: Callable[[], Answer]) -> Answer:
        """Let one of the eyes do work that takes a core."""
        return await get_running_loop().run_in_executor(self.eyes, work)

    def load_models(self) -> None:
        """Load the models of all domains ahead of the first photo, and tell Prometheus which they are.

        The change detectors, which few ask for, take memory when first asked for.

        NumPy shall not share a small product out among threads: they wait for each other longer than it takes
        (a code of an embedding: 0.08 ms on one thread, 2.9 ms on two of a busy machine).

        Raises:
            ModelError: a model cannot be used, or the domain of the settings has none.
        """
        threadpool_limits(limits=1, user_api="blas")
        models = self.analyst.models
        models.preload([self.settings.domain, *models.domains])
        for domain in models.domains:
            metrics.MODEL_INFO.labels(domain, models.get(domain).card.version).set(1)

    def close(self) -> None:
        """Let go of connections and threads."""
        self.eyes.shutdown(cancel_futures=True)
        self.redis.close()
        self.engine.dispose()


def build_resources(settings: InferenceSettings, database: DatabaseSettings) -> Resources:
    """Connect nothing yet: engine and Redis connect when first used, models load when first asked for."""
    redis = connect_redis(settings)
    return Resources(
        settings,
        create_database_engine(database.url.get_secret_value()),
        build_photo_store(settings),
        build_analyst(settings),
        redis,
        JobQueue(redis),
        RateLimiter(settings.rate_limit, redis),
        RateLimiter(FAILED_KEYS, redis, what="wrong API keys of one address"),
        ThreadPoolExecutor(max(1, allowed_cores() // settings.processes), "eyes"),
    )


@contextmanager
def open_resources(settings: InferenceSettings) -> Iterator[Resources]:
    """The resources of one command: the catalogue is brought to the newest schema first, all is closed at the end."""
    resources = build_resources(settings, DatabaseSettings())
    migrate(resources.engine)
    try:
        yield resources
    finally:
        resources.close()


def build_analyst(settings: InferenceSettings) -> Analyst:
    """The models, palettes and change detectors."""
    models, provider = settings.models_dir, settings.provider
    detectors = ChangeDetectors(models, provider=provider)
    return Analyst(ModelRegistry(models, provider=provider), load_palettes(), settings.max_pixels, detectors)


def check_models(settings: InferenceSettings) -> None:
    """Load the models and forget them, for who starts processes that could not do without.

    Raises:
        ModelError: a model cannot be used, or the domain of the settings has none.
    """
    models = build_analyst(settings).models
    models.preload([settings.domain, *models.domains])


def build_photo_store(settings: InferenceSettings) -> PhotoStore:
    """A bucket where one is named, else a folder; S3 credentials come from boto3's usual places."""
    if settings.s3_bucket is None:
        return FolderPhotoStore(settings.data_dir / "photos")
    import boto3
    from botocore.config import Config

    patience = Config(
        connect_timeout=CONNECT_TIMEOUT_S,
        read_timeout=BUCKET_TIMEOUT_S,
        retries={"total_max_attempts": RETRIES, "mode": "standard"},
        max_pool_connections=BUCKET_CONNECTIONS,
    )
    return S3PhotoStore(boto3.client("s3", endpoint_url=settings.s3_endpoint, config=patience), settings.s3_bucket)


def ping_redis(settings: InferenceSettings) -> None:
    """Ask Redis whether it is there, once and not for long: probes do not wait. Raises RedisError."""
    url, limit = settings.redis_url.get_secret_value(), PING_TIMEOUT_S
    with Redis.from_url(url, socket_connect_timeout=limit, socket_timeout=limit, retry=Retry(NoBackoff(), 0)) as redis:
        redis.ping()


def connect_redis(settings: InferenceSettings) -> Redis:
    """A client that tries again after a dropped connection, and soon gives up on a Redis that hangs."""
    return Redis.from_url(
        settings.redis_url.get_secret_value(),
        socket_connect_timeout=CONNECT_TIMEOUT_S,
        socket_timeout=ANSWER_TIMEOUT_S,
        retry=Retry(ExponentialBackoff(cap=0.5, base=0.05), RETRIES),
        retry_on_error=[RedisConnectionError],
    )
