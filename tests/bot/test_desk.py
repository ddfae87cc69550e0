"""How updates are handled: beside one another, in order within a chat, to the end, and once."""

import json
import time

import redis
from prometheus_client import REGISTRY

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


def _count(fate: str) -> float:
    return REGISTRY.get_sample_value("greengrocer_bot_updates_total", {"type": "message", "fate": fate}) or 0
