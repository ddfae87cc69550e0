"""Check what is said to and by the Telegram double against the Bot API's published types, as JSON Schema.

`make test` generates the schema from the npm package `@gramio/types` where Node.js is there (tests/bot_api).
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator
from jsonschema.exceptions import best_match

from tests.telegram_rules import Call

SCHEMA = Path(__file__).parent / "bot_api" / "schema.json"
REPLIES = {"getMe": "TelegramUser", "getFile": "TelegramFile", "sendMessage": "TelegramMessage"}
MESSAGE_METHODS = ("sendMessage", "sendPhoto", "sendMediaGroup", "editMessage")


def is_built() -> bool:
    """Whether there is a schema to check against."""
    return SCHEMA.is_file()


def complain_of_call(call: Call) -> str | None:
    """What of a call the types do not allow; a form's fields are strings, whatever they stand for."""
    name = f"{call.method[0].upper()}{call.method[1:]}Params"
    if not is_built() or name not in _definitions():
        return None
    given = call.fields | {file: f"attach://{file}" for file in call.files if file == "photo"}
    properties = _definitions()[name].get("properties", {})
    return _complain(name, {field: _read(value, properties.get(field, {})) for field, value in given.items()})


def complain_of_reply(method: str, result: Any) -> str | None:
    """What of a reply the types do not allow."""
    name = "TelegramMessage" if method.startswith(MESSAGE_METHODS) else REPLIES.get(method)
    if not is_built() or name is None:
        return None
    results = result if isinstance(result, list) else [result]
    return next((complaint for each in results if (complaint := _complain(name, each))), None)


def complain_of_update(update: Any) -> str | None:
    """What of an update the types do not allow."""
    return _complain("TelegramUpdate", update) if is_built() else None


def _complain(name: str, value: Any) -> str | None:
    error = best_match(_validator(name).iter_errors(value))
    return f"{name}: {error.json_path}: {error.message[:300]}" if error else None


def _read(value: Any, schema: dict[str, Any]) -> Any:
    """A field as the type that is asked for: itself, or the JSON that it holds."""
    if not isinstance(value, str) or _checks(schema).is_valid(value):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


@cache
def _definitions() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(SCHEMA.read_text("utf-8"))["definitions"]
    return found


@cache
def _validator(name: str) -> Draft7Validator:
    return _checks({"$ref": f"#/definitions/{name}"})


def _checks(schema: dict[str, Any]) -> Draft7Validator:
    return Draft7Validator({"allOf": [schema], "definitions": _definitions()})
