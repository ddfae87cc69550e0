"""Logs are JSON and say nothing about people."""

import json
import logging

from bot.logs import JsonFormatter


def test_record_is_one_json_object_without_the_exceptions_words() -> None:
    try:
        raise ValueError("Ada wrote: hello")
    except ValueError as error:
        record = logging.LogRecord("bot", logging.ERROR, "", 0, "update %s failed", (7,), (ValueError, error, None))
    line = JsonFormatter().format(record)
    fields = json.loads(line)
    assert (fields["event"], fields["error"]) == ("update 7 failed", "ValueError")
    assert "Ada" not in line
