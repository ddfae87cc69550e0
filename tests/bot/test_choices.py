"""Commands: language, domains, statistics, privacy, forgetting, throttling."""

import time
from pathlib import Path

import pytest
import redis

from tests.bot.conftest import RunningBot
from tests.bot.fake_service import FakeService
from tests.telegram_double import TelegramDouble


@pytest.mark.parametrize(
    "choice", [("en", "Русский", "по-русски", "Привет"), ("ru", "English", "English", "Hello")], ids=["to ru", "to en"]
)
def test_chosen_language_outlives_telegrams_own(talk: TelegramDouble, choice: tuple[str, str, str, str]) -> None:
    own, button, said, greeting = choice
    talk.send_text("/language", language=own)
    talk.press(talk.wait_for("sendMessage"), button, language=own)
    assert said in talk.wait_for("editMessageText").text
    talk.send_text("/start", language=own)
    assert greeting in talk.wait_for("sendMessage").text


def test_language_that_was_chosen_long_ago_is_spoken(talk: TelegramDouble) -> None:
    talk.send_text("/language")
    talk.refuse("answerCallbackQuery", 400, "Bad Request: query is too old and response timeout expired")
    talk.press(talk.wait_for("sendMessage"), "Русский")
    assert "по-русски" in talk.wait_for("editMessageText").text


@pytest.mark.parametrize(("language", "dogs"), [("en", "Dogs"), ("ru", "Собаки")])
def test_chosen_domain_is_what_photos_are_looked_at_for(
    talk: TelegramDouble, service: FakeService, photos: list[Path], language: str, dogs: str
) -> None:
    talk.send_text("/domains", language=language)
    talk.press(talk.wait_for("sendMessage"), dogs, language=language)
    assert dogs in talk.wait_for("editMessageText").text
    talk.send_photo(photos[0])
    talk.wait_for("sendPhoto")
    assert service.uploads[0]["domain"] == "dogs"


def test_owner_is_a_word_that_is_not_the_persons_number(
    talk: TelegramDouble, service: FakeService, photos: list[Path]
) -> None:
    talk.send_photo(photos[0])
    talk.wait_for("sendPhoto")
    assert "1001" not in service.uploads[0]["owner"]


@pytest.mark.parametrize(("language", "counted"), [("en", "3 photos"), ("ru", "3 фотографии")])
def test_stats_counts_in_the_right_form(
    talk: TelegramDouble, service: FakeService, language: str, counted: str
) -> None:
    service.fill(3)
    talk.send_text("/stats", language=language)
    assert counted in talk.wait_for("sendMessage").text


@pytest.mark.parametrize(
    "said",
    [
        ("en", "What I keep", "🗑 Yes, delete all", "5 photos of yours are deleted"),
        ("ru", "Что я храню", "🗑 Да, удалить всё", "Удалено 5 ваших фотографий"),
    ],
)
def test_privacy_tells_and_forget_forgets(
    bot: RunningBot, talk: TelegramDouble, service: FakeService, said: tuple[str, str, str, str]
) -> None:
    language, privacy, yes, forgotten = said
    talk.send_text("/privacy", language=language)
    assert privacy in talk.wait_for("sendMessage").text
    service.fill(5, owner=bot.owner)
    talk.send_text("/forget", language=language)
    talk.press(talk.wait_for("sendMessage"), yes, language=language)
    assert forgotten in talk.wait_for("editMessageText").text


@pytest.mark.parametrize(
    "said", [("en", "No", "Nothing was deleted"), ("ru", "Нет", "Ничего не удалено")], ids=["en", "ru"]
)
def test_forget_asks_first_and_takes_no_for_an_answer(
    bot: RunningBot, talk: TelegramDouble, service: FakeService, said: tuple[str, str, str]
) -> None:
    language, no, answer = said
    service.fill(5, owner=bot.owner)
    talk.send_text("/forget", language=language)
    talk.press(talk.wait_for("sendMessage"), no, language=language)
    assert answer in talk.wait_for("editMessageText").text
    assert len(service.photos) == 5


