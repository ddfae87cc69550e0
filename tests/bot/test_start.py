"""A bot that cannot start says why in a line."""

from pathlib import Path

import pytest

from tests.processes import start
from tests.telegram_double import TOKEN, TelegramDouble


@pytest.mark.parametrize(
    ("token", "reason"),
    [
        ("garbage", "BOT_TOKEN: expected a token"),
        ("42:of no bot", "ask @BotFather"),
        (TOKEN, "Telegram knows no bot by BOT_TOKEN"),
    ],
)
def test_token_of_no_bot_ends_it_with_one_line(
    tmp_path: Path, telegram: TelegramDouble, redis_url: str, token: str, reason: str
) -> None:
    telegram.refuse("getMe", 401, "Unauthorized")
    running = start(
        tmp_path, module="bot", BOT_TOKEN=token, BOT_TELEGRAM_URL=telegram.url, REDIS_URL=redis_url, SECRETS_DIR="none"
    )
    assert running.process.wait(60) == 2
    said = running.log.read_text().splitlines()
    assert [line for line in said if reason in line] == said[-1:]
    assert token not in "".join(said)
    assert "Traceback" not in "".join(said)
