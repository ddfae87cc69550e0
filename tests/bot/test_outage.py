"""Calls of Telegram that fail on the way, or come too early: no answer is lost by them."""

import time
from collections.abc import Iterator
from json import JSONDecodeError

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import GetMe, GetUpdates, Response, SendMessage, SetMyCommands, TelegramMethod
from aiogram.methods.base import TelegramType

from bot.flood import FloodWait
from bot.outage import OutageBridge
from tests.bot.fake_service import FakeService
from tests.telegram_double import TOKEN, TelegramDouble

BOT = Bot(TOKEN)
MESSAGE = SendMessage(chat_id=1, text="tomatoes")
GATEWAY = ClientDecodeError("no JSON", JSONDecodeError("Expecting value", "<html>", 0), "<html>")


class BrokenLine:
    """Fails with each of the errors in turn, then answers."""

    def __init__(self, *errors: AiogramError) -> None:
        self._errors: Iterator[AiogramError] = iter(errors)
        self.calls = 0

    async def __call__(self, _bot: Bot, _method: TelegramMethod[TelegramType]) -> Response[TelegramType]:
        self.calls += 1
        if error := next(self._errors, None):
            raise error
        return Response(ok=True)


def test_one_failure_of_telegram_loses_no_answer_to_words(talk: TelegramDouble, service: FakeService) -> None:
    service.fill(3)
    talk.refuse("sendMediaGroup", 502, "Bad Gateway")
    talk.send_text("red tomatoes")
    assert len(talk.wait_for("sendMediaGroup").media) == 3


@pytest.mark.parametrize(
    "error", [TelegramNetworkError(MESSAGE, "no way"), TelegramServerError(MESSAGE, "Bad Gateway"), GATEWAY]
)
async def test_call_that_failed_on_the_way_is_repeated(error: AiogramError) -> None:
    line = BrokenLine(error)
    assert (await OutageBridge()(line, BOT, MESSAGE)).ok
    assert line.calls == 2


async def test_call_whose_reply_is_of_an_unknown_form_is_not_repeated() -> None:
    line = BrokenLine(ClientDecodeError("no such field", ValueError(), {}))
    with pytest.raises(ClientDecodeError):
        await OutageBridge()(line, BOT, MESSAGE)
    assert line.calls == 1


async def test_polling_is_not_repeated_for_it_has_a_patience_of_its_own() -> None:
    line = BrokenLine(TelegramServerError(GetUpdates(), "Bad Gateway"))
    with pytest.raises(TelegramServerError):
        await OutageBridge()(line, BOT, GetUpdates())
    assert line.calls == 1


async def test_chat_is_answered_however_long_telegram_says_to_wait() -> None:
    line = BrokenLine(TelegramRetryAfter(MESSAGE, "Too Many Requests", 1))
    assert (await FloodWait(longest_wait_s=0)(line, BOT, MESSAGE)).ok
    assert line.calls == 2


@pytest.mark.parametrize("method", [GetMe(), SetMyCommands(commands=[])])
async def test_what_no_chat_waits_for_is_not_worth_a_long_wait(method: TelegramMethod[bool]) -> None:
    line = BrokenLine(TelegramRetryAfter(method, "Too Many Requests", 1))
    with pytest.raises(TelegramRetryAfter):
        await FloodWait(longest_wait_s=0)(line, BOT, method)
    assert line.calls == 1


def test_chat_action_that_came_too_early_holds_nothing_up(talk: TelegramDouble, service: FakeService) -> None:
    service.fill(3)
    talk.refuse("sendChatAction", 429, "Too Many Requests: retry after 9", retry_after=9)
    begun = time.monotonic()
    talk.send_text("red tomatoes")
    talk.wait_for("sendMediaGroup")
    talk.send_text("/start")
    assert "Hello" in talk.wait_for("sendMessage").text
    assert time.monotonic() - begun < 6
