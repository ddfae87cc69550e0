"""The page in a real browser, over the running product: what a person sees and does."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.e2e.conftest import Stack

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"desk": (1280, 900), "phone": (390, 844)}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium; from Debian's packages where it is missing and we may install it."""
    path = _find_browser() or _install_browser()
    if path is None:
        pytest.skip("needs Chromium; it is not on PATH and cannot be installed here")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(params=SIZES)
def page(request: pytest.FixtureRequest, browser: Browser, stack: Stack, repository: Path) -> Iterator[Page]:
    """The page, on a desk and on a phone; it must log no error and ask no other host."""
    if not (repository / "inference" / "web" / "dist" / "index.html").is_file():
        pytest.skip("the page is not built: it needs Node.js 20 or newer")
    width, height = SIZES[request.param]
    opened = browser.new_page(viewport={"width": width, "height": height}, locale="en-GB")
    errors: list[str] = []
    opened.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    opened.on(
        "request",
        lambda asked: None if asked.url.startswith((stack.url, "blob:", "data:")) else errors.append(asked.url),
    )
    opened.goto(stack.url)
    yield opened
    assert errors == []
    opened.close()


def fill(stack: Stack, paths: list[Path]) -> None:
    for path in paths:
        stack.http.post("/v1/photos", params={"wait": 20}, files={"file": path.read_bytes()})


def test_sentence_is_understood_live_and_finds_photos(page: Page, stack: Stack, tomatoes: list[Path]) -> None:
    fill(stack, tomatoes[:3])
    page.get_by_role("searchbox").fill("3 red tomatoes")
    expect(page.locator(".understood")).to_contain_text("number 3")
    expect(page.locator(".understood")).to_contain_text("red")
    expect(page.locator(".grid li").first).to_contain_text("tomato")


def test_photo_dialog_tells_all_and_takes_a_correction(page: Page, stack: Stack, shared_data: Path) -> None:
    carrot = sorted((shared_data / "vegetables15" / "Carrot").glob("*.jpg"))[40]
    answer = stack.http.post("/v1/photos", params={"wait": 20}, files={"file": carrot.read_bytes()}).json()
    page.get_by_role("searchbox").fill("carrots")
    expect(page.locator(".understood")).to_contain_text("carrot")
    page.locator(".grid button").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("ryb")
    dialog.get_by_role("combobox").select_option("papaya")
    expect(page.locator(".grid li", has_text="papaya").first).to_be_visible()
    assert stack.http.get(f"/v1/photos/{answer['id']}").json()["label_source"] == "person"
    stack.http.delete(f"/v1/photos/{answer['id']}")


def test_photo_that_is_shown_gets_its_answer(page: Page, tomatoes: list[Path]) -> None:
    page.get_by_role("link", name="Show").click()
    page.locator("input[type=file]").set_input_files([str(path) for path in tomatoes[:2]])
    expect(page.locator(".answers h3")).to_have_count(2, timeout=20_000)
    expect(page.locator(".answers h3").first).to_have_text("tomato")


def test_nothing_found_is_drawn(page: Page) -> None:
    page.get_by_role("searchbox").fill("blue broccoli")
    expect(page.locator(".empty svg")).to_be_visible()


def test_page_speaks_russian(page: Page) -> None:
    page.get_by_role("button", name="Русский").click()
    expect(page.get_by_role("link", name="Весы")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    page.get_by_role("searchbox").fill("зелёный огурец")
    expect(page.locator(".understood")).to_contain_text("огурец")


def test_page_is_small_and_has_no_inline_code(repository: Path) -> None:
    folder = repository / "inference" / "web" / "dist"
    if not folder.is_dir():
        pytest.skip("the page is not built: it needs Node.js 20 or newer")
    assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) < 100_000
    assert not re.search(r"<script>|<style|style=", (folder / "index.html").read_text())


def _find_browser() -> str | None:
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def _install_browser() -> str | None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]):
        subprocess.run(command, check=False, capture_output=True, timeout=400)
    return _find_browser()
