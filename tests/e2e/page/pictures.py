"""Screenshots for the docs: the running page with drawn vegetables, so that nobody's photos are handed on."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.e2e.page.conftest import new_visitor
from tests.e2e.page.shop import Shop
from tests.e2e.still_life import SCALE_SEED, draw_table, weighed

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "docs" / "page"
JPEG_QUALITY = 82
SETTLE_MS = 3000
MEASURE_MS = 6000
SLOW_LINE_BYTES_S = 40_000


@dataclass(frozen=True)
class Scene:
    """A picture to be taken: who looks, at what, and what they have done before."""

    name: str
    size: str
    theme: str
    locale: str
    address: str
    act: Callable[[Page, Shop], None] | None = None


def take_pictures(browser: Browser, shop: Shop) -> None:
    """Take them all."""
    FOLDER.mkdir(exist_ok=True)
    for number, fruits in enumerate(weighed()):
        draw_table(shop.folder / f"scale-{number}.jpg", fruits, seed=SCALE_SEED)
    for scene in SCENES:
        visitor = new_visitor(browser, scene.size, theme=scene.theme, locale=scene.locale)
        page = visitor.new_page()
        page.goto(f"{shop.url}/{scene.address}")
        page.wait_for_load_state("networkidle")
        if scene.act:
            scene.act(page, shop)
        page.wait_for_timeout(SETTLE_MS)
        page.screenshot(path=FOLDER / f"{scene.name}.jpg", type="jpeg", quality=JPEG_QUALITY)
        visitor.close()


def _open_tomato(page: Page, shop: Shop) -> None:
    """The tomato that the model is surest of."""
    query = {"q": "red tomato", "order": "best", "count": 1}
    (photo,) = shop.http.get("/v1/photos", params=query).json()["photos"]
    page.goto(f"{shop.url}/#ask?q=red+tomatoes&photo={photo['id']}")
    page.wait_for_function("() => document.querySelector('.colors')?.textContent.includes('…') === false")


def _show_some(page: Page, shop: Shop) -> None:
    """Some are answered, one is on its way, others wait in line."""
    files = page.locator("input[type=file]").first
    photos = [str(path) for path in shop.photos(60)[::6]]
    files.set_input_files(photos[:5])
    page.get_by_text("5 of 5 answered").wait_for()
    network = page.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": SLOW_LINE_BYTES_S}
    network.send("Network.emulateNetworkConditions", slow)
    files.set_input_files(photos[5:])


def _weigh(page: Page, shop: Shop) -> None:
    """Two weighings, one after the other."""
    page.locator("input[type=file]").first.set_input_files(shop.folder / "scale-0.jpg")
    page.locator("input[type=file]").nth(1).set_input_files(shop.folder / "scale-1.jpg")
    page.locator(".weighing .primary").click()
    page.locator(".verdict").wait_for()
    page.locator(".weighing .row button").nth(1).click()
    page.locator("input[type=file]").nth(1).set_input_files(shop.folder / "scale-2.jpg")
    page.locator(".weighing .primary").click()
    page.locator(".verdict").wait_for()
    page.evaluate("scrollTo(0, 0)")


def _measure(page: Page, shop: Shop) -> None:
    """The model at work."""
    page.locator(".latency button").first.click()
    page.wait_for_timeout(MEASURE_MS)
    page.evaluate("scrollTo(0, 0)")


SCENES = (
    Scene("ask", "desk", "light", "en-GB", "#ask"),
    Scene("ask-sentence", "desk", "light", "en-GB", "#ask?q=red+or+yellow+tomatoes%2C+no+capsicum"),
    Scene("photo", "desk", "light", "en-GB", "#ask", _open_tomato),
    Scene("show", "desk", "dark", "en-GB", "#show", _show_some),
    Scene("scale", "desk", "light", "en-GB", "#scale", _weigh),
    Scene("models", "desk", "light", "en-GB", "#models", _measure),
    Scene("ask-phone", "phone", "dark", "en-GB", "#ask"),
    Scene("photo-phone", "phone", "light", "ru-RU", "#ask", _open_tomato),
    Scene("nothing-phone", "phone", "light", "ru-RU", "#ask?q=синяя+тыква"),
)
