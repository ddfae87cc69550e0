"""The buttons under an answer."""

from pathlib import Path

import pytest

from tests.bot.fake_service import FakeService
from tests.telegram_double import TelegramDouble
from tests.telegram_rules import Call


@pytest.fixture
def answer(talk: TelegramDouble, photos: list[Path]) -> Call:
    talk.send_photo(photos[0])
    return talk.wait_for("sendPhoto")


def test_pressing_right_twice_does_no_harm(talk: TelegramDouble, service: FakeService, answer: Call) -> None:
    for _ in range(2):
        talk.press(answer, "✅ Right")
        assert "Thank you" in talk.wait_for("answerCallbackQuery").text
    assert {label for _, label in service.corrections} == {"tomato"}


def test_correction_is_thanked_and_written_into_the_answer(
    talk: TelegramDouble, service: FakeService, answer: Call
) -> None:
    talk.press(answer, "✏️ Another kind")
    kinds = talk.wait_for("editMessageReplyMarkup")
    talk.press(kinds, "Carrot")
    edited = talk.wait_for("editMessageCaption")
    assert "Carrot" in edited.text
    assert edited.message_id == answer.message_id
    assert [label for _, label in service.corrections] == ["carrot"]


def test_edit_of_an_unchanged_or_deleted_message_is_let_go(talk: TelegramDouble, answer: Call) -> None:
    for reason in ("message is not modified", "message to edit not found"):
        talk.refuse("editMessageReplyMarkup", 400, f"Bad Request: {reason}")
        talk.press(answer, "✏️ Another kind")
    talk.send_text("/start")
    assert "Hello" in talk.wait_for("sendMessage").text


def test_similar_shows_others_but_not_the_photo_itself(
    talk: TelegramDouble, service: FakeService, answer: Call
) -> None:
    service.fill(3)
    talk.press(answer, "🔍 Similar")
    captions = talk.wait_for("sendMediaGroup").captions
    assert len(captions) == 3
    assert "asked" not in captions[0]


def test_why_shows_where_the_model_looked(talk: TelegramDouble, answer: Call) -> None:
    talk.press(answer, "💡 Why?")
    picture = talk.wait_for("sendPhoto")
    assert "tomato" in picture.text
    assert len(picture.files) == 1


def test_delete_twice_does_no_harm(talk: TelegramDouble, service: FakeService, answer: Call) -> None:
    for _ in range(2):
        talk.press(answer, "🗑 Delete")
        assert "deleted" in talk.wait_for("editMessageCaption").text
    assert not service.photos


def test_button_of_a_deleted_photo_says_so(talk: TelegramDouble, service: FakeService, answer: Call) -> None:
    service.photos.clear()
    talk.press(answer, "💡 Why?")
    assert "no longer there" in talk.wait_for("answerCallbackQuery").text