def test_only_who_asked_to_be_forgotten_can_confirm_it(
    bot: RunningBot, talk: TelegramDouble, service: FakeService
) -> None:
    service.fill(5, owner=bot.owner)
    talk.send_text("/forget", sender=2002)
    talk.press(talk.wait_for("sendMessage"), "🗑 Yes, delete all")
    assert "not for you" in talk.wait_for("answerCallbackQuery").text
    assert len(service.photos) == 5


def test_photo_on_its_way_while_forget_comes_is_taken_back(
    talk: TelegramDouble, service: FakeService, photos: list[Path]
) -> None:
    service.pause = 0.5
    talk.send_photo(photos[0])
    talk.wait_for("getFile")
    talk.send_text("/forget")
    talk.press(talk.wait_for("sendMessage"), "🗑 Yes, delete all")
    talk.wait_for("editMessageText")
    time.sleep(1.2)
    assert not service.photos
    assert not [call for call in talk.calls if call.method == "sendPhoto"]


def test_forget_drops_photos_that_still_wait(talk: TelegramDouble, service: FakeService, photos: list[Path]) -> None:
    service.slow = True
    talk.send_photo(photos[0])
    talk.wait_for("sendMessage")
    talk.send_text("/forget")
    talk.press(talk.wait_for("sendMessage"), "🗑 Yes, delete all")
    assert "deleted" in talk.wait_for("editMessageText").text
    service.slow = False
    talk.send_text("/start")
    talk.wait_for("sendMessage")
    assert not [call for call in talk.calls if call.method == "sendPhoto"]


def test_person_who_writes_too_much_is_asked_once_to_slow_down(resting: RunningBot, telegram: TelegramDouble) -> None:
    resting.start(messages_a_minute=2)
    for _ in range(5):
        telegram.send_text("/start", language="ru")
    texts = [telegram.wait_for("sendMessage").text for _ in range(3)]
    resting.stop()
    assert "Слишком много сразу" in texts[-1]
    assert not [call for call in telegram.calls if call.method == "sendMessage"]


def test_button_of_a_person_in_haste_is_answered_each_time(resting: RunningBot, telegram: TelegramDouble) -> None:
    resting.start(messages_a_minute=1)
    telegram.send_text("/language")
    choice = telegram.wait_for("sendMessage")
    for _ in range(2):
        telegram.press(choice, "Русский")
        assert "too much at once" in telegram.wait_for("answerCallbackQuery").text


@pytest.mark.parametrize("command", ["/start", "/help"])
def test_domain_is_introduced_with_its_own_name_and_examples(talk: TelegramDouble, command: str) -> None:
    talk.send_text("/domains")
    talk.press(talk.wait_for("sendMessage"), "Dogs")
    talk.wait_for("editMessageText")
    talk.send_text(command)
    said = talk.wait_for("sendMessage").text
    assert "3 dachshund" in said
    assert "tomato" not in said


def test_help_of_many_kinds_says_how_many_more(talk: TelegramDouble, service: FakeService) -> None:
    service.more_kinds = 50
    talk.send_text("/help")
    assert talk.wait_for("sendMessage").text.endswith(" and 13 more.")


def test_start_greets_while_the_service_is_away(talk: TelegramDouble, service: FakeService) -> None:
    service.away = True
    talk.send_text("/start")
    assert "Hello!" in talk.wait_for("sendMessage").text


def test_unknown_command_points_to_help(talk: TelegramDouble) -> None:
    talk.send_text("/broadcast")
    assert "/help" in talk.wait_for("sendMessage").text


def test_person_is_never_silenced_for_ever(bot: RunningBot, telegram: TelegramDouble, redis_url: str) -> None:
    with redis.Redis.from_url(redis_url) as client:
        client.set(f"bot:rate:{bot.owner}", 1000)  # as though the bot had ended before it said for how long
        telegram.send_text("/start")
        telegram.wait_until_taken()
        telegram.send_text("/start", sender=2002)
        assert "Hello" in telegram.wait_for("sendMessage").text
        assert 0 < client.ttl(f"bot:rate:{bot.owner}") <= 60
