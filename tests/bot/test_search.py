"""Words: albums, more of them, nothing, inline."""

import pytest

from tests.bot.conftest import RunningBot
from tests.bot.fake_service import FakeService, draw
from tests.telegram_double import TelegramDouble

TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


@pytest.mark.parametrize(
    ("language", "more", "said"),
    [
        ("en", "More", ["Photos 1–3 of 7.", "Photos 4–6 of 7.", "That is all: 7 photos."]),
        ("ru", "Ещё", ["Фото 1–3 из 7.", "Фото 4–6 из 7.", "Это всё: 7 фотографий."]),
    ],
)
def test_more_shows_the_rest_and_never_repeats(
    talk: TelegramDouble, service: FakeService, language: str, more: str, said: list[str]
) -> None:
    service.fill(7)
    talk.send_text("3 red tomatoes", language=language)
    shown = [talk.wait_for("sendMediaGroup").media, [], []]
    for number, method in ((1, "sendMediaGroup"), (2, "sendPhoto")):
        below = talk.wait_for("sendMessage")
        assert below.text == said[number - 1]
        talk.press(below, more, language=language)
        shown[number] = talk.wait_for(method).media
    assert talk.wait_for("sendMessage").text == said[2]
    assert [len(media) for media in shown] == [3, 3, 1]
    assert len({name for media in shown for name in media}) == 7


@pytest.mark.parametrize(("language", "more", "said"), [("en", "More", "shown already"), ("ru", "Ещё", "уже показано")])
def test_more_pressed_twice_shows_nothing_twice(
    talk: TelegramDouble, service: FakeService, language: str, more: str, said: str
) -> None:
    service.fill(4)
    talk.send_text("3 red tomatoes", language=language)
    below = talk.wait_for("sendMessage")
    for _ in range(2):
        talk.press(below, more, language=language)
    assert [talk.wait_for("answerCallbackQuery").text for _ in range(2)][-1].count(said) == 1
    assert talk.wait_for("sendPhoto")
    assert not [call for call in talk.calls if call.method == "sendPhoto"]


@pytest.mark.parametrize("outage", ["away", "pictures_away"])
def test_more_works_again_after_an_outage(talk: TelegramDouble, service: FakeService, outage: str) -> None:
    service.fill(4)
    talk.send_text("3 red tomatoes")
    below = talk.wait_for("sendMessage")
    setattr(service, outage, True)
    talk.press(below, "More")
    assert "away" in talk.wait_for("answerCallbackQuery").text
    setattr(service, outage, False)
    talk.press(below, "More")
    assert talk.wait_for("sendPhoto")


def test_more_that_was_pressed_long_ago_shows_more(talk: TelegramDouble, service: FakeService) -> None:
    service.fill(4)
    talk.send_text("3 red tomatoes")
    talk.refuse("answerCallbackQuery", 400, TOO_OLD)
    talk.press(talk.wait_for("sendMessage"), "More")
    assert talk.wait_for("sendPhoto")
    assert talk.wait_for("deleteMessage")


def test_away_service_is_told_to_who_pressed_a_request(talk: TelegramDouble, service: FakeService) -> None:
    service.fill(2)
    talk.send_text("tomatow")
    answer = talk.wait_for("sendMessage")
    service.away = True
    talk.press(answer, "🔎 red tomatoes")
    assert "my service is away" in talk.wait_for("answerCallbackQuery").text


def test_more_goes_on_where_its_message_was_deleted(talk: TelegramDouble, service: FakeService) -> None:
    service.fill(4)
    talk.send_text("3 red tomatoes")
    talk.refuse("deleteMessage", 400, "Bad Request: message to delete not found")
    talk.press(talk.wait_for("sendMessage"), "More")
    assert talk.wait_for("sendPhoto")


def test_request_for_25_comes_as_albums_of_ten(talk: TelegramDouble, service: FakeService) -> None:
    service.fill(25)
    talk.send_text("25 tomatoes")
    sizes = []
    for _ in range(2):
        sizes.append(len(talk.wait_for("sendMediaGroup").captions))
        talk.press(talk.wait_for("sendMessage"), "More")
    sizes.append(len(talk.wait_for("sendMediaGroup").captions))
    assert sizes == [10, 10, 5]


@pytest.mark.parametrize("size", [(3000, 100), (9000, 3000)])
def test_photo_of_any_shape_is_shown(talk: TelegramDouble, service: FakeService, size: tuple[int, int]) -> None:
    service.picture = draw("JPEG", "red", size=size)
    service.fill(2)
    talk.send_text("red tomatoes")
    assert len(talk.wait_for("sendMediaGroup").media) == 2


def test_photo_that_telegram_has_is_not_sent_anew(talk: TelegramDouble, service: FakeService) -> None:
    service.fill(2)
    uploads = []
    for _ in range(2):
        talk.send_text("tomatoes")
        uploads.append(len(talk.wait_for("sendMediaGroup").files))
    assert uploads == [2, 0]
    talk.refuse("sendMediaGroup", 400, "Bad Request: wrong file identifier/HTTP URL specified")
    talk.send_text("tomatoes")
    assert len(talk.wait_for("sendMediaGroup").files) == 2


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "You asked for 20, I have only 14.\nPhotos 1–10 of 14."),
        ("ru", "Вы просили 20, а есть только 14.\nФото 1–10 из 14."),
    ],
)
def test_fewer_than_asked_and_more_than_an_album_takes_says_both(
    talk: TelegramDouble, service: FakeService, language: str, said: str
) -> None:
    service.fill(14)
    talk.send_text("20 tomatoes", language=language)
    assert talk.wait_for("sendMessage").text == said


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "You asked for 5, I have only 2."), ("ru", "Вы просили 5, а есть только 2.")],
)
def test_fewer_than_asked_says_how_many_there_are(
    talk: TelegramDouble, service: FakeService, language: str, sentence: str
) -> None:
    service.fill(2)
    talk.send_text("5 tomatoes", language=language)
    assert talk.wait_for("sendMessage").text == sentence


