"""A Telegram Bot API over real HTTP: takes what a bot sends, checks it, and hands it what people send."""

import asyncio
import threading
import time
from collections import deque
from pathlib import Path
from typing import Any

from aiohttp import web

from tests.served_app import ServedApp
from tests.telegram_rules import Call, find_complaint, read_call
from tests.telegram_schema import complain_of_call, complain_of_reply, complain_of_update

TOKEN = "42:TEST-TOKEN"
CHAT_ID = 1001
FIRST_MESSAGE_ID = 100
BOT_USER = {"id": 42, "is_bot": True, "first_name": "Greengrocer", "username": "greengrocer_bot"}
POLLS, POLL_S = 50, 0.02

Update = dict[str, Any]


class TelegramDouble:
    """Runs in a thread; `send_*` are what a person does, `wait_for` is what a person sees."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.complaints: list[str] = []
        self.history: list[Call | Update] = []
        self.url = ""
        self.administrators: set[int] = set()
        self._files: dict[str, bytes] = {}
        self._updates: list[Update] = []
        self._refusals: dict[str, deque[dict[str, Any]]] = {}
        self._answered: set[str] = set()
        self._next_update, self._next_message = 1, FIRST_MESSAGE_ID
        self._changed = threading.Condition()
        self._server = ServedApp(routes=self._add_routes)

    def __enter__(self) -> "TelegramDouble":
        self.url = self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop()

    def send_photo(
        self, path: Path, *, language: str = "en", as_file: bool = False, album: str | None = None
    ) -> Update:
        """A person sends a photo: compressed, as a file, or as a part of an album."""
        described = self._keep(path.read_bytes())
        if as_file:
            content: Update = {"document": described | {"mime_type": "image/jpeg", "file_name": path.name}}
        else:
            content = {"photo": [described | {"width": 224, "height": 224}]}
        return self.deliver(
            {"message": self._message(content | ({"media_group_id": album} if album else {}), language)}
        )

    def send_album(
        self, paths: list[Path], *, album: str, order: list[int] | None = None, language: str = "en"
    ) -> None:
        """A person sends an album; its messages arrive in any order."""
        sizes = [self._keep(path.read_bytes()) | {"width": 9, "height": 9} for path in paths]
        messages = [self._message({"photo": [size], "media_group_id": album}, language) for size in sizes]
        for position in order or range(len(messages)):
            self.deliver({"message": messages[position]})

    def send_text(self, text: str, *, language: str = "en", sender: int = CHAT_ID) -> None:
        """A person writes; another than usual where `sender` is given."""
        content: Update = {"text": text}
        if text.startswith("/"):
            content["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]
        self.deliver({"message": self._message(content, language, sender)})

    def send_content(self, content: Update, *, language: str = "en") -> None:
        """A person sends something that is neither photo nor text."""
        self.deliver({"message": self._message(content, language)})

    def press(self, call: Call, button: str, *, language: str = "en", sender: int = CHAT_ID) -> None:
        """A person presses an inline button of a message; another than usual where `sender` is given."""
        data = call.buttons[button]
        query = {"id": str(self._next_update), "from": person(language, sender), "chat_instance": "1", "data": data}
        message = self._message({"text": "an answer"}, language) | {"from": BOT_USER, "message_id": call.message_id}
        self.deliver({"callback_query": query | {"message": message, "_button": button}})

    def ask_inline(self, text: str, *, offset: str = "", language: str = "en") -> None:
        """A person writes the bot's name and a request in another chat."""
        query = {"id": str(self._next_update), "from": person(language), "query": text, "offset": offset}
        self.deliver({"inline_query": query})

    def deliver(self, update: Update) -> Update:
        """Queue an update for the bot; one that has its id already is one that Telegram sends again."""
        with self._changed:
            whole = {"update_id": self._next_update} | update
            self._updates.append(whole)
            self._next_update = max(self._next_update, whole["update_id"]) + 1
            self.history.append(whole)
        self._note(complain_of_update(_without_notes(whole)))
        return whole

    def take_updates(self) -> list[Update]:
        """What waits for the bot, for a webhook."""
        with self._changed:
            taken, self._updates = self._updates, []
            return taken

    def wait_until_taken(self, *, seconds: float = 20.0) -> None:
        """Wait until the bot acknowledged all that was sent."""
        deadline = time.monotonic() + seconds
        while self._updates:
            assert time.monotonic() < deadline, "the bot takes no updates"
            time.sleep(POLL_S)

    def refuse(self, method: str, code: int, description: str, *, retry_after: int | None = None) -> None:
        """Answer the next call of a method, or the next download, with an error."""
        body: Update = {"ok": False, "error_code": code, "description": description}
        if retry_after is not None:
            body["parameters"] = {"retry_after": retry_after}
        self._refusals.setdefault(method, deque()).append(body)

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

    def file(self, file_id: str) -> bytes:
        """The bytes of a file that a person sent."""
        return self._files[file_id]

    def _note(self, complaint: str | None) -> None:
        if complaint:
            self.complaints.append(complaint)

    def _keep(self, data: bytes) -> Update:
        file_id = f"file-{len(self._files)}"
        self._files[file_id] = data
        return {"file_id": file_id, "file_unique_id": file_id, "file_size": len(data)}

    def _message(self, content: Update, language: str = "en", sender: int = CHAT_ID) -> Update:
        self._next_message += 1
        head = {"message_id": self._next_message, "date": 1_700_000_000, "chat": _chat(sender)}
        head["from"] = person(language, sender)
        return head | content

    def _add_routes(self, app: web.Application) -> None:
        app.router.add_route("*", f"/bot{TOKEN}/{{method}}", self._answer)
        app.router.add_get(f"/file/bot{TOKEN}/{{path}}", self._download)

    async def _download(self, request: web.Request) -> web.Response:
        if refusals := self._refusals.get("download"):
            return web.Response(status=refusals.popleft()["error_code"])
        return web.Response(body=self._files[request.match_info["path"]])

    async def _answer(self, request: web.Request) -> web.Response:
        call = await read_call(request, request.match_info["method"])
        if complaint := find_complaint(call, self._files) or complain_of_call(call) or self._complain_of_second(call):
            self.complaints.append(f"{call.method}: {complaint}")
            return web.json_response({"ok": False, "error_code": 400, "description": complaint}, status=400)
        if call.method == "getUpdates":
            return web.json_response({"ok": True, "result": await self._poll(int(call.fields.get("offset") or 0))})
        if refusals := self._refusals.get(call.method):
            refusal = refusals.popleft()
            return web.json_response(refusal, status=refusal["error_code"])
        result = self._result(call)
        self._note(complain_of_reply(call.method, result))
        with self._changed:
            self._answered.update({call.fields["callback_query_id"]} if call.method == "answerCallbackQuery" else ())
            self.calls.append(call)
            self.history.append(call)
            self._changed.notify_all()
        return web.json_response({"ok": True, "result": result})

    def _complain_of_second(self, call: Call) -> str | None:
        """A press is answered once: what else is said of it nobody sees."""
        press = call.fields.get("callback_query_id")
        return "query is answered already" if press in self._answered else None

    async def _poll(self, offset: int) -> list[Update]:
        """Updates from `offset` on; those below it are acknowledged and forgotten."""
        with self._changed:
            self._updates = [update for update in self._updates if update["update_id"] >= offset]
        for _ in range(POLLS):
            if waiting := [update for update in self._updates if update["update_id"] >= offset]:
                return [_without_notes(update) for update in waiting]
            await asyncio.sleep(POLL_S)
        return []

    def _result(self, call: Call) -> Any:
        if call.method == "getMe":
            return BOT_USER
        if call.method == "getFile":
            file_id = call.fields["file_id"]
            return {"file_id": file_id, "file_unique_id": file_id, "file_path": file_id}
        if call.method == "getChatMember":
            number = int(call.fields["user_id"])
            rank: Update = {"status": "creator", "is_anonymous": True}
            return {"user": person(number=number)} | (rank if number in self.administrators else {"status": "member"})
        if call.method == "sendMediaGroup":
            return [self._sent(call, name) for name in call.media]
        if call.method in ("sendMessage", "sendPhoto") or call.method.startswith("edit"):
            return self._sent(call, *call.media)
        return True

    def _sent(self, call: Call, name: str | None = None) -> Update:
        """A message of the bot's; a photo of it has the id that it had, or a new one."""
        content: Update = {"text": "sent"}
        if name:
            known = {"file_id": name, "file_unique_id": name}
            file = known if name in self._files else self._keep(call.files[name])
            content = {"photo": [file | {"width": 9, "height": 9}]}
        message = self._message(content) | {"from": BOT_USER}
        call.message_id = int(call.fields.get("message_id") or message["message_id"])
        return message | {"message_id": call.message_id}


def person(language: str = "en", number: int = CHAT_ID) -> Update:
    """The person who talks with the bot."""
    return {"id": number, "is_bot": False, "first_name": "Ada", "language_code": language}


def _chat(number: int) -> Update:
    return {"id": number, "type": "private", "first_name": "Ada"}


def _without_notes(update: Update) -> Update:
    """What was noted for the transcript is not Telegram's."""
    return {
        name: {key: value for key, value in content.items() if not key.startswith("_")}
        if isinstance(content, dict)
        else content
        for name, content in update.items()
    }
