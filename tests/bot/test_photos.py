"""Photos: one, many, too large, while the service is away, across a restart."""

import random
import re
import time
from pathlib import Path

import pytest

from tests.bot.conftest import RunningBot
from tests.bot.fake_service import FakeService
from tests.telegram_double import TelegramDouble


def test_photo_is_answered_once_with_buttons(talk: TelegramDouble, photos: list[Path]) -> None:
    talk.send_photo(photos[0])
    answer = talk.wait_for("sendPhoto")
    assert "Tomato" in answer.text
    assert list(answer.buttons) == ["✅ Right", "✏️ Another kind", "🔍 Similar", "💡 Why?", "🗑 Delete"]
    assert answer.json("reply_parameters", {})["allow_sending_without_reply"]


def test_unknown_thing_is_called_unknown_with_three_guesses(
    talk: TelegramDouble, service: FakeService, photos: list[Path]
) -> None:
    service.known, service.score = False, 0.3
    talk.send_photo(photos[0])
    answer = talk.wait_for("sendPhoto")
    assert "don't know this one" in answer.text
    assert "carrot 30%, cucumber 20%, tomato 10%" in answer.text
    assert "✅ Right" not in answer.buttons


@pytest.mark.parametrize("as_file", [False, True])
def test_photo_is_answered_in_russian_as_photo_and_as_file(
    talk: TelegramDouble, photos: list[Path], as_file: bool
) -> None:
    talk.send_photo(photos[0], language="ru", as_file=as_file)
    answer = talk.wait_for("sendPhoto")
    assert "<b>Помидор</b> — уверен, 99,9\xa0%" in answer.text
    assert list(answer.buttons) == ["✅ Верно", "✏️ Это другое", "🔍 Похожие", "💡 Почему?", "🗑 Удалить"]


@pytest.mark.parametrize(("seed", "language", "right"), [(1, "en", "✅ Right"), (2, "ru", "✅ Верно")])
def test_album_is_answered_once_in_order_however_it_arrives(
    talk: TelegramDouble, photos: list[Path], seed: int, language: str, right: str
) -> None:
    order = random.Random(seed).sample(range(3), 3)
    talk.send_album(photos, album="a", order=order, language=language)
    answer = talk.wait_for("sendPhoto")
    assert re.findall(r"^(\d)\.", answer.text, re.MULTILINE) == ["1", "2", "3"]
    assert list(answer.buttons) == ["1", "2", "3"]
    talk.press(answer, "2", language=language)
    assert right in talk.wait_for("sendPhoto").buttons


def test_album_names_the_photo_that_cannot_be_read(talk: TelegramDouble, photos: list[Path], tmp_path: Path) -> None:
    (tmp_path / "text.jpg").write_bytes(b"not a photo")
    talk.send_album([photos[0], tmp_path / "text.jpg"], album="b")
    answer = talk.wait_for("sendPhoto")
    assert "2. I cannot read this kind of file" in answer.text
    assert list(answer.buttons) == ["1"]


@pytest.mark.parametrize("said", [("en", "answer by myself", "Tomato"), ("ru", "отвечу сам", "Помидор")])
def test_away_service_is_told_once_and_the_answer_comes_by_itself_as_a_reply(
    talk: TelegramDouble, service: FakeService, photos: list[Path], said: tuple[str, str, str]
) -> None:
    language, excuse, kind = said
    service.away = True
    asked = talk.send_photo(photos[0], language=language)["message"]["message_id"]
    assert excuse in talk.wait_for("sendMessage").text
    time.sleep(1)
    service.away = False
    answer = talk.wait_for("sendPhoto")
    assert kind in answer.text
    assert answer.json("reply_parameters", {})["message_id"] == asked
    assert not [call for call in talk.calls if call.method == "sendMessage"]


@pytest.mark.parametrize("said", [("en", "queue", "Tomato"), ("ru", "очередь", "Помидор")])
def test_message_that_asked_for_patience_becomes_the_answer(
    talk: TelegramDouble, service: FakeService, photos: list[Path], said: tuple[str, str, str]
) -> None:
    language, excuse, kind = said
    service.slow = True
    talk.send_photo(photos[0], language=language)
    asked = talk.wait_for("sendMessage")
    assert excuse in asked.text
    service.slow = False
    answer = talk.wait_for("editMessageMedia")
    assert kind in answer.text
    assert answer.message_id == asked.message_id
    assert len(service.uploads) == 1


def test_answer_comes_anew_where_the_message_that_asked_for_patience_was_deleted(
    talk: TelegramDouble, service: FakeService, photos: list[Path]
) -> None:
    service.slow = True
    talk.send_photo(photos[0])
    talk.wait_for("sendMessage")
    talk.refuse("editMessageMedia", 400, "Bad Request: message to edit not found")
    service.slow = False
    assert "Tomato" in talk.wait_for("sendPhoto").text


def test_full_queue_is_left_alone_as_long_as_it_asks(
    talk: TelegramDouble, service: FakeService, photos: list[Path]
) -> None:
    service.busy = [2]
    begun = time.monotonic()
    talk.send_photo(photos[0])
    assert "queue" in talk.wait_for("sendMessage").text
    assert "Tomato" in talk.wait_for("editMessageMedia").text
    assert time.monotonic() - begun >= 2


