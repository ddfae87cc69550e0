"""Groups in which the bot hears what people say to one another, and those who speak in a group's name."""

from typing import Any

import pytest

from bot.middlewares import hide_person
from tests.bot.conftest import SALT, RunningBot
from tests.bot.fake_service import FakeService
from tests.telegram_double import BOT_USER, CHAT_ID, TelegramDouble, person
from tests.telegram_rules import Call

GROUP = {"id": -100500, "type": "supergroup", "title": "Dinner"}
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
OF_THE_GROUP = {"from": ANONYMOUS, "sender_chat": GROUP}
STICKER = {"file_id": "f", "file_unique_id": "f", "type": "regular", "width": 1, "height": 1}


def say_in_group(talk: TelegramDouble, content: dict[str, Any]) -> None:
    """Somebody writes in a group."""
    talk.deliver({"message": {"message_id": 7, "date": 0, "chat": GROUP, "from": person()} | content})


def press_in_group(talk: TelegramDouble, call: Call, button: str) -> None:
    """Somebody presses a button of the bot's in a group."""
    message = {"message_id": call.message_id, "date": 1, "chat": GROUP, "from": BOT_USER, "text": "a question"}
    query = {"id": "press", "from": person(), "chat_instance": "1", "data": call.buttons[button]}
    talk.deliver({"callback_query": query | {"message": message}})


@pytest.mark.parametrize(
    "content",
    [
        {"text": "Anna, dinner at 7?"},
        {"text": "red tomatoes"},
        {"text": "red tomatoes, @another_bot"},
        {"text": "/ban@other_bot"},
        {"text": "no", "reply_to_message": {"message_id": 6, "date": 0, "chat": GROUP, "from": person(number=2002)}},
        {"sticker": STICKER | {"is_animated": False, "is_video": False}},
    ],
)
def test_what_people_say_to_one_another_is_not_answered(
    talk: TelegramDouble, service: FakeService, content: dict[str, Any]
) -> None:
    service.fill(3)
    say_in_group(talk, content)
    say_in_group(talk, {"text": "/privacy"})
    assert "What I keep" in talk.wait_for("sendMessage").text
    assert not [call for call in talk.calls if call.method.startswith("send")]


@pytest.mark.parametrize(
    "content",
    [
        {"text": "@greengrocer_bot red tomatoes"},
        {"text": "2 tomatoes please, @Greengrocer_Bot!"},
        {"text": "tomatoes", "reply_to_message": {"message_id": 6, "date": 0, "chat": GROUP, "from": BOT_USER}},
    ],
)
def test_group_is_answered_where_the_bot_is_named_or_replied_to(
    talk: TelegramDouble, service: FakeService, content: dict[str, Any]
) -> None:
    service.fill(2)
    say_in_group(talk, content)
    assert len(talk.wait_for("sendMediaGroup").media) == 2


@pytest.mark.parametrize("command", ["/weigh", "/weigh@greengrocer_bot"])
def test_unknown_command_for_this_bot_is_declined(talk: TelegramDouble, command: str) -> None:
    say_in_group(talk, {"text": command})
    assert "do not know this command" in talk.wait_for("sendMessage").text


def test_another_bots_command_is_declined_in_private(talk: TelegramDouble) -> None:
    talk.send_text("/ban@other_bot")
    assert "do not know this command" in talk.wait_for("sendMessage").text


def test_chatter_takes_nothing_from_a_persons_requests(resting: RunningBot, telegram: TelegramDouble) -> None:
    resting.start(messages_a_minute=1)
    for _ in range(3):
        say_in_group(telegram, {"text": "Anna, dinner at 7?"})
    say_in_group(telegram, {"text": "/privacy"})
    assert "What I keep" in telegram.wait_for("sendMessage").text


@pytest.mark.parametrize(("administrators", "kept"), [({CHAT_ID}, 0), (set(), 5)])
def test_what_was_sent_in_a_groups_name_is_forgotten_where_an_administrator_says_so(
    talk: TelegramDouble, service: FakeService, administrators: set[int], kept: int
) -> None:
    talk.administrators = administrators
    service.fill(5, owner=hide_person(-100500, SALT.encode()))
    say_in_group(talk, OF_THE_GROUP | {"text": "/forget"})
    press_in_group(talk, talk.wait_for("sendMessage"), "🗑 Yes, delete all")
    assert ("not for you" in talk.wait_for("answerCallbackQuery").text) == bool(kept)
    talk.send_text("/privacy")
    talk.wait_for("sendMessage")
    assert len(service.photos) == kept


def test_question_stays_unanswered_where_telegram_does_not_tell_who_administers(
    talk: TelegramDouble, service: FakeService
) -> None:
    say_in_group(talk, OF_THE_GROUP | {"text": "/forget"})
    talk.refuse("getChatMember", 400, "Bad Request: CHAT_ADMIN_REQUIRED")
    press_in_group(talk, talk.wait_for("sendMessage"), "No")
    assert "not for you" in talk.wait_for("answerCallbackQuery").text
