"""Words: albums, more of them, nothing, inline."""

import pytest

from tests.bot.fake_service import FakeService
from tests.telegram_double import TelegramDouble


def test_more_shows_the_rest_and_never_repeats(talk: TelegramDouble, service: FakeService) -> None:
    service.fill(7)
    talk.send_text("3 red tomatoes")
    sizes = [len(talk.wait_for("sendMediaGroup").files)]
    button = talk.wait_for("sendMessage")
    talk.press(button, "More")
    sizes.append(len(talk.wait_for("sendMediaGroup").files))
    talk.press(button, "More")
    assert "shown already" in _last_callback_text(talk)
    talk.press(talk.wait_for("sendMessage"), "More")
    assert talk.wait_for("sendPhoto")
    assert sizes == [3, 3]


def _last_callback_text(talk: TelegramDouble) -> str:
    talk.wait_for("answerCallbackQuery")
    return talk.wait_for("answerCallbackQuery").text


def test_request_for_25_comes_as_albums_of_ten(talk: TelegramDouble, service: FakeService) -> None:
    service.fill(25)
    talk.send_text("25 tomatoes")
    sizes = []
    for _ in range(2):
        sizes.append(len(talk.wait_for("sendMediaGroup").captions))
        talk.press(talk.wait_for("sendMessage"), "More")
    sizes.append(len(talk.wait_for("sendMediaGroup").captions))
    assert sizes == [10, 10, 5]


@pytest.mark.parametrize(("language", "sentence"), [("en", "I have only 2 of the 5"), ("ru", "У меня только 2 из 5")])
def test_fewer_than_asked_says_how_many_there_are(
    talk: TelegramDouble, service: FakeService, language: str, sentence: str
) -> None:
    service.fill(2)
    talk.send_text("5 tomatoes", language=language)
    assert sentence in talk.wait_for("sendMediaGroup").captions[0]


def test_misspelt_request_is_asked_back_and_the_button_works(talk: TelegramDouble, service: FakeService) -> None:
    service.fill(2)
    talk.send_text("tomatow")
    answer = talk.wait_for("sendPhoto")
    assert "Did you mean" in answer.text
    talk.press(answer, "🔎 red tomatoes")
    assert len(talk.wait_for("sendMediaGroup").files) == 2


def test_markup_in_a_request_is_only_text(talk: TelegramDouble) -> None:
    talk.send_text("<b> potato")
    assert "&lt;b&gt;" in talk.wait_for("sendPhoto").text


def test_away_service_gets_an_honest_sentence(talk: TelegramDouble, service: FakeService) -> None:
    service.away = True
    talk.send_text("tomatoes")
    assert "away" in talk.wait_for("sendMessage").text


def test_inline_query_offers_photos_that_telegram_has(talk: TelegramDouble, service: FakeService) -> None:
    service.fill(3)
    talk.send_text("tomatoes")
    talk.wait_for("sendMediaGroup")
    talk.ask_inline("red tomatoes")
    results = talk.wait_for("answerInlineQuery").json("results", [])
    assert len(results) == 3
    assert {result["type"] for result in results} == {"photo"}
    assert all(result["photo_file_id"] for result in results)
