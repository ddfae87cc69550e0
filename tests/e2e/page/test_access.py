"""Everyone can use it: axe finds nothing, and the keyboard is enough."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.page.axe import find_faults
from tests.e2e.page.conftest import new_visitor
from tests.e2e.page.shop import Shop

LOOKS = ["desk light en-GB", "phone dark ru-RU", "desk dark ru-RU", "phone light en-GB"]
NARROW = 320
LONG_WORD = "tomatoesfromtheverylongaddress" * 6
VIEWS = {
    "ask": "#ask",
    "understood": "#ask?q=3+red+tomatoes+blurple",
    "filtered": "#ask?color=red&label=tomato",
    "nothing": "#ask?q=blue+broccoli",
    "show": "#show",
    "scale": "#scale",
    "models": "#models",
}


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_in_any_view(browser: Browser, shop: Shop, axe: str, look: str) -> None:
    size, theme, locale = look.split()
    visitor = new_visitor(browser, size, theme=theme, locale=locale)
    page = visitor.new_page()
    faults = {}
    for name, address in VIEWS.items():
        page.goto(f"{shop.url}/{address}")
        faults[name] = find_faults(page, axe)
    page.goto(f"{shop.url}/#ask")
    page.locator(".card").first.click()
    page.locator(".heat button").click()
    faults["photo"] = find_faults(page, axe)
    page.goto(f"{shop.url}/#show")
    page.locator("input[type=file]").first.set_input_files([str(path) for path in shop.photos(2)])
    expect(page.locator(".shown.answered")).to_have_count(2, timeout=30_000)
    faults["answered"] = find_faults(page, axe)
    visitor.close()
    assert not {view: found for view, found in faults.items() if found}


def test_keyboard_alone_finds_opens_and_closes_a_photo(desk_page: Page) -> None:
    expect(desk_page.locator(".card").first).to_be_visible()
    desk_page.keyboard.press("/")
    desk_page.keyboard.type("1 carrot")
    expect(desk_page.locator(".card")).to_have_count(1)
    desk_page.locator(".card").first.focus()
    desk_page.keyboard.press("Enter")
    expect(desk_page.get_by_role("dialog")).to_be_visible()
    desk_page.keyboard.press("Escape")
    expect(desk_page.get_by_role("dialog")).to_have_count(0)
    expect(desk_page.locator(".card").first).to_be_focused()


def test_first_tab_skips_to_the_content(desk_page: Page) -> None:
    expect(desk_page.locator(".card").first).to_be_visible()
    desk_page.keyboard.press("Tab")
    expect(desk_page.get_by_role("link", name="Skip to the content")).to_be_focused()
    desk_page.keyboard.press("Enter")
    expect(desk_page.locator("main")).to_be_focused()


def test_keyboard_keeps_its_place(desk_page: Page, shop: Shop) -> None:
    desk_page.goto(f"{shop.url}/#ask?q=3+red+tomatoes")
    more, cards = desk_page.get_by_role("button", name="More photos"), desk_page.locator(".card")
    more.press("Enter")
    expect(cards).to_have_count(6)
    expect(more).to_be_focused()
    cards.nth(4).press("Enter")
    desk_page.get_by_role("button", name="Next photo").press("Enter")
    expect(desk_page.get_by_role("button", name="Next photo")).to_be_focused()
    last = desk_page.url
    desk_page.keyboard.press("ArrowLeft")
    expect(desk_page).not_to_have_url(last)
    desk_page.go_back()
    expect(cards.nth(4)).to_be_focused()


@pytest.mark.parametrize("locale", ["en-GB", "ru-RU"])
def test_nothing_reaches_over_a_narrow_page(browser: Browser, shop: Shop, locale: str) -> None:
    visitor = new_visitor(browser, "phone", locale=locale)
    page = visitor.new_page()
    page.set_viewport_size({"width": NARROW, "height": 640})
    page.route("**/v1/session", lambda route: route.fulfill(json={"needs_key": True, "scopes": ["read"]}))
    wide = {}
    for address in [*VIEWS.values(), f"#ask?q={LONG_WORD}"]:
        page.goto(f"{shop.url}/{address}")
        page.wait_for_load_state("networkidle")
        wide[address] = page.evaluate("document.documentElement.scrollWidth")
    visitor.close()
    assert not {address: width for address, width in wide.items() if width > NARROW}
