"""A browser before an open shop."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.page.browser import open_browser
from tests.e2e.page.shop import Shop, open_shop

PATIENCE_MS = 15_000
SIZES = {"desk": (1280, 800), "phone": (390, 844)}


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium, for the tests of this folder alone: its event loop stands in the way of others."""
    with open_browser() as opened:
        if opened is None:
            pytest.skip("needs Chromium; it is not on PATH and cannot be installed here")
        expect.set_options(timeout=PATIENCE_MS)
        yield opened


@pytest.fixture(scope="package")
def shop(browser: Browser, built_page: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The running product with drawn photos in its catalogue."""
    with open_shop(browser, tmp_path_factory.mktemp("shop")) as opened:
        yield opened


@pytest.fixture(scope="package")
def built_page() -> Path:
    """The folder that the page was built into."""
    folder = Path(__file__).resolve().parents[3] / "inference" / "web" / "dist"
    if not (folder / "index.html").is_file():
        pytest.skip("the page is not built: it needs Node.js 20 or newer")
    return folder


@pytest.fixture(scope="package")
def axe(repository: Path) -> str:
    """axe-core, as npm installed it."""
    script = repository / "inference" / "web" / "node_modules" / "axe-core" / "axe.min.js"
    if not script.is_file():
        pytest.skip("needs axe-core: npm ci in inference/web")
    return script.read_text("utf-8")


@pytest.fixture
def errors() -> list[str]:
    """What the console complained of, and every request to another host; a test that means to fail clears it."""
    return []


@pytest.fixture(params=SIZES)
def context(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    """A new visitor at a desk and with a phone in hand."""
    opened = new_visitor(browser, request.param)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext, shop: Shop, errors: list[str]) -> Iterator[Page]:
    """The page as that visitor sees it first."""
    opened = context.new_page()
    listen(opened, shop.url, errors)
    opened.goto(shop.url)
    yield opened
    assert errors == []


@pytest.fixture
def desk_page(browser: Browser, shop: Shop, errors: list[str]) -> Iterator[Page]:
    """The page at a desk, for what does not depend on the size."""
    visitor = new_visitor(browser, "desk")
    opened = visitor.new_page()
    listen(opened, shop.url, errors)
    opened.goto(shop.url)
    yield opened
    visitor.close()
    assert errors == []


def new_visitor(browser: Browser, size: str, *, theme: str = "light", locale: str = "en-GB") -> BrowserContext:
    """A visitor with an empty cache."""
    width, height = SIZES[size]
    is_phone = size == "phone"
    return browser.new_context(
        viewport={"width": width, "height": height},
        is_mobile=is_phone,
        has_touch=is_phone,
        locale=locale,
        color_scheme="dark" if theme == "dark" else "light",
    )


def listen(page: Page, url: str, errors: list[str]) -> None:
    """Note complaints and strangers."""
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on(
        "request",
        lambda asked: None if asked.url.startswith((url, "blob:", "data:")) else errors.append(asked.url),
    )
