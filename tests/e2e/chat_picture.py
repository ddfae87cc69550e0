"""Draw a chat as a person sees it on a phone: a page of HTML, photographed in Chromium."""

import base64
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field

from playwright.sync_api import sync_playwright

STYLE = """
* { box-sizing: border-box; margin: 0 }
body { font: 15px/1.38 Inter, "DejaVu Sans", "Noto Color Emoji", sans-serif; color: #17212b; background: #fff }
main { display: inline-flex; gap: 22px; padding: 22px; align-items: stretch }
section { width: 392px; border-radius: 26px; overflow: hidden; background: linear-gradient(160deg, #d6e6c4, #b9d3b0);
  box-shadow: 0 6px 22px #0003; display: flex; flex-direction: column }
header { background: #fffffff0; padding: 12px 16px; display: flex; gap: 11px; align-items: center }
header span { width: 38px; height: 38px; border-radius: 50%; background: #4c8c3f; font-size: 21px;
  display: grid; place-items: center }
header b { display: block; font-size: 15.5px } header small { color: #7d8b97; font-size: 13px }
ol { list-style: none; padding: 14px 12px 18px; display: flex; flex-direction: column; gap: 8px }
li { max-width: 86%; align-self: flex-start } li.person { align-self: flex-end } li.toast { align-self: center }
.bubble { background: #fff; border-radius: 15px; overflow: hidden; box-shadow: 0 1px 1.5px #0002 }
.person .bubble { background: #e4fdc9 } .text { padding: 7px 12px 8px; white-space: pre-line }
.toast .bubble { background: #0009; color: #fff; border-radius: 12px; font-size: 13.5px }
.pictures { display: grid; gap: 2px; grid-template-columns: repeat(var(--columns), 1fr) }
.pictures img { display: block; width: 100%; object-fit: cover; aspect-ratio: var(--shape) }
.row { display: flex; gap: 4px; margin-top: 4px }
.row i { flex: 1; font-style: normal; text-align: center; color: #fff; background: #3d6b3aa8; border-radius: 9px;
  padding: 6px 4px; font-size: 14px; font-weight: 500 }
"""
QUALITY = 82
CHROMIUM = next((path for name in ("chromium", "google-chrome") if (path := shutil.which(name))), None)
HEAD = "<header><span>🥕</span><div><b>greengrocer</b><small>bot</small></div></header>"


@dataclass
class Said:
    """One message: who said it (person, bot, or toast for a passing notice), HTML, pictures and rows of buttons."""

    who: str
    text: str = ""
    pictures: list[bytes] = field(default_factory=list)
    buttons: list[list[str]] = field(default_factory=list)
    shape: str = "auto"


def draw_chat(phones: Sequence[Sequence[Said]]) -> bytes:
    """Draw phones beside one another, each with its messages: a JPEG."""
    columns = "".join(f"<section>{HEAD}<ol>{''.join(map(_message, said))}</ol></section>" for said in phones)
    page_html = f"<meta charset=utf-8><style>{STYLE}</style><main>{columns}</main>"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1300, "height": 900})
        page.set_content(page_html)
        picture = page.locator("main").screenshot(type="jpeg", quality=QUALITY)
        browser.close()
    return picture


def _message(said: Said) -> str:
    columns = min(len(said.pictures), 2 if len(said.pictures) in (2, 4) else 3) or 1
    pictures = "".join(f'<img src="data:image/png;base64,{base64.b64encode(data).decode()}">' for data in said.pictures)
    grid = f'<div class=pictures style="--columns:{columns};--shape:{said.shape}">{pictures}</div>' if pictures else ""
    text = f"<div class=text>{said.text}</div>" if said.text else ""
    rows = "".join(f"<div class=row>{''.join(f'<i>{name}</i>' for name in row)}</div>" for row in said.buttons)
    return f"<li class={said.who}><div class=bubble>{grid}{text}</div>{rows}</li>"
