"""A Telegram Bot API over real HTTP: takes what a bot sends, checks it, and hands it what people send.

Methods, required fields and limits are those of https://core.telegram.org/bots/api (Bot API 9).
"""

import asyncio
import json
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

TOKEN = "42:TEST-TOKEN"
CHAT_ID = 1001
FIRST_MESSAGE_ID = 100
CAPTION_LIMIT, TEXT_LIMIT, ALBUM_LIMIT, CALLBACK_BYTES = 1024, 4096, 10, 64
REQUIRED = {
    "getMe": set(),
    "getUpdates": set(),
    "setMyCommands": {"commands"},
    "deleteWebhook": set(),
    "getFile": {"file_id"},
    "sendChatAction": {"chat_id", "action"},
    "sendMessage": {"chat_id", "text"},
    "sendPhoto": {"chat_id", "photo"},
    "sendMediaGroup": {"chat_id", "media"},
    "answerCallbackQuery": {"callback_query_id"},
    "editMessageReplyMarkup": {"chat_id", "message_id"},
    "editMessageCaption": {"chat_id", "message_id"},
}
BOT_USER = {"id": 42, "is_bot": True, "first_name": "Greengrocer", "username": "greengrocer_bot"}


@dataclass
class Call:
    """One call of the bot: method, fields, and the bytes of files it uploaded by name."""

    method: str
    fields: dict[str, Any]
    files: dict[str, bytes] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """What the person reads."""
        return str(self.fields.get("text") or self.fields.get("caption") or "")

    @property
    def captions(self) -> list[str]:
        """What the person reads below the photos of an album."""
        return [item.get("caption", "") for item in json.loads(self.fields.get("media", "[]"))]

    @property
    def buttons(self) -> dict[str, str]:
        """The inline buttons: text → callback data."""
        markup = json.loads(self.fields.get("reply_markup") or "{}")
        return {b["text"]: b["callback_data"] for row in markup.get("inline_keyboard", []) for b in row}


