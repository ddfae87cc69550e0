"""The whole product as a newcomer starts it: `greengrocer up`, with a Telegram double."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from inference.processes.ports import free_port
from tests.processes import await_ready, start
from tests.telegram_double import TOKEN, TelegramDouble


@dataclass
class Stack:
    """The running product."""

    url: str
    telegram: TelegramDouble
    http: httpx.Client


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Redis, catalogue, API, worker and bot, as `greengrocer up` starts them."""
    folder = tmp_path_factory.mktemp("stack")
    port = free_port()
    with TelegramDouble() as telegram:
        running = start(
            folder, "up", "--port", str(port), BOT_TOKEN=TOKEN, BOT_TELEGRAM_URL=telegram.url, BOT_WAIT_SECONDS="20"
        )
        url = f"http://127.0.0.1:{port}"
        await_ready(url, running)
        telegram.wait_for("setMyCommands", seconds=40)
        with httpx.Client(base_url=url, timeout=30) as http:
            yield Stack(url, telegram, http)
        assert running.end() == 0, running.log.read_text()
        assert not telegram.complaints


@pytest.fixture
def talk(stack: Stack) -> TelegramDouble:
    """The chat, with what was said before forgotten."""
    stack.telegram.forget_calls()
    return stack.telegram


@pytest.fixture(scope="session")
def tomatoes(shared_data: Path) -> list[Path]:
    """Phone photos of red tomatoes in shops."""
    return sorted((shared_data / "grocerystore").rglob("*Regular-Tomato*.jpg"))[:4]