@pytest.mark.parametrize(("language", "kind"), [("en", "Tomato"), ("ru", "Помидор")])
def test_restarted_bot_answers_what_it_owed(  # noqa: PLR0917  # fixtures
    bot: RunningBot, talk: TelegramDouble, service: FakeService, photos: list[Path], language: str, kind: str
) -> None:
    service.away = True
    talk.send_photo(photos[0], language=language)
    talk.wait_for("sendMessage")
    bot.stop()
    service.away = False
    bot.start()
    assert kind in talk.wait_for("sendPhoto").text


@pytest.mark.parametrize(("language", "kind"), [("en", "Tomato"), ("ru", "Помидор")])
def test_flood_wait_is_obeyed(talk: TelegramDouble, photos: list[Path], language: str, kind: str) -> None:
    talk.refuse("sendPhoto", 429, "Too Many Requests: retry after 1", retry_after=1)
    begun = time.monotonic()
    talk.send_photo(photos[0], language=language)
    assert kind in talk.wait_for("sendPhoto").text
    assert time.monotonic() - begun >= 1


def test_telegram_failing_for_a_moment_loses_nothing(talk: TelegramDouble, photos: list[Path]) -> None:
    talk.refuse("sendPhoto", 502, "Bad Gateway")
    talk.send_photo(photos[0])
    assert "Tomato" in talk.wait_for("sendPhoto").text


@pytest.mark.parametrize(("language", "greeting"), [("en", "Hello"), ("ru", "Привет")])
def test_person_who_blocked_the_bot_holds_nobody_up(
    talk: TelegramDouble, photos: list[Path], language: str, greeting: str
) -> None:
    talk.refuse("sendPhoto", 403, "Forbidden: bot was blocked by the user")
    talk.send_photo(photos[0], language=language)
    talk.send_text("/start", language=language)
    assert greeting in talk.wait_for("sendMessage").text
    talk.send_photo(photos[1])
    assert talk.wait_for("sendPhoto")


@pytest.mark.parametrize(("language", "said"), [("en", "at most 20 MB"), ("ru", "не больше 20 МБ")])
def test_photo_above_20_megabytes_is_kindly_refused(talk: TelegramDouble, language: str, said: str) -> None:
    size = {"file_id": "big", "file_unique_id": "big", "width": 9, "height": 9, "file_size": 20_000_001}
    talk.send_content({"photo": [size]}, language=language)
    assert said in talk.wait_for("sendMessage").text


def test_photo_that_telegram_does_not_hand_out_is_kindly_refused(talk: TelegramDouble, photos: list[Path]) -> None:
    talk.refuse("getFile", 400, "Bad Request: file is too big")
    talk.send_photo(photos[0], as_file=True)
    assert "at most 20 MB" in talk.wait_for("sendMessage").text


@pytest.mark.parametrize(("language", "said"), [("en", "arrived damaged"), ("ru", "пришло повреждённым")])
def test_photo_that_telegram_does_not_find_is_asked_for_once_more(
    talk: TelegramDouble, photos: list[Path], language: str, said: str
) -> None:
    talk.refuse("getFile", 400, "Bad Request: wrong file_id or the file is temporarily unavailable")
    talk.send_photo(photos[0], language=language)
    assert said in talk.wait_for("sendMessage").text


def test_photo_that_cannot_be_fetched_just_now_is_answered_by_and_by(talk: TelegramDouble, photos: list[Path]) -> None:
    talk.refuse("download", 502, "Bad Gateway")
    talk.send_photo(photos[0])
    assert "Tomato" in talk.wait_for("sendPhoto").text


def test_photo_of_20_megabytes_is_answered(talk: TelegramDouble, service: FakeService, tmp_path: Path) -> None:
    (tmp_path / "large.bmp").write_bytes(b"BM" + bytes(19_999_998))
    talk.send_photo(tmp_path / "large.bmp", as_file=True)
    assert "Tomato" in talk.wait_for("sendPhoto").text


FILE = {"file_id": "f", "file_unique_id": "f"}
SIZED = FILE | {"duration": 1, "width": 1, "height": 1}


@pytest.mark.parametrize(
    ("content", "en", "ru"),
    [
        (
            {"sticker": FILE | {"type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}},
            "sticker",
            "стикер",
        ),
        ({"voice": FILE | {"duration": 1}}, "hear", "не слышу"),
        ({"video": SIZED}, "watch", "не умею"),
        ({"animation": SIZED, "document": FILE}, "too fast", "быстро мелькает"),
        ({"location": {"latitude": 1.0, "longitude": 2.0}}, "market", "рынок"),
        ({"document": FILE | {"mime_type": "application/pdf"}}, "cannot read", "не прочту"),
        ({"contact": {"phone_number": "1", "first_name": "A"}}, "photos and words", "только фото и слова"),
    ],
)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_whatever_else_comes_gets_a_kind_answer(
    talk: TelegramDouble, content: dict[str, dict[str, object]], language: str, en: str, ru: str
) -> None:
    talk.send_content(content, language=language)
    assert (en if language == "en" else ru) in talk.wait_for("sendMessage").text