class TelegramDouble:
    """Runs in a thread; `send_*` are what a person does, `wait_for` is what a person sees."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.complaints: list[str] = []
        self.url = ""
        self._files: dict[str, bytes] = {}
        self._updates: list[dict[str, Any]] = []
        self._next_update, self._next_message = 1, FIRST_MESSAGE_ID
        self._changed = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> "TelegramDouble":
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def send_photo(self, path: Path, *, language: str = "en", as_file: bool = False) -> None:
        """A person sends a photo, compressed or as a file."""
        file_id = f"file-{self._next_update}"
        self._files[file_id] = path.read_bytes()
        described = {"file_id": file_id, "file_unique_id": file_id, "file_size": len(self._files[file_id])}
        if as_file:
            content = {"document": described | {"mime_type": "image/jpeg", "file_name": path.name}}
        else:
            content = {"photo": [described | {"width": 224, "height": 224}]}
        self._deliver({"message": self._message(content, language)})

    def send_text(self, text: str, *, language: str = "en") -> None:
        """A person writes."""
        content: dict[str, Any] = {"text": text}
        if text.startswith("/"):
            content["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]
        self._deliver({"message": self._message(content, language)})

    def send_sticker(self) -> None:
        """A person sends a sticker."""
        sticker = {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 1, "height": 1}
        self._deliver(
            {"message": self._message({"sticker": sticker | {"is_animated": False, "is_video": False}}, "en")}
        )

    def press(self, data: str, *, language: str = "en") -> None:
        """A person presses an inline button."""
        query = {"id": str(self._next_update), "from": _person(language), "chat_instance": "1", "data": data}
        message = self._message({"text": "an answer"}, language) | {"from": BOT_USER}
        self._deliver({"callback_query": query | {"message": message}})

    def wait_for(self, method: str, *, seconds: float = 20.0) -> Call:
        """Take the oldest call of a method that was not taken yet, waiting for it."""
        with self._changed:
            assert self._changed.wait_for(lambda: any(c.method == method for c in self.calls), seconds), (
                f"no {method} within {seconds} s; there were {[(c.method, c.text) for c in self.calls]}"
            )
            call = next(call for call in self.calls if call.method == method)
            self.calls.remove(call)
            return call

    def forget_calls(self) -> None:
        """Begin anew."""
        with self._changed:
            self.calls.clear()

    def _deliver(self, update: dict[str, Any]) -> None:
        with self._changed:
            self._updates.append({"update_id": self._next_update} | update)
            self._next_update += 1

    def _message(self, content: dict[str, Any], language: str) -> dict[str, Any]:
        self._next_message += 1
        head = {"message_id": self._next_message, "date": 1_700_000_000, "chat": _chat(), "from": _person(language)}
        return head | content

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        app = web.Application(client_max_size=64_000_000)
        app.router.add_route("*", f"/bot{TOKEN}/{{method}}", self._answer)
        app.router.add_get(f"/file/bot{TOKEN}/{{path}}", self._download)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        self._loop.run_until_complete(runner.setup())
        site = web.TCPSite(runner, "127.0.0.1", 0)
        self._loop.run_until_complete(site.start())
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        self._ready.set()
        self._loop.run_forever()
        self._loop.run_until_complete(runner.cleanup())
        self._loop.close()

    async def _download(self, request: web.Request) -> web.Response:
        return web.Response(body=self._files[request.match_info["path"]])

    async def _answer(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        call = await _read_call(request, method)
        complaint = _complaint(call)
        if complaint:
            self.complaints.append(f"{method}: {complaint}")
            return web.json_response({"ok": False, "error_code": 400, "description": complaint}, status=400)
        if method == "getUpdates":
            return web.json_response({"ok": True, "result": await self._poll(int(call.fields.get("offset") or 0))})
        with self._changed:
            self.calls.append(call)
            self._changed.notify_all()
        return web.json_response({"ok": True, "result": self._result(call)})

    async def _poll(self, offset: int) -> list[dict[str, Any]]:
        """Updates from `offset` on; those below it are acknowledged and forgotten."""
        for _ in range(50):
            with self._changed:
                self._updates = [update for update in self._updates if update["update_id"] >= offset]
                if self._updates:
                    return list(self._updates)
            await asyncio.sleep(0.02)
        return []

    def _result(self, call: Call) -> Any:
        if call.method == "getMe":
            return BOT_USER
        if call.method == "getFile":
            file_id = call.fields["file_id"]
            return {"file_id": file_id, "file_unique_id": file_id, "file_path": file_id}
        if call.method == "sendMediaGroup":
            return [self._sent() for _ in json.loads(call.fields["media"])]
        return self._sent() if call.method.startswith(("send", "edit")) and call.method != "sendChatAction" else True

    def _sent(self) -> dict[str, Any]:
        return self._message({"text": "sent"}, "en") | {"from": BOT_USER}


async def _read_call(request: web.Request, method: str) -> Call:
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


def _complaint(call: Call) -> str | None:
    """What the real API would refuse."""
    if call.method not in REQUIRED:
        return "no such method"
    missing = REQUIRED[call.method] - call.fields.keys() - call.files.keys()
    if missing:
        return f"missing {sorted(missing)}"
    if len(call.text) > (CAPTION_LIMIT if "caption" in call.fields else TEXT_LIMIT):
        return "text or caption too long"
    if any(len(data.encode()) > CALLBACK_BYTES for data in call.buttons.values()):
        return "callback data too long"
    if call.method == "sendMediaGroup":
        return _album_complaint(call)
    return None


def _album_complaint(call: Call) -> str | None:
    media = json.loads(call.fields["media"])
    if not 2 <= len(media) <= ALBUM_LIMIT:
        return "an album has 2 to 10 items"
    absent = [item["media"] for item in media if item["media"].removeprefix("attach://") not in call.files]
    return f"not attached: {absent}" if absent else None


def _person(language: str) -> dict[str, Any]:
    return {"id": CHAT_ID, "is_bot": False, "first_name": "Ada", "language_code": language}


def _chat() -> dict[str, Any]:
    return {"id": CHAT_ID, "type": "private", "first_name": "Ada"}
