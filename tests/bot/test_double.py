"""The Telegram double is as strict as the Bot API's published types."""

import pytest

from tests.telegram_rules import Call
from tests.telegram_schema import complain_of_call, complain_of_reply, complain_of_update, is_built

pytestmark = pytest.mark.skipif(not is_built(), reason="needs tests/bot_api/schema.json (make bot-api, Node.js)")


def test_call_of_a_form_is_read_as_the_types_it_stands_for() -> None:
    fields = {"chat_id": "1", "text": "5", "reply_parameters": '{"message_id": 7}', "disable_notification": "true"}
    assert complain_of_call(Call("sendMessage", fields)) is None


@pytest.mark.parametrize(
    "wrong", [{"txet": "a"}, {"reply_parameters": '{"message": 7}'}, {"disable_notification": "perhaps"}]
)
def test_call_that_the_types_do_not_allow_is_complained_of(wrong: dict[str, str]) -> None:
    assert complain_of_call(Call("sendMessage", {"chat_id": "1", "text": "a"} | wrong))


def test_reply_or_update_that_the_types_do_not_allow_is_complained_of() -> None:
    assert complain_of_reply("getMe", {"id": 42})
    assert complain_of_update({"update_id": 1, "message": {"text": "a"}})
