"""The bot as it runs, in a thread: Telegram and the service are doubles over HTTP, Redis is real."""

import asyncio
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from pydantic import SecretStr

from bot.__main__ import run
from bot.middlewares import hide_person
from bot.settings import BotSettings
from tests.bot.fake_service import FakeService, draw
from tests.processes import start_redis
from tests.telegram_double import CHAT_ID, TOKEN, TelegramDouble

SALT = "of the tests"


class RunningBot:
    """Starts, stops and starts again, with the same Redis and the same doubles."""

    def __init__(self, telegram: TelegramDouble, service: FakeService, redis_url: str) -> None:
        self.settings = BotSettings(
            _env_file=None,
            token=SecretStr(TOKEN),
            inference_url=service.url,
            telegram_url=telegram.url,
            owner_salt=SecretStr(SALT),
            redis_url=SecretStr(redis_url),
            wait_seconds=1,
            album_silence_seconds=0.3,
            retry_seconds=0.3,
        )
        self.is_running = False

    @property
    def owner(self) -> str:
        """The word by which the service knows the person who talks."""
        return hide_person(CHAT_ID, SALT.encode())

    def start(self, **changes: object) -> None:
        self._loop, self._stop = asyncio.new_event_loop(), asyncio.Event()
        settings = self.settings.model_copy(update=changes)
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(run(settings, self._stop),))
        self._thread.start()
        self.is_running = True

    def stop(self) -> None:
        self.is_running = False
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(20)
        assert not self._thread.is_alive()
        self._loop.close()


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    running, url = start_redis(tmp_path_factory.mktemp("bot-redis"))
    client = redis.Redis.from_url(url)
    deadline = time.monotonic() + 10
    while True:
        try:
            client.ping()
            break
        except redis.ConnectionError:
            assert time.monotonic() < deadline
            time.sleep(0.02)
    client.close()
    yield url
    running.end()


@pytest.fixture
def service() -> Iterator[FakeService]:
    with FakeService() as fake:
        yield fake


@pytest.fixture
def telegram() -> Iterator[TelegramDouble]:
    with TelegramDouble() as double:
        yield double
        assert not double.complaints


@pytest.fixture
def resting(telegram: TelegramDouble, service: FakeService, redis_url: str) -> Iterator[RunningBot]:
    """A bot that was not started yet; it is stopped in the end, whatever became of the test."""
    with redis.Redis.from_url(redis_url) as client:
        client.flushall()
    running = RunningBot(telegram, service, redis_url)
    yield running
    if running.is_running:
        running.stop()


@pytest.fixture
def bot(resting: RunningBot, telegram: TelegramDouble) -> RunningBot:
    resting.start()
    telegram.wait_for("setMyCommands")
    return resting


@pytest.fixture
def talk(bot: RunningBot, telegram: TelegramDouble) -> TelegramDouble:
    """The chat with a running bot."""
    return telegram


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    """Three photos, no two alike."""
    paths = [tmp_path / f"{color}.jpg" for color in ("red", "green", "orange")]
    for path in paths:
        path.write_bytes(draw("JPEG", path.stem))
    return paths
