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


@pytest.mark.parametrize("seed", [1, 2])
def test_album_is_answered_once_in_order_however_it_arrives(
    talk: TelegramDouble, photos: list[Path], seed: int
) -> None:
    order = random.Random(seed).sample(range(3), 3)
    talk.send_album(photos, album="a", order=order)
    answer = talk.wait_for("sendPhoto")
    assert re.findall(r"^(\d)\.", answer.text, re.MULTILINE) == ["1", "2", "3"]
    assert list(answer.buttons) == ["1", "2", "3"]
    talk.press(answer, "2")
    assert "✅ Right" in talk.wait_for("sendPhoto").buttons


def test_album_names_the_photo_that_cannot_be_read(talk: TelegramDouble, photos: list[Path], tmp_path: Path) -> None:
    (tmp_path / "text.jpg").write_bytes(b"not a photo")
    talk.send_album([photos[0], tmp_path / "text.jpg"], album="b")
    answer = talk.wait_for("sendPhoto")
    assert "2. I cannot read this kind of file" in answer.text
    assert list(answer.buttons) == ["1"]


def test_away_service_is_told_once_and_the_answer_comes_by_itself(
    talk: TelegramDouble, service: FakeService, photos: list[Path]
) -> None:
    service.away = True
    talk.send_photo(photos[0])
    assert "answer by myself" in talk.wait_for("sendMessage").text
    time.sleep(1)
    service.away = False
    assert "Tomato" in talk.wait_for("sendPhoto").text
    assert not [call for call in talk.calls if call.method == "sendMessage"]


def test_slow_labelling_is_told_and_answered_later(
    talk: TelegramDouble, service: FakeService, photos: list[Path]
) -> None:
    service.slow = True
    talk.send_photo(photos[0])
    assert "queue" in talk.wait_for("sendMessage").text
    service.slow = False
    assert "Tomato" in talk.wait_for("sendPhoto").text
    assert len(service.uploads) == 1


def test_restarted_bot_answers_what_it_owed(
    bot: RunningBot, talk: TelegramDouble, service: FakeService, photos: list[Path]
) -> None:
    service.away = True
    talk.send_photo(photos[0], language="ru")
    talk.wait_for("sendMessage")
    bot.stop()
    service.away = False
    bot.start()
    assert "Помидор" in talk.wait_for("sendPhoto").text


def test_update_sent_again_is_answered_once(talk: TelegramDouble, photos: list[Path]) -> None:
    talk.send_text("/start")
    talk.wait_for("sendMessage")
    first = next(entry for entry in talk.history if isinstance(entry, dict))
    talk.deliver(first)
    talk.send_photo(photos[0])
    talk.wait_for("sendPhoto")
    assert not [call for call in talk.calls if call.method == "sendMessage"]


def test_flood_wait_is_obeyed(talk: TelegramDouble, photos: list[Path]) -> None:
    talk.refuse("sendPhoto", 429, "Too Many Requests: retry after 1", retry_after=1)
    begun = time.monotonic()
    talk.send_photo(photos[0])
    assert "Tomato" in talk.wait_for("sendPhoto").text
    assert time.monotonic() - begun >= 1


def test_telegram_failing_for_a_moment_loses_nothing(talk: TelegramDouble, photos: list[Path]) -> None:
    talk.refuse("sendPhoto", 502, "Bad Gateway")
    talk.send_photo(photos[0])
    assert "Tomato" in talk.wait_for("sendPhoto").text


def test_person_who_blocked_the_bot_holds_nobody_up(talk: TelegramDouble, photos: list[Path]) -> None:
    talk.refuse("sendPhoto", 403, "Forbidden: bot was blocked by the user")
    talk.send_photo(photos[0])
    talk.send_text("/start")
    assert "Hello" in talk.wait_for("sendMessage").text
    talk.send_photo(photos[1])
    assert talk.wait_for("sendPhoto")


def test_photo_of_21_megabytes_is_kindly_refused(talk: TelegramDouble) -> None:
    size = {"file_id": "big", "file_unique_id": "big", "width": 9, "height": 9, "file_size": 21_000_000}
    talk.send_content({"photo": [size]})
    assert "20 MB" in talk.wait_for("sendMessage").text


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ({"sticker": {"type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}}, "sticker"),
        ({"voice": {"duration": 1}}, "hear"),
        ({"video": {"duration": 1, "width": 1, "height": 1}}, "watch"),
        ({"location": {"latitude": 1.0, "longitude": 2.0}}, "market"),
        ({"document": {"mime_type": "application/pdf"}}, "cannot read"),
        ({"contact": {"phone_number": "1", "first_name": "A"}}, "photos and words"),
    ],
)
def test_whatever_else_comes_gets_a_kind_answer(
    talk: TelegramDouble, content: dict[str, dict[str, object]], word: str
) -> None:
    file = {"file_id": "f", "file_unique_id": "f"}
    talk.send_content({name: value | file for name, value in content.items()})
    assert word in talk.wait_for("sendMessage").text
