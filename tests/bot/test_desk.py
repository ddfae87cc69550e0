"""How updates are handled: beside one another, in order within a chat, to the end, and once."""

import json
import time
from typing import Any

import pytest
import redis
from aiogram.types import TelegramObject, Update
from prometheus_client import REGISTRY
from redis.exceptions import ConnectionError as RedisConnectionError

from bot.desk import MOST_TRIES, DeskMiddleware
from bot.inbox import Inbox
from tests.bot.conftest import RunningBot
from tests.bot.fake_service import FakeService
from tests.telegram_double import TelegramDouble


def test_slow_answer_holds_no_other_chat_up(talk: TelegramDouble, service: FakeService) -> None:
    service.pause = 3
    talk.send_text("tomatoes")
    talk.send_text("/start", sender=2002)
    begun = time.monotonic()
    assert "Hello" in talk.wait_for("sendMessage").text
    assert time.monotonic() - begun < 2
    service.pause = 0


def test_chat_is_answered_in_the_order_it_wrote(talk: TelegramDouble, service: FakeService) -> None:
    service.pause = 0.5
    talk.send_text("/stats")
    talk.send_text("/start")
    assert "catalogue" in talk.wait_for("sendMessage").text
    assert "Hello" in talk.wait_for("sendMessage").text


def test_stopped_bot_finishes_the_updates_in_hand(
    bot: RunningBot, telegram: TelegramDouble, service: FakeService
) -> None:
    service.pause = 1
    telegram.send_text("/stats")
    telegram.wait_until_taken()
    bot.stop()
    assert "catalogue" in telegram.wait_for("sendMessage").text


def test_update_that_a_killed_bot_had_in_hand_is_handled_by_the_next(
    resting: RunningBot, telegram: TelegramDouble, redis_url: str
) -> None:
    telegram.send_text("/start")
    update = telegram.take_updates()[0]
    with redis.Redis.from_url(redis_url) as client:
        client.hset("bot:inbox", update["update_id"], json.dumps(update))
        resting.start()
        assert "Hello" in telegram.wait_for("sendMessage").text
        resting.stop()
        assert client.hlen("bot:inbox") == 0


@pytest.mark.parametrize(("language", "apology"), [("en", "I tried this several times"), ("ru", "пробовал несколько")])
def test_update_that_ended_the_bot_again_and_again_is_given_up(
    resting: RunningBot, telegram: TelegramDouble, redis_url: str, language: str, apology: str
) -> None:
    telegram.send_text("/start", language=language)
    update = telegram.take_updates()[0]
    with redis.Redis.from_url(redis_url) as client:
        for tries in range(MOST_TRIES + 1):
            client.hset("bot:inbox", update["update_id"], json.dumps(update))  # as though it had not come to its end
            client.hset("bot:inbox:tries", update["update_id"], tries)
            resting.start()
            said = telegram.wait_for("sendMessage").text
            resting.stop()
            assert (apology in said) == (tries == MOST_TRIES)
        assert not client.exists("bot:inbox", "bot:inbox:tries")


def test_tries_of_an_update_are_counted_before_it_is_handled(
    resting: RunningBot, telegram: TelegramDouble, service: FakeService, redis_url: str
) -> None:
    service.pause = 2
    telegram.send_text("/stats")
    update = telegram.take_updates()[0]
    with redis.Redis.from_url(redis_url, decode_responses=True) as client:
        client.hset("bot:inbox", update["update_id"], json.dumps(update))
        resting.start()
        deadline = time.monotonic() + 10
        while not client.exists("bot:inbox:tries") and time.monotonic() < deadline:
            time.sleep(0.02)
        assert client.hget("bot:inbox:tries", str(update["update_id"])) == "1"


def test_update_that_cannot_be_read_is_dropped(resting: RunningBot, telegram: TelegramDouble, redis_url: str) -> None:
    with redis.Redis.from_url(redis_url) as client:
        client.hset("bot:inbox", "7", '{"update_id": "of another version"}')
        resting.start()
        telegram.send_text("/start")
        assert "Hello" in telegram.wait_for("sendMessage").text
        assert not client.hexists("bot:inbox", "7")


def test_update_that_comes_again_after_a_restart_is_handled_once(bot: RunningBot, telegram: TelegramDouble) -> None:
    counted = _count("handled"), _count("duplicate")
    telegram.send_text("/start")
    telegram.wait_for("sendMessage")
    telegram.wait_until_taken()
    bot.stop()
    telegram.deliver(next(entry for entry in telegram.history if isinstance(entry, dict)))
    bot.start()
    telegram.wait_until_taken()
    telegram.send_text("/stats")
    assert "catalogue" in telegram.wait_for("sendMessage").text
    bot.stop()
    assert (_count("handled") - counted[0], _count("duplicate") - counted[1]) == (2, 1)


class InboxBehindAHiccup(Inbox):
    """Takes all, and cannot cross off at first."""

    def __init__(self) -> None:
        self.tries = 0

    async def take(self, _update: Update) -> bool:
        return True

    async def finish(self, _update_id: int) -> None:
        self.tries += 1
        if self.tries == 1:
            raise RedisConnectionError


async def test_update_that_was_handled_while_redis_went_away_is_not_handled_again() -> None:
    inbox, handled = InboxBehindAHiccup(), []

    async def handle(event: TelegramObject, _data: dict[str, Any]) -> None:
        handled.append(event)

    desk = DeskMiddleware(inbox)
    await desk(handle, Update.model_validate({"update_id": 1, "message": _message()}), {})
    await desk.finish()
    assert (inbox.tries, len(handled)) == (2, 1)


def _message() -> dict[str, Any]:
    return {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}, "text": "tomatoes"}


def _count(fate: str) -> float:
    return REGISTRY.get_sample_value("greengrocer_bot_updates_total", {"type": "message", "fate": fate}) or 0
