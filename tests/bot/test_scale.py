"""/scale: before, after, basket."""

from pathlib import Path

import pytest
import redis

from tests.bot.conftest import RunningBot
from tests.bot.fake_service import FakeService
from tests.telegram_double import TelegramDouble


def test_scale_survives_a_restart_and_reads_out_the_basket(
    bot: RunningBot, talk: TelegramDouble, photos: list[Path]
) -> None:
    talk.send_text("/scale", language="ru")
    assert "как они есть" in talk.wait_for("sendMessage").text
    talk.send_photo(photos[0], language="ru")
    assert "после" in talk.wait_for("sendMessage").text
    bot.stop()
    bot.start()
    for path in photos[1:]:
        talk.send_photo(path, language="ru")
        assert "Добавлено: <b>помидор, цвет красный" in talk.wait_for("sendPhoto").text
    talk.send_text("/done", language="ru")
    assert "• помидор (дважды)" in talk.wait_for("sendMessage").text


def test_what_is_taken_off_leaves_the_basket(talk: TelegramDouble, service: FakeService, photos: list[Path]) -> None:
    talk.send_text("/scale")
    talk.send_photo(photos[0])
    talk.send_photo(photos[1])
    assert "Added" in talk.wait_for("sendPhoto").text
    service.kind_of_change = "removed"
    talk.send_photo(photos[2])
    assert "Taken off" in talk.wait_for("sendPhoto").text
    talk.send_text("/done")
    assert "basket is empty" in _last_message(talk, 3)


@pytest.mark.parametrize(("language", "said"), [("en", "Moved: <b>tomato"), ("ru", "Передвинуто: <b>помидор")])
def test_what_was_only_moved_stays_in_the_basket(
    talk: TelegramDouble, service: FakeService, photos: list[Path], language: str, said: str
) -> None:
    talk.send_text("/scale", language=language)
    talk.send_photo(photos[0], language=language)
    for path, kind in zip(photos[1:], ("added", "moved"), strict=True):
        service.kind_of_change = kind
        talk.send_photo(path, language=language)
        caption = talk.wait_for("sendPhoto").text
    assert said in caption
    assert ("So far: tomato\n" if language == "en" else "в корзине: помидор\n") in caption


@pytest.mark.parametrize(
    "case",
    [
        ("en", "something I don't know, perhaps tomato", "So far: something I don't know"),
        ("ru", "что-то мне незнакомое, возможно, помидор", "в корзине: что-то незнакомое"),
    ],
)
def test_unknown_thing_is_called_unknown_and_counted(
    talk: TelegramDouble, service: FakeService, photos: list[Path], case: tuple[str, str, str]
) -> None:
    language, said, counted = case
    service.known = False
    talk.send_text("/scale", language=language)
    for path in photos[:2]:
        talk.send_photo(path, language=language)
    caption = talk.wait_for("sendPhoto").text
    assert said in caption
    assert counted in caption


@pytest.mark.parametrize("photos_sent", [0, 1, 2])
@pytest.mark.parametrize(
    "said",
    [("en", "Cancelled.", "No weighing is under way"), ("ru", "Отменено.", "Сейчас ничего не взвешиваем")],
    ids=["en", "ru"],
)
def test_cancel_works_at_every_step(
    talk: TelegramDouble, photos: list[Path], photos_sent: int, said: tuple[str, str, str]
) -> None:
    language, cancelled, nothing = said
    talk.send_text("/scale", language=language)
    for path in photos[:photos_sent]:
        talk.send_photo(path, language=language)
    talk.send_text("/cancel", language=language)
    assert _last_message(talk, 2 + (photos_sent > 0)) == cancelled
    talk.send_text("/cancel", language=language)
    assert nothing in talk.wait_for("sendMessage").text


@pytest.mark.parametrize(
    ("language", "failure", "said"),
    [
        ("en", ("getFile", 400, "Bad Request: file is too big"), "at most 20 MB"),
        ("ru", ("getFile", 400, "Bad Request: wrong file_id"), "пришло повреждённым"),
        ("en", ("download", 502, "Bad Gateway"), "send it once more in a minute"),
        ("ru", ("download", 502, "Bad Gateway"), "ещё раз через минуту"),
    ],
)
def test_photo_that_cannot_be_fetched_is_asked_for_once_more_and_the_step_stays(
    talk: TelegramDouble, photos: list[Path], language: str, failure: tuple[str, int, str], said: str
) -> None:
    talk.send_text("/scale", language=language)
    talk.send_photo(photos[0], language=language)
    talk.refuse(*failure)
    talk.send_photo(photos[1], language=language)
    assert said in _last_message(talk, 3)
    talk.send_photo(photos[1], language=language)
    assert talk.wait_for("sendPhoto")


def test_same_photo_twice_is_kindly_refused_and_the_step_stays(talk: TelegramDouble, photos: list[Path]) -> None:
    talk.send_text("/scale")
    talk.send_photo(photos[0])
    talk.send_photo(photos[0])
    assert "same photo twice" in _last_message(talk, 3)
    talk.send_photo(photos[1])
    assert "Added" in talk.wait_for("sendPhoto").text


def test_words_while_a_photo_is_awaited_ask_for_the_photo(talk: TelegramDouble) -> None:
    talk.send_text("/scale")
    talk.send_text("hello?")
    assert _last_message(talk, 2).startswith("👋 Hello!\n⚖️ Send me a photo of the scale")


def test_request_during_a_weighing_is_answered_and_the_weighing_goes_on(
    talk: TelegramDouble, service: FakeService, photos: list[Path]
) -> None:
    service.fill(2)
    talk.send_text("/scale")
    talk.send_photo(photos[0])
    talk.send_text("red tomatoes")
    assert len(talk.wait_for("sendMediaGroup").media) == 2
    talk.send_photo(photos[1])
    assert "Added" in talk.wait_for("sendPhoto").text


def test_weighing_that_was_left_alone_ends_within_the_hour(
    talk: TelegramDouble, photos: list[Path], redis_url: str
) -> None:
    talk.send_text("/scale")
    for path in photos[:2]:
        talk.send_photo(path)
    talk.wait_for("sendPhoto")
    with redis.Redis.from_url(redis_url, decode_responses=True) as client:
        state, data = (client.ttl(next(client.scan_iter(f"fsm:*:{part}"))) for part in ("state", "data"))
    assert 0 < state <= 3600 < data


def _last_message(talk: TelegramDouble, count: int) -> str:
    """The last of so many messages."""
    return [talk.wait_for("sendMessage").text for _ in range(count)][-1]
