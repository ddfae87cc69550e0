"""Updates by webhook: only with the secret, and acknowledged when taken care of."""

import time

import httpx
import pytest
from pydantic import SecretStr, ValidationError

from bot.settings import BotSettings
from inference.processes.ports import free_port
from tests.bot.conftest import RunningBot
from tests.telegram_double import TelegramDouble

HEADER = "X-Telegram-Bot-Api-Secret-Token"


def test_webhook_takes_updates_with_the_secret_only(resting: RunningBot, telegram: TelegramDouble) -> None:
    url = f"http://127.0.0.1:{(port := free_port())}/updates"
    resting.start(webhook_url=url, webhook_port=port, webhook_secret=SecretStr("s3cret"))
    assert telegram.wait_for("setWebhook").fields["secret_token"] == "s3cret"
    telegram.send_text("/start")
    update = telegram.take_updates()[0]
    assert httpx.post(url, json=update, headers={HEADER: "wrong"}).status_code == httpx.codes.UNAUTHORIZED
    for _ in range(2):
        assert httpx.post(url, json=update, headers={HEADER: "s3cret"}).is_success
    telegram.wait_for("sendMessage")
    time.sleep(0.2)
    resting.stop()
    assert not [call for call in telegram.calls if call.method == "sendMessage"]


def test_webhook_without_a_secret_is_refused() -> None:
    with pytest.raises(ValidationError, match="BOT_WEBHOOK_SECRET"):
        BotSettings(_env_file=None, token=SecretStr("1:a"), webhook_url="https://bot.example.org")
