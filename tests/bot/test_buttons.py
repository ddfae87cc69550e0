"""The buttons under an answer, in both languages."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.bot.fake_service import FakeService
from tests.telegram_double import TelegramDouble
from tests.telegram_rules import Call


@dataclass(frozen=True)
class Said:
    """What a person reads in a language."""

    language: str
    right: str
    other: str
    similar: str
    why: str
    delete: str
    thanks: str
    confirmed: str
    carrot: str
    noted: str
    deleted: str
    none_similar: str
    gone: str
    not_theirs: str


ENGLISH = Said(
    "en", "✅ Right", "✏️ Another kind", "🔍 Similar", "💡 Why?", "🗑 Delete", "Thank you!", "confirmed by a person",
    "Carrot", "Noted: carrot", "deleted", "no other photo", "no longer there", "Only the person who sent",
)  # fmt: skip
RUSSIAN = Said(
    "ru", "✅ Верно", "✏️ Это другое", "🔍 Похожие", "💡 Почему?", "🗑 Удалить", "Спасибо!", "подтверждено человеком",
    "Морковь", "Записал: морковь", "удалено", "пока нет", "больше нет", "только тот, кто его прислал",
)  # fmt: skip


@pytest.fixture(params=[ENGLISH, RUSSIAN], ids=lambda said: said.language)
def said(request: pytest.FixtureRequest) -> Said:
    answer: Said = request.param
    return answer


@pytest.fixture
def answer(talk: TelegramDouble, photos: list[Path], said: Said) -> Call:
    talk.send_photo(photos[0], language=said.language)
    return talk.wait_for("sendPhoto")


def test_pressing_right_twice_is_thanked_twice_and_noted_once(
    talk: TelegramDouble, service: FakeService, answer: Call, said: Said
) -> None:
    for _ in range(2):
        talk.press(answer, said.right, language=said.language)
        assert said.thanks in talk.wait_for("answerCallbackQuery").text
    assert [label for _, label in service.corrections] == ["tomato"]
    edited = talk.wait_for("editMessageCaption")
    assert said.confirmed in edited.text
    assert said.right not in edited.buttons


def test_correction_is_thanked_and_written_into_the_answer(
    talk: TelegramDouble, service: FakeService, answer: Call, said: Said
) -> None:
    talk.press(answer, said.other, language=said.language)
    talk.wait_for("answerCallbackQuery")
    kinds = talk.wait_for("editMessageReplyMarkup")
    for _ in range(2):
        talk.press(kinds, said.carrot, language=said.language)
        assert said.noted in talk.wait_for("answerCallbackQuery").text
    edited = talk.wait_for("editMessageCaption")
    assert f"<b>{said.carrot}</b>" in edited.text
    assert edited.message_id == answer.message_id
    assert {label for _, label in service.corrections} == {"carrot"}


def test_similar_shows_others_but_not_the_photo_itself(
    talk: TelegramDouble, service: FakeService, answer: Call, said: Said
) -> None:
    service.fill(3)
    talk.press(answer, said.similar, language=said.language)
    assert len(talk.wait_for("sendMediaGroup").captions) == 3


def test_nothing_similar_is_said(talk: TelegramDouble, answer: Call, said: Said) -> None:
    talk.press(answer, said.similar, language=said.language)
    assert said.none_similar in talk.wait_for("answerCallbackQuery").text


def test_photos_of_another_kind_are_not_similar(
    talk: TelegramDouble, service: FakeService, answer: Call, said: Said
) -> None:
    service.label = "carrot"
    service.fill(2)
    talk.press(answer, said.similar, language=said.language)
    assert said.none_similar in talk.wait_for("answerCallbackQuery").text


def test_why_shows_where_the_model_looked(talk: TelegramDouble, answer: Call, said: Said) -> None:
    talk.press(answer, said.why, language=said.language)
    picture = talk.wait_for("sendPhoto")
    assert ("tomato" if said is ENGLISH else "помидор") in picture.text
    assert len(picture.files) == 1


def test_delete_twice_does_no_harm(talk: TelegramDouble, service: FakeService, answer: Call, said: Said) -> None:
    for _ in range(2):
        talk.press(answer, said.delete, language=said.language)
        assert said.deleted in talk.wait_for("editMessageCaption").text
    assert not service.photos


def test_photo_that_others_sent_too_stays_for_them(
    talk: TelegramDouble, service: FakeService, answer: Call, said: Said
) -> None:
    [owners] = service.owners.values()
    owners.add("somebody else")
    talk.press(answer, said.delete, language=said.language)
    assert said.deleted in talk.wait_for("editMessageCaption").text
    assert len(service.photos) == 1
    assert owners == {"somebody else"}


def test_nobody_deletes_what_another_sent(talk: TelegramDouble, service: FakeService, answer: Call, said: Said) -> None:
    talk.press(answer, said.delete, language=said.language, sender=2002)
    assert said.not_theirs in talk.wait_for("answerCallbackQuery").text
    assert len(service.photos) == 1
    assert not [call for call in talk.calls if call.method == "editMessageCaption"]


def test_button_of_a_deleted_photo_says_so(
    talk: TelegramDouble, service: FakeService, answer: Call, said: Said
) -> None:
    service.photos.clear()
    talk.press(answer, said.why, language=said.language)
    assert said.gone in talk.wait_for("answerCallbackQuery").text


@pytest.mark.parametrize("button", ["similar", "why", "other", "right"])
def test_away_service_is_told_to_who_presses(
    talk: TelegramDouble, service: FakeService, answer: Call, said: Said, button: str
) -> None:
    service.away = True
    talk.press(answer, getattr(said, button), language=said.language)
    assert "😴" in talk.wait_for("answerCallbackQuery").text


@pytest.mark.parametrize("button", ["similar", "why"])
def test_pictures_that_are_away_are_told_to_who_presses(
    talk: TelegramDouble, service: FakeService, answer: Call, said: Said, button: str
) -> None:
    service.fill(2)
    service.pictures_away = True
    talk.press(answer, getattr(said, button), language=said.language)
    assert "😴" in talk.wait_for("answerCallbackQuery").text


def test_failure_is_told_in_the_chat_where_the_button_was_pressed_long_ago(
    talk: TelegramDouble, service: FakeService, answer: Call, said: Said
) -> None:
    service.away = True
    talk.refuse("answerCallbackQuery", 400, "Bad Request: query is too old and response timeout expired")
    talk.press(answer, said.why, language=said.language)
    assert "😴" in talk.wait_for("sendMessage").text


def test_edit_of_an_unchanged_or_deleted_message_is_let_go(talk: TelegramDouble, answer: Call, said: Said) -> None:
    for reason in ("message is not modified", "message to edit not found"):
        talk.refuse("editMessageReplyMarkup", 400, f"Bad Request: {reason}")
        talk.press(answer, said.other, language=said.language)
    talk.send_text("/start")
    assert "Hello" in talk.wait_for("sendMessage").text


def test_kinds_come_in_pages_and_lead_back(talk: TelegramDouble, service: FakeService, photos: list[Path]) -> None:
    service.more_kinds = 20
    talk.send_photo(photos[0])
    talk.press(talk.wait_for("sendPhoto"), "✏️ Another kind")
    first = talk.wait_for("editMessageReplyMarkup")
    assert (len(first.buttons), "»" in first.buttons, "«" in first.buttons) == (17, True, False)
    talk.press(first, "»")
    second = talk.wait_for("editMessageReplyMarkup")
    assert not set(first.buttons) & {name for name, data in second.buttons.items() if data.startswith("c:")}
    talk.press(second, "↩ Back")
    assert "✅ Right" in talk.wait_for("editMessageReplyMarkup").buttons
