"""What the real Bot API refuses, in our own words after https://core.telegram.org/bots/api."""

import inspect
import io
import json
import re
from collections.abc import Container
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from PIL import Image, UnidentifiedImageError
from telegram import Bot

CAPTION_LIMIT, TEXT_LIMIT, CALLBACK_BYTES, INLINE_RESULTS, OFFSET_BYTES = 1024, 4096, 64, 50, 64
ALBUM = range(2, 11)
ALERT_LIMIT = 200
PHOTO_SUM, PHOTO_RATIO = 10_000, 20
TAGS = re.compile(r"</?(b|i|u|s|a|code|pre|blockquote)\b[^>]*>")
STRAY = re.compile(r"<(?!/?(b|i|u|s|a|code|pre|blockquote)\b[^<>]*>)")
REQUIRED = {
    "getMe": set(),
    "getUpdates": set(),
    "setMyCommands": {"commands"},
    "setMyDescription": set(),
    "setMyShortDescription": set(),
    "deleteWebhook": set(),
    "setWebhook": {"url"},
    "getFile": {"file_id"},
    "getChatMember": {"chat_id", "user_id"},
    "sendChatAction": {"chat_id", "action"},
    "sendMessage": {"chat_id", "text"},
    "sendPhoto": {"chat_id", "photo"},
    "sendMediaGroup": {"chat_id", "media"},
    "answerCallbackQuery": {"callback_query_id"},
    "answerInlineQuery": {"inline_query_id", "results"},
    "deleteMessage": {"chat_id", "message_id"},
    "editMessageText": {"chat_id", "message_id", "text"},
    "editMessageReplyMarkup": {"chat_id", "message_id"},
    "editMessageMedia": {"chat_id", "message_id", "media"},
    "editMessageCaption": {"chat_id", "message_id"},
}
OF_THE_LIBRARY = {"self", "api_kwargs", "filename"}


@dataclass
class Call:
    """One call of the bot: method, fields, and the bytes of files it uploaded by name."""

    method: str
    fields: dict[str, Any]
    files: dict[str, bytes] = field(default_factory=dict)
    message_id: int = 0

    @property
    def text(self) -> str:
        """What the person reads."""
        media = self.json("media", {}) if self.method == "editMessageMedia" else {}
        return str(self.fields.get("text") or self.fields.get("caption") or media.get("caption") or "")

    @property
    def captions(self) -> list[str]:
        """What the person reads below the photos of an album."""
        return [item.get("caption", "") for item in self.json("media", [])] if self.method == "sendMediaGroup" else []

    @property
    def media(self) -> list[str]:
        """The photos of a message: names of attached files, or ids of files that Telegram has."""
        return files_of(self)

    @property
    def buttons(self) -> dict[str, str]:
        """The inline buttons: text → callback data."""
        return {
            button["text"]: button["callback_data"]
            for row in self.json("reply_markup", {}).get("inline_keyboard", [])
            for button in row
        }

    def json(self, name: str, default: Any) -> Any:
        """A field that is JSON: within a form it is a string."""
        value = self.fields.get(name) or default
        return json.loads(value) if isinstance(value, str) else value


async def read_call(request: web.Request, method: str) -> Call:
    """Read a call as it came, a form or JSON."""
    call = Call(method, dict(request.query))
    if request.content_type == "multipart/form-data":
        async for part in await request.multipart():
            assert part.name is not None
            if part.filename:
                call.files[part.name] = bytes(await part.read())
            else:
                call.fields[part.name] = await part.text()
    elif request.content_type == "application/json":
        call.fields |= await request.json()
    else:
        call.fields |= dict(await request.post())
    return call


def find_complaint(call: Call, known_files: Container[str] = ()) -> str | None:
    """What the real API would refuse, were these the files that it has."""
    if call.method not in REQUIRED:
        return "no such method"
    given = call.fields.keys() | {name for name in call.files if name == "photo"}
    missing, unknown = REQUIRED[call.method] - given, call.fields.keys() - _fields_of(call.method)
    if missing or unknown:
        return f"missing {sorted(missing)}, unknown {sorted(unknown)}"
    if complaint := _complaint_of_text(call):
        return complaint
    if any(not 1 <= len(data.encode()) <= CALLBACK_BYTES for data in call.buttons.values()):
        return "BUTTON_DATA_INVALID"
    absent = [name for name in files_of(call) if name not in call.files and name not in known_files]
    if absent:
        return f"wrong file identifier: {absent}"
    return _complaint_of_photos(call) or _complaint_of_many(call)


def files_of(call: Call) -> list[str]:
    """The files that a call names: attached ones, and ids of those that Telegram has."""
    if call.method == "sendPhoto":
        return [call.fields["photo"].removeprefix("attach://") if "photo" in call.fields else "photo"]
    if call.method not in ("sendMediaGroup", "editMessageMedia"):
        return []
    media = call.json("media", [])
    return [item["media"].removeprefix("attach://") for item in (media if isinstance(media, list) else [media])]


def _complaint_of_photos(call: Call) -> str | None:
    try:
        sizes = [Image.open(io.BytesIO(call.files[name])).size for name in files_of(call) if name in call.files]
    except UnidentifiedImageError:
        return "IMAGE_PROCESS_FAILED"
    are_taken = all(sum(size) <= PHOTO_SUM and max(size) <= PHOTO_RATIO * min(size) for size in sizes)
    return None if are_taken else "PHOTO_INVALID_DIMENSIONS"


def _complaint_of_text(call: Call) -> str | None:
    limit = CAPTION_LIMIT if "caption" in call.fields else ALERT_LIMIT if "Query" in call.method else TEXT_LIMIT
    if any(len(TAGS.sub("", text)) > limit for text in [call.text, *call.captions]):
        return "text or caption too long"
    if call.method == "sendMessage" and not call.text.strip():
        return "message text is empty"
    return "can't parse entities" if any(STRAY.search(text) for text in _marked_up(call)) else None


def _marked_up(call: Call) -> list[str]:
    """The texts of a call that are HTML."""
    parts = [call.fields, *(call.json(name, []) for name in ("media", "results"))]
    flat = [item for part in parts for item in (part if isinstance(part, list) else [part])]
    return [str(item.get("text") or item.get("caption") or "") for item in flat if item.get("parse_mode") == "HTML"]


def _fields_of(method: str) -> set[str]:
    """The fields that a method has, as another library than the bot's knows them."""
    name = re.sub(r"(?=[A-Z])", "_", method).lower()
    parameters = set(inspect.signature(getattr(Bot, name)).parameters)
    return {parameter for parameter in parameters - OF_THE_LIBRARY if not parameter.endswith("_timeout")} | {
        "timeout",
        "next_offset",
        "reply_parameters",
        "link_preview_options",
        "allow_sending_without_reply",
    }


def _complaint_of_many(call: Call) -> str | None:
    if call.method == "sendMediaGroup":
        return None if len(call.json("media", [])) in ALBUM else "an album has 2 to 10 items"
    if call.method == "answerInlineQuery":
        results = call.json("results", [])
        ids = {result["id"] for result in results}
        if len(results) > INLINE_RESULTS or len(ids) != len(results) or any(len(i.encode()) > 64 for i in ids):
            return "RESULTS_TOO_MUCH or RESULT_ID_INVALID"
        return "NEXT_OFFSET_INVALID" if len(str(call.fields.get("next_offset", "")).encode()) > OFFSET_BYTES else None
    return None
