"""A person talks with the bot; nothing is faked but Telegram itself."""

from pathlib import Path

import pytest
from telegram import Bot as OtherBot
from telegram.error import BadRequest

from inference.supervisor import free_port
from tests.e2e.conftest import Stack
from tests.processes import start
from tests.telegram_double import TOKEN, TelegramDouble


def test_photo_is_answered_with_kind_confidence_and_colours(talk: TelegramDouble, tomatoes: list[Path]) -> None:
    talk.send_photo(tomatoes[0])
    answer = talk.wait_for("sendPhoto")
    assert "Tomato" in answer.text
    assert "%" in answer.text
    assert "Colour: red" in answer.text
    assert len(answer.files) == 1


def test_photo_sent_as_file_is_answered_in_russian(talk: TelegramDouble, tomatoes: list[Path]) -> None:
    talk.send_photo(tomatoes[1], language="ru", as_file=True)
    answer = talk.wait_for("sendPhoto")
    assert "Помидор" in answer.text
    assert "красный" in answer.text


def test_request_is_answered_with_an_album(talk: TelegramDouble, stack: Stack, tomatoes: list[Path]) -> None:
    for path in tomatoes[:3]:
        stack.http.post("/v1/photos", params={"wait": 20}, files={"file": path.read_bytes()})
    talk.send_text("3 red tomatoes")
    album = talk.wait_for("sendMediaGroup")
    assert len(album.files) == 3
    assert "3 photos" in album.captions[0]
    assert all("tomato, red" in caption for caption in album.captions)


def test_request_in_russian_is_answered_in_russian(talk: TelegramDouble, tomatoes: list[Path]) -> None:
    talk.send_photo(tomatoes[0], language="ru")
    talk.wait_for("sendPhoto")
    talk.send_photo(tomatoes[1], language="ru")
    talk.wait_for("sendPhoto")
    talk.send_text("два красных помидора", language="ru")
    assert all("помидор, красный" in caption for caption in talk.wait_for("sendMediaGroup").captions)


def test_nothing_found_offers_requests_that_work(talk: TelegramDouble, tomatoes: list[Path]) -> None:
    talk.send_photo(tomatoes[0])
    talk.wait_for("sendPhoto")
    talk.send_text("5 blue tomatoes")
    answer = talk.wait_for("sendPhoto")
    assert "Nothing found" in answer.text
    assert "🔎 tomato" in answer.buttons
    talk.press(answer.buttons["🔎 tomato"])
    assert talk.wait_for("answerCallbackQuery")


def test_correction_reaches_the_catalogue(talk: TelegramDouble, stack: Stack, tomatoes: list[Path]) -> None:
    talk.send_photo(tomatoes[2])
    answer = talk.wait_for("sendPhoto")
    photo_id = answer.buttons["✅ Right"].rpartition(":")[2]
    talk.press(answer.buttons["✏️ Another kind"])
    kinds = talk.wait_for("editMessageReplyMarkup").buttons
    talk.press(kinds["Papaya"])
    talk.wait_for("editMessageReplyMarkup")
    photo = stack.http.get(f"/v1/photos/{photo_id}").json()
    assert (photo["label"], photo["label_source"]) == ("papaya", "person")
    stack.http.patch(f"/v1/photos/{photo_id}", json={"label": None})


def test_start_and_help_explain_in_the_persons_language(talk: TelegramDouble) -> None:
    talk.send_text("/start", language="ru")
    assert "Привет" in talk.wait_for("sendMessage").text
    talk.send_text("/help")
    assert "15 kinds" in talk.wait_for("sendMessage").text


def test_file_that_is_no_image_gets_a_polite_sentence(talk: TelegramDouble, tmp_path: Path) -> None:
    (tmp_path / "fake.jpg").write_bytes(b"no image at all")
    talk.send_photo(tmp_path / "fake.jpg")
    assert "cannot read" in talk.wait_for("sendMessage").text


def test_sticker_gets_a_kind_answer(talk: TelegramDouble) -> None:
    talk.send_sticker()
    assert "photos and words" in talk.wait_for("sendMessage").text


def test_forget_deletes_all_photos_of_the_person(talk: TelegramDouble, shared_data: Path) -> None:
    talk.send_photo(sorted((shared_data / "vegetables15" / "Broccoli").glob("*.jpg"))[0])
    talk.wait_for("sendPhoto")
    talk.send_text("/forget")
    assert "deleted" in talk.wait_for("sendMessage").text
    talk.send_text("/forget")
    assert "no photos" in talk.wait_for("sendMessage").text


def test_service_that_is_away_gets_a_polite_sentence(tmp_path: Path, tomatoes: list[Path]) -> None:
    with TelegramDouble() as telegram:
        environment = {"BOT_TOKEN": TOKEN, "BOT_TELEGRAM_URL": telegram.url}
        nowhere = f"http://127.0.0.1:{free_port()}"
        bot = start(tmp_path, module="bot", BOT_INFERENCE_URL=nowhere, **environment)
        for send in (lambda: telegram.send_photo(tomatoes[0]), lambda: telegram.send_text("3 red tomatoes")):
            send()
            assert "my service is away" in telegram.wait_for("sendMessage", seconds=40).text
        assert bot.end() == 0, bot.log.read_text()


async def test_double_satisfies_another_client_library_too(talk: TelegramDouble, tomatoes: list[Path]) -> None:
    async with OtherBot(TOKEN, base_url=f"{talk.url}/bot", base_file_url=f"{talk.url}/file/bot") as other:
        assert (await other.get_me()).username == "greengrocer_bot"
        sent = await other.send_photo(1001, tomatoes[0].read_bytes(), caption="hello")
        assert sent.chat.id == 1001
        assert talk.wait_for("sendPhoto").text == "hello"
        with pytest.raises(BadRequest, match="too long"):
            await other.send_photo(1001, tomatoes[0].read_bytes(), caption="x" * 1025)
        talk.complaints.clear()
