"""Write docs/chat.md: a real conversation with the running product, photos from `../shared/data`."""

import json
import os
import tempfile
from pathlib import Path

from inference.supervisor import free_port
from tests.processes import await_ready, start
from tests.telegram_double import TOKEN, Call, TelegramDouble

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("GREENGROCER_DATA", ROOT.parent / "shared" / "data"))
PHOTOS = (
    ("en", "grocerystore/val/Vegetables/Tomato/Vine-Tomato", 0),
    ("en", "grocerystore/val/Vegetables/Tomato/Vine-Tomato", 1),
    ("ru", "grocerystore/val/Vegetables/Pepper/Yellow-Bell-Pepper", 0),
    ("en", "negatives", 20),
)
SENTENCES = (("en", "2 red tomatoes"), ("ru", "два красных помидора"), ("en", "5 blue tomatoes"), ("en", "/help"))


def main() -> None:
    """Talk, and write down what was said."""
    lines = ["# A chat", "", "Written by `python -m tests.e2e.transcript` from the running product.", "", "```"]
    with tempfile.TemporaryDirectory() as folder, TelegramDouble() as telegram:
        port = free_port()
        running = start(Path(folder), "up", "--port", str(port), BOT_TOKEN=TOKEN, BOT_TELEGRAM_URL=telegram.url)
        await_ready(f"http://127.0.0.1:{port}", running)
        telegram.wait_for("setMyCommands", seconds=40)
        for language, where, number in PHOTOS:
            telegram.forget_calls()
            telegram.send_photo(sorted((DATA / where).glob("*.jpg"))[number], language=language)
            lines += ["you  📷", *_said(telegram.wait_for("sendPhoto"))]
        for language, text in SENTENCES:
            telegram.forget_calls()
            telegram.send_text(text, language=language)
            lines += [f"you  {text}", *_said(_answer(telegram))]
        running.end()
    (ROOT / "docs" / "chat.md").write_text("\n".join([*lines, "```", ""]), encoding="utf-8")


def _answer(telegram: TelegramDouble) -> Call:
    for method in ("sendMediaGroup", "sendPhoto", "sendMessage"):
        try:
            return telegram.wait_for(method, seconds=3)
        except AssertionError:
            continue
    raise AssertionError("the bot said nothing")


def _said(call: Call) -> list[str]:
    if call.method == "sendMediaGroup":
        texts = call.captions
        first = ["bot  " + "📷" * len(json.loads(call.fields["media"]))]
    else:
        texts, first = [call.text], []
    plain = [part for text in texts for part in text.replace("<b>", "").replace("</b>", "").split("\n")]
    plain = [part.replace("<i>", "").replace("</i>", "") for part in plain]
    lines = first + [f"     {line}" if first or number else f"bot  {line}" for number, line in enumerate(plain)]
    return lines + ([f"     [{'] ['.join(call.buttons)}]"] if call.buttons else []) + [""]


if __name__ == "__main__":
    main()
