"""A shop that is not open to everybody: the page asks for a key, and a cookie carries it."""

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from inference.processes.ports import free_port
from tests.e2e.page.axe import find_faults
from tests.e2e.page.conftest import listen, new_visitor
from tests.e2e.page.shop import Shop, await_labels, run_product

KEY = "gg_the_operators_own_key_of_this_shop"
LOCKED = {"INFERENCE_REQUIRE_API_KEY": "true", "INFERENCE_ADMIN_KEY": KEY}


@pytest.fixture(scope="module")
def locked(shop: Shop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a shop that wants a key, with a photo in its catalogue."""
    folder, port = tmp_path_factory.mktemp("locked"), free_port()
    url = f"http://127.0.0.1:{port}"
    with run_product(folder, port, **LOCKED), httpx.Client(base_url=url, headers={"X-API-Key": KEY}) as http:
        http.post("/v1/photos", files={"file": shop.photos(1)[0].read_bytes()}).raise_for_status()
        await_labels(http)
        yield url


@pytest.fixture
def door(browser: Browser, locked: str, errors: list[str]) -> Iterator[Page]:
    """The page as a stranger sees it first."""
    visitor = new_visitor(browser, "desk")
    page = visitor.new_page()
    listen(page, locked, errors)
    page.goto(locked)
    expect(page.get_by_label("API key")).to_be_visible()
    yield page
    visitor.close()
    assert errors == []


def come_in(page: Page, key: str) -> None:
    page.get_by_label("API key").fill(key)
    page.get_by_role("button", name="Come in").click()


def test_key_opens_the_shop_its_pictures_and_stays(door: Page) -> None:
    come_in(door, KEY)
    picture = door.locator(".card img").first
    expect(picture).to_be_visible()
    assert picture.evaluate("(image) => image.decode().then(() => image.naturalWidth)") > 0
    door.reload()
    expect(picture).to_be_visible()


def test_photo_is_shown_and_answered_behind_the_door(door: Page, shop: Shop) -> None:
    come_in(door, KEY)
    door.get_by_role("link", name="Show", exact=True).click()
    door.locator("input[type=file]").first.set_input_files(str(shop.photos(2)[1]))
    expect(door.locator(".shown.answered")).to_have_count(1, timeout=30_000)


def test_unknown_key_is_told_so(door: Page, errors: list[str]) -> None:
    come_in(door, "gg_guess")
    expect(door.get_by_role("alert")).to_have_text("This service does not know that key.")
    errors.clear()


def test_photo_shown_without_a_key_is_answered_when_one_is_shown(door: Page, shop: Shop, errors: list[str]) -> None:
    come_in(door, KEY)
    door.get_by_role("link", name="Show", exact=True).click()
    door.wait_for_load_state("networkidle")
    door.context.clear_cookies()
    door.locator("input[type=file]").first.set_input_files(str(shop.photos(3)[2]))
    come_in(door, KEY)
    expect(door.locator(".shown.answered")).to_have_count(1, timeout=30_000)
    errors.clear()


def test_who_leaves_stands_before_the_door(door: Page) -> None:
    come_in(door, KEY)
    expect(door.locator(".card").first).to_be_visible()
    door.wait_for_load_state("networkidle")
    door.get_by_role("button", name="Leave").click()
    expect(door.get_by_label("API key")).to_be_visible()


def test_axe_finds_nothing_at_the_door(door: Page, axe: str) -> None:
    assert find_faults(door, axe) == []
