"""A person talks with the bot; nothing is faked but Telegram itself."""

import json
import signal
from pathlib import Path

import httpx
import pytest
from PIL import Image
from telegram import Bot as OtherBot
from telegram.error import BadRequest

from inference.processes.ports import free_port
from tests.e2e.conftest import Stack
from tests.processes import start, start_redis
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
    assert talk.wait_for("sendMediaGroup").captions == ["tomato, red"] * 3


def test_request_in_russian_is_answered_in_russian(talk: TelegramDouble, tomatoes: list[Path]) -> None:
    talk.send_photo(tomatoes[0], language="ru")
    talk.wait_for("sendPhoto")
    talk.send_photo(tomatoes[1], language="ru")
    talk.wait_for("sendPhoto")
    talk.send_text("два красных помидора", language="ru")
    assert all("помидор, цвет красный" in caption for caption in talk.wait_for("sendMediaGroup").captions)


def test_nothing_found_offers_requests_that_work(talk: TelegramDouble, tomatoes: list[Path]) -> None:
    talk.send_photo(tomatoes[0])
    talk.wait_for("sendPhoto")
    talk.send_text("5 blue tomatoes")
    answer = talk.wait_for("sendPhoto")
    assert "no photos of blue tomatoes yet" in answer.text
    assert "🔎 tomato" in answer.buttons
    talk.press(answer, "🔎 tomato")
    assert talk.wait_for("answerCallbackQuery")


def test_correction_reaches_the_catalogue(talk: TelegramDouble, stack: Stack, tomatoes: list[Path]) -> None:
    talk.send_photo(tomatoes[2])
    answer = talk.wait_for("sendPhoto")
    photo_id = answer.buttons["✅ Right"].rpartition(":")[2]
    talk.press(answer, "✏️ Another kind")
    kinds = talk.wait_for("editMessageReplyMarkup")
    talk.press(kinds, "Papaya")
    assert "Papaya" in talk.wait_for("editMessageCaption").text
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
    sticker = {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 1, "height": 1}
    talk.send_content({"sticker": sticker | {"is_animated": False, "is_video": False}})
    assert "only understand photos" in talk.wait_for("sendMessage").text


def test_forget_deletes_all_photos_of_the_person(talk: TelegramDouble, shared_data: Path) -> None:
    talk.send_photo(sorted((shared_data / "vegetables15" / "Broccoli").glob("*.jpg"))[0])
    talk.wait_for("sendPhoto")
    for said in ("deleted", "no photos"):
        talk.send_text("/forget")
        talk.press(talk.wait_for("sendMessage"), "🗑 Yes, delete all")
        assert said in talk.wait_for("editMessageText").text


def test_scale_names_what_was_added_and_draws_it(talk: TelegramDouble, shared_data: Path, tmp_path: Path) -> None:
    frames = weighing(shared_data, tmp_path)
    talk.send_text("/scale")
    talk.send_photo(frames[0], as_file=True)
    talk.send_photo(frames[1], as_file=True)
    answer = talk.wait_for("sendPhoto")
    assert "Added" in answer.text
    assert len(answer.files) == 1
    talk.send_text("/done")
    texts = [talk.wait_for("sendMessage").text for _ in range(3)]
    assert "basket" in texts[-1]


def weighing(shared_data: Path, folder: Path) -> list[Path]:
    """An empty table, and the same table with a tomato on it."""
    table = Image.effect_noise((640, 480), 12).convert("RGB")
    tomato = Image.open(sorted((shared_data / "vegetables15" / "Tomato").glob("*.jpg"))[0]).convert("RGB")
    paths = [folder / "before.png", folder / "after.png"]
    table.save(paths[0])
    table.paste(tomato.resize((240, 240)), (200, 120))
    table.save(paths[1])
    return paths


def test_why_and_similar_come_from_the_real_model(talk: TelegramDouble, tomatoes: list[Path]) -> None:
    for path in tomatoes[:3]:
        talk.send_photo(path)
        answer = talk.wait_for("sendPhoto")
    talk.press(answer, "💡 Why?")
    assert "tomato" in talk.wait_for("sendPhoto").text
    talk.press(answer, "🔍 Similar")
    assert talk.wait_for("sendMediaGroup").captions[0] == "tomato, red"


def test_album_is_answered_in_one_message(talk: TelegramDouble, tomatoes: list[Path]) -> None:
    talk.send_album(tomatoes[:3], album="shop", order=[2, 0, 1])
    answer = talk.wait_for("sendPhoto")
    assert answer.text.count("Tomato") == 3
    assert list(answer.buttons) == ["1", "2", "3"]


def test_killed_bot_answers_after_it_is_started_again(tmp_path: Path, stack: Stack, tomatoes: list[Path]) -> None:
    redis, redis_url = start_redis(tmp_path)
    with TelegramDouble() as telegram:
        nowhere = f"http://127.0.0.1:{free_port()}"
        environment = {"BOT_TOKEN": TOKEN, "BOT_TELEGRAM_URL": telegram.url, "REDIS_URL": redis_url}
        environment["BOT_METRICS_PORT"] = str(port := free_port())
        bot = start(tmp_path, module="bot", BOT_INFERENCE_URL=nowhere, **environment)
        telegram.send_photo(tomatoes[0])
        assert "answer by myself" in telegram.wait_for("sendMessage", seconds=40).text
        telegram.send_text("3 red tomatoes")
        assert "my service is away" in telegram.wait_for("sendMessage", seconds=40).text
        bot.end(signal.SIGKILL)
        bot = start(tmp_path, module="bot", BOT_INFERENCE_URL=stack.url, **environment)
        assert "Tomato" in telegram.wait_for("sendPhoto", seconds=40).text
        metrics = httpx.get(f"http://127.0.0.1:{port}/metrics").text
        assert bot.end() == 0, bot.log.read_text()
    redis.end()
    assert 'greengrocer_bot_answers_total{outcome="answered"} 1.0' in metrics
    logged = bot.log.read_text()
    assert all(json.loads(line)["event"] for line in logged.splitlines())
    assert not any(word in logged for word in ("Ada", "1001", "red tomatoes", TOKEN))


async def test_double_satisfies_another_client_library_too(talk: TelegramDouble, tomatoes: list[Path]) -> None:
    async with OtherBot(TOKEN, base_url=f"{talk.url}/bot", base_file_url=f"{talk.url}/file/bot") as other:
        assert (await other.get_me()).username == "greengrocer_bot"
        sent = await other.send_photo(1001, tomatoes[0].read_bytes(), caption="hello")
        assert sent.chat.id == 1001
        assert talk.wait_for("sendPhoto").text == "hello"
        with pytest.raises(BadRequest, match="too long"):
            await other.send_photo(1001, tomatoes[0].read_bytes(), caption="x" * 1025)
        talk.complaints.clear()
