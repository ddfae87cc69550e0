"""Write docs/chat.md and docs/chat.jpg: a real conversation with the running product about vegetables that we drew."""

import io
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from html import unescape
from pathlib import Path

from PIL import Image

from inference.processes.ports import free_port
from tests.e2e.chat_picture import Said, draw_chat
from tests.e2e.still_life import SCALE_SEED, Fruit, draw_table, potato, pumpkin, tomato, weighed
from tests.processes import await_ready, start
from tests.telegram_double import TOKEN, TelegramDouble
from tests.telegram_rules import Call

ROOT = Path(__file__).resolve().parents[2]
TAGS = re.compile("</?[bi]>")
SHOWN_SIDE = 420
HEAD = """# A chat

Written by `python -m tests.e2e.transcript` from the running product: every answer is the bot's, every label what
the shipped model saw. Only the photos are drawings of ours (`tests/e2e/still_life.py`). [As a picture](chat.jpg).
"""


@dataclass
class Chat:
    """A person's side of the conversation, which notes both."""

    telegram: TelegramDouble
    folder: Path
    language: str = "en"
    said: list[Said] = field(default_factory=list)

    def show(self, fruits: list[Fruit], *, seed: int) -> None:
        """Send a photo."""
        self.telegram.send_photo(self._draw(fruits, seed), language=self.language)

    def show_album(self, tables: list[list[Fruit]]) -> None:
        """Send an album."""
        paths = [self._draw(fruits, seed) for seed, fruits in zip((20, 31, 22), tables, strict=True)]
        del self.said[-len(paths) :]
        self.said.append(Said("person", pictures=[_shrink(path.read_bytes()) for path in paths], shape="1"))
        self.telegram.send_album(paths, album="basket", language=self.language)

    def write(self, text: str) -> None:
        """Write."""
        self.said.append(Said("person", text))
        self.telegram.send_text(text, language=self.language)

    def press(self, call: Call, button: str) -> None:
        """Press a button."""
        self.said.append(Said("press", button))
        self.telegram.press(call, button, language=self.language)

    def hear(self, method: str) -> Call:
        """Wait for what the bot says."""
        call = self.telegram.wait_for(method, seconds=40)
        pictures = [_shrink(self.telegram.file(name)) if name not in call.files else _shrink(call.files[name])
                    for name in call.media]  # fmt: skip
        keyboard = call.json("reply_markup", {}).get("inline_keyboard", [])
        rows = [[button["text"] for button in row] for row in keyboard]
        who = "toast" if method == "answerCallbackQuery" else "bot"
        shape = "1" if call.captions else "4/3" if call.text and not keyboard else "auto"
        self.said.append(Said(who, "\n".join(call.captions) or call.text, pictures, rows, shape))
        return call

    def _draw(self, fruits: list[Fruit], seed: int) -> Path:
        path = draw_table(self.folder / f"{len(list(self.folder.glob('*.png')))}.png", fruits, seed=seed)
        self.said.append(Said("person", pictures=[_shrink(path.read_bytes())], shape="4/3"))
        return path


def main() -> None:
    """Talk, and write down what was said."""
    with tempfile.TemporaryDirectory() as folder, TelegramDouble() as telegram:
        port = free_port()
        running = start(Path(folder), "up", "--port", str(port), BOT_TOKEN=TOKEN, BOT_TELEGRAM_URL=telegram.url)
        try:
            await_ready(f"http://127.0.0.1:{port}", running)
            telegram.wait_for("setMyCommands", seconds=60)
            phones = [_talk(scene, telegram, Path(folder)) for scene in (_ask_about_photos, _ask_for_photos, _weigh)]
        finally:
            running.end()
        assert not telegram.complaints, telegram.complaints
    lines = [line for said in phones for message in said for line in _write_down(message)]
    (ROOT / "docs" / "chat.md").write_text("\n".join([HEAD, "```", *lines, "```", ""]), encoding="utf-8")
    (ROOT / "docs" / "chat.jpg").write_bytes(draw_chat([_as_seen(said) for said in phones]))


def _ask_about_photos(chat: Chat) -> None:
    chat.show([tomato(0.36, 0.5, 0.22), tomato(0.66, 0.55, 0.21)], seed=9)
    answer = chat.hear("sendPhoto")
    chat.press(answer, "💡 Why?")
    chat.hear("sendPhoto")
    chat.show([pumpkin(0.5, 0.52, 0.3)], seed=7)
    answer = chat.hear("sendPhoto")
    chat.press(answer, "✏️ Another kind")
    chat.telegram.wait_for("answerCallbackQuery")
    kinds = chat.hear("editMessageReplyMarkup")
    chat.telegram.forget_calls()
    chat.press(kinds, "Pumpkin")
    chat.hear("answerCallbackQuery")


def _ask_for_photos(chat: Chat) -> None:
    chat.language = "ru"
    chat.show_album([[tomato(0.36, 0.42, 0.2), tomato(0.64, 0.42, 0.19), tomato(0.5, 0.66, 0.21)],
                     [tomato(0.5, 0.52, 0.22)], [potato(0.5, 0.52, 0.33)]])  # fmt: skip
    chat.hear("sendPhoto")
    chat.write("два красных помидора")
    chat.hear("sendMediaGroup")
    below = chat.hear("sendMessage")
    chat.press(below, "Ещё")
    chat.hear("sendPhoto")
    chat.hear("sendMessage")
    chat.write("пять синих помидоров")
    chat.hear("sendPhoto")


def _weigh(chat: Chat) -> None:
    chat.write("/scale")
    chat.hear("sendMessage")
    before, *after = weighed()
    chat.show(before, seed=SCALE_SEED)
    chat.hear("sendMessage")
    for fruits in after:
        chat.show(fruits, seed=SCALE_SEED)
        chat.hear("sendPhoto")
    chat.write("/done")
    chat.hear("sendMessage")


def _talk(scene: Callable[[Chat], None], telegram: TelegramDouble, folder: Path) -> list[Said]:
    telegram.forget_calls()
    chat = Chat(telegram, folder)
    scene(chat)
    return chat.said


def _shrink(picture: bytes) -> bytes:
    small = Image.open(io.BytesIO(picture)).convert("RGB")
    small.thumbnail((SHOWN_SIDE, SHOWN_SIDE))
    buffer = io.BytesIO()
    small.save(buffer, "PNG")
    return buffer.getvalue()


def _write_down(said: Said) -> list[str]:
    """A message as lines of text."""
    if said.who == "press":
        return [f"you  👆 {said.text}", ""]
    pictures = ["📷" * len(said.pictures)] if said.pictures else []
    lines = pictures + (TAGS.sub("", unescape(said.text)).split("\n") if said.text else [])
    lines += [f"[{'] ['.join(row)}]" for row in said.buttons]
    name = "you" if said.who == "person" else "bot"
    return [f"{name if not number else '':<5}{line}".rstrip() for number, line in enumerate(lines)] + [""]


def _as_seen(said: list[Said]) -> list[Said]:
    """What stands in the chat in the end; captions within an album show only when a photo of it is opened."""
    albums = [replace(each, text="") if len(each.pictures) > 1 and each.shape == "1" else each for each in said]
    return [each for each in albums if each.who != "press" and (each.text or each.pictures)]


if __name__ == "__main__":
    main()
