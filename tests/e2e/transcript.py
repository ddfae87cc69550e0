"""Write docs/chat.md and docs/chat.png: a real conversation with the running product, photos from `../shared/data`."""

import os
import re
import tempfile
from html import unescape
from pathlib import Path

from inference.supervisor import free_port
from tests.e2e.chat_picture import Said, draw_chat, veil
from tests.processes import await_ready, start
from tests.telegram_double import TOKEN, TelegramDouble
from tests.telegram_rules import Call

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("GREENGROCER_DATA", ROOT.parent / "shared" / "data"))
PHOTOS = (
    ("en", "grocerystore/val/Vegetables/Tomato/Vine-Tomato", 0),
    ("en", "grocerystore/val/Vegetables/Tomato/Vine-Tomato", 1),
    ("ru", "grocerystore/val/Vegetables/Pepper/Yellow-Bell-Pepper", 0),
    ("en", "negatives", 20),
)
TAGS = re.compile("</?[bi]>")
SENTENCES = (("en", "2 red tomatoes"), ("ru", "два красных помидора"), ("en", "5 blue tomatoes"), ("en", "/help"))


def main() -> None:
    """Talk, and write down what was said."""
    turns: list[tuple[str, bytes | None, Call]] = []
    with tempfile.TemporaryDirectory() as folder, TelegramDouble() as telegram:
        port = free_port()
        running = start(Path(folder), "up", "--port", str(port), BOT_TOKEN=TOKEN, BOT_TELEGRAM_URL=telegram.url)
        await_ready(f"http://127.0.0.1:{port}", running)
        telegram.wait_for("setMyCommands", seconds=40)
        for language, where, number in PHOTOS:
            telegram.forget_calls()
            path = sorted((DATA / where).glob("*.jpg"))[number]
            telegram.send_photo(path, language=language)
            turns.append(("📷", path.read_bytes(), telegram.wait_for("sendPhoto")))
        for language, text in SENTENCES:
            telegram.forget_calls()
            telegram.send_text(text, language=language)
            turns.append((text, None, _answer(telegram)))
        running.end()
    head = ["# A chat", "", "Written by `python -m tests.e2e.transcript` from the running product.", "", "```"]
    lines = [line for asked, _, call in turns for line in [f"you  {asked}", *_said(call)]]
    (ROOT / "docs" / "chat.md").write_text("\n".join([*head, *lines, "```", ""]), encoding="utf-8")
    messages = [message for turn in [turns[0], *turns[2:-1]] for message in _draw_turn(*turn)]
    (ROOT / "docs" / "chat.png").write_bytes(draw_chat(messages))


def _answer(telegram: TelegramDouble) -> Call:
    for method in ("sendMediaGroup", "sendPhoto", "sendMessage"):
        try:
            return telegram.wait_for(method, seconds=3)
        except AssertionError:
            continue
    raise AssertionError("the bot said nothing")


def _said(call: Call) -> list[str]:
    first = ["bot  " + "📷" * len(call.captions)] if call.captions else []
    lines = first + [f"     {line}" if first or number else f"bot  {line}" for number, line in enumerate(_words(call))]
    return lines + [f"     [{'] ['.join(row)}]" for row in _rows(call)] + [""]


def _draw_turn(asked: str, photo: bytes | None, call: Call) -> list[Said]:
    """Photos are veiled: they are not ours to hand on."""
    person = Said(by_person=True, pictures=[veil(photo)]) if photo else Said(by_person=True, text=asked)
    pictures = list(call.files.values())
    pictures = [veil(picture) for picture in pictures] if call.captions else pictures
    return [person, Said(by_person=False, text="\n".join(_words(call)), pictures=pictures, buttons=_rows(call))]


def _words(call: Call) -> list[str]:
    return [line for text in call.captions or [call.text] for line in TAGS.sub("", unescape(text)).split("\n")]


def _rows(call: Call) -> list[list[str]]:
    keyboard = call.json("reply_markup", {}).get("inline_keyboard", [])
    return [[button["text"] for button in row] for row in keyboard]


if __name__ == "__main__":
    main()
