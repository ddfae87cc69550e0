"""Names of kinds and domains are text, whatever is in them: Telegram refuses a message with a stray `<`."""

from pathlib import Path

import pytest

from tests.bot.fake_service import FakeService
from tests.telegram_double import TelegramDouble
from tests.telegram_rules import Call, find_complaint

NAME, ESCAPED = "bolts <M8 & nuts", "bolts &lt;M8 &amp; nuts"


@pytest.fixture
def odd(service: FakeService) -> FakeService:
    """A service whose kind and domain have odd names."""
    service.label, service.dogs = NAME.replace(" ", "_"), NAME
    return service


def test_double_refuses_a_stray_bracket() -> None:
    fields = {"chat_id": 1, "text": f"<b>{NAME}</b>", "parse_mode": "HTML"}
    assert find_complaint(Call("sendMessage", fields)) == "can't parse entities"
    assert find_complaint(Call("sendMessage", fields | {"text": f"<b>{ESCAPED}</b>"})) is None
    assert find_complaint(Call("sendMessage", fields | {"parse_mode": ""})) is None


def test_captions_of_an_album_are_escaped(talk: TelegramDouble, odd: FakeService) -> None:
    odd.fill(2)
    talk.send_text("tomatoes")
    assert talk.wait_for("sendMediaGroup").captions == [f"{ESCAPED}, red"] * 2


def test_inline_result_has_a_plain_title_and_an_escaped_caption(talk: TelegramDouble, odd: FakeService) -> None:
    odd.fill(2)
    talk.send_text("tomatoes")
    talk.wait_for("sendMediaGroup")
    talk.ask_inline("tomatoes")
    result = talk.wait_for("answerInlineQuery").json("results", [])[0]
    assert (result["title"], result["caption"]) == (f"{NAME}, red", f"{ESCAPED}, red")


def test_explanation_names_the_kind(talk: TelegramDouble, odd: FakeService, photos: list[Path]) -> None:
    talk.send_photo(photos[0])
    talk.press(talk.wait_for("sendPhoto"), "💡 Why?")
    assert ESCAPED in talk.wait_for("sendPhoto").text


def test_chosen_domain_is_named(talk: TelegramDouble, odd: FakeService) -> None:
    talk.send_text("/domains", language="ru")
    talk.press(talk.wait_for("sendMessage"), NAME, language="ru")
    assert ESCAPED in talk.wait_for("editMessageText").text