@pytest.mark.parametrize(("language", "said"), [("en", "would find something"), ("ru", "вот это найдётся")])
def test_misspelt_request_is_asked_back_and_the_button_works(
    talk: TelegramDouble, service: FakeService, language: str, said: str
) -> None:
    service.fill(2)
    talk.send_text("tomatow", language=language)
    answer = talk.wait_for("sendMessage")
    assert said in answer.text
    talk.press(answer, "🔎 red tomatoes", language=language)
    assert len(talk.wait_for("sendMediaGroup").files) == 2


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "<b>You asked for none.</b> I have 2."), ("ru", "<b>Вы просили ноль.</b> А есть 2.")],
)
def test_who_asks_for_none_hears_how_many_there_are(
    talk: TelegramDouble, service: FakeService, language: str, said: str
) -> None:
    service.fill(2)
    talk.send_text("0 tomatoes", language=language)
    assert said in talk.wait_for("sendPhoto").text


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "I have no photos of blue tomatoes yet"), ("ru", "пока нет:</b> помидор, цвет синий")],
)
def test_nothing_found_is_drawn_and_says_what_there_is_none_of(talk: TelegramDouble, language: str, said: str) -> None:
    talk.send_text("5 blue tomatoes", language=language)
    answer = talk.wait_for("sendPhoto")
    assert said in answer.text
    assert len(answer.files) == 1


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("en", "dachshunds", "“dachshund” is none of them. Choose “Dogs” in /domains"),
        ("ru", "dachshunds", "А «dachshund» — из раздела «Собаки»"),
        ("en", "pears", "“pear” is none of them, and I have no photos"),
        ("ru", "pears", "по слову «pear» у меня нет"),
    ],
)
def test_kind_of_another_domain_is_said_to_be_one(talk: TelegramDouble, language: str, text: str, said: str) -> None:
    talk.send_text(text, language=language)
    assert said in talk.wait_for("sendPhoto").text


def test_empty_catalogue_asks_for_the_first_photo(talk: TelegramDouble) -> None:
    talk.send_text("everything")
    assert "no photos in “Vegetables” yet" in talk.wait_for("sendPhoto").text


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("en", "hello", "👋 Hello!\nI recognise vegetables: "),
        ("en", "who are you?", "I recognise vegetables: "),
        ("ru", "привет", "👋 Здравствуйте!\nПришлите фото"),
        ("ru", "кто ты?", "распознаю: овощи"),
    ],
)
def test_small_talk_is_answered_with_what_the_bot_does(
    talk: TelegramDouble, language: str, text: str, said: str
) -> None:
    talk.send_text(text, language=language)
    answer = talk.wait_for("sendMessage").text
    assert said in answer
    assert ("<i>3 red tomatoes</i>" if language == "en" else "<i>три красных помидора</i>") in answer


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("en", "Thanks a lot!", "You are welcome!"),
        ("en", "bye", "Goodbye! Come again."),
        ("ru", "Спасибо", "Пожалуйста! Обращайтесь."),
        ("ru", "Ну, пока", "До свидания! Заходите ещё."),
    ],
)
def test_thanks_and_goodbyes_are_returned_and_nothing_more(
    talk: TelegramDouble, language: str, text: str, said: str
) -> None:
    talk.send_text(text, language=language)
    assert talk.wait_for("sendMessage").text == said


def test_markup_in_a_request_is_only_text(talk: TelegramDouble) -> None:
    talk.send_text("<b> potato")
    assert "&lt;b&gt;" in talk.wait_for("sendMessage").text


@pytest.mark.parametrize(("language", "said"), [("en", "my service is away"), ("ru", "сервис недоступен")])
def test_away_service_gets_an_honest_sentence(
    talk: TelegramDouble, service: FakeService, language: str, said: str
) -> None:
    service.away = True
    talk.send_text("tomatoes", language=language)
    assert said in talk.wait_for("sendMessage").text


def test_inline_query_offers_photos_that_telegram_has(talk: TelegramDouble, service: FakeService) -> None:
    service.fill(3)
    talk.send_text("tomatoes")
    talk.wait_for("sendMediaGroup")
    talk.ask_inline("red tomatoes")
    results = talk.wait_for("answerInlineQuery").json("results", [])
    assert len(results) == 3
    assert {result["type"] for result in results} == {"photo"}
    assert all(result["photo_file_id"] for result in results)


@pytest.mark.parametrize(
    ("language", "away", "said"),
    [("en", False, "Nothing found"), ("ru", False, "Ничего не нашлось"), ("ru", True, "Сервис недоступен")],
)
def test_inline_query_without_photos_shows_the_way_to_the_chat(
    talk: TelegramDouble, service: FakeService, language: str, away: bool, said: str
) -> None:
    service.away = away
    talk.ask_inline("blue tomatoes", language=language)
    assert said in talk.wait_for("answerInlineQuery").json("button", {})["text"]


def test_inline_queries_of_a_person_in_haste_are_let_go_but_messages_are_answered(
    resting: RunningBot, telegram: TelegramDouble
) -> None:
    resting.start(messages_a_minute=2)
    for _ in range(4):
        telegram.ask_inline("red tomatoes")
    telegram.send_text("/start")
    assert "Hello" in telegram.wait_for("sendMessage").text
    resting.stop()
    assert len([call for call in telegram.calls if call.method == "answerInlineQuery"]) == 2
