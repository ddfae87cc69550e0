"""The service is briefly away: the page says so, keeps what it has, and goes on by itself."""

import re
import shutil
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.page.shop import Shop

AWAY = "The service is away"
BACK_MS = 20_000
UPLOAD = re.compile(r"/v1/photos\?domain")
FACETS = re.compile("/v1/facets")


def test_search_goes_on_by_itself_when_the_service_is_back(page: Page, errors: list[str]) -> None:
    expect(page.locator(".card").first).to_be_visible()
    page.context.set_offline(True)
    page.get_by_role("searchbox").fill("2 green capsicums")
    expect(page.get_by_role("status").filter(has_text=AWAY)).to_be_visible()
    expect(page.locator(".card").first).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator(".card")).to_have_count(2, timeout=BACK_MS)
    expect(page.get_by_text(AWAY)).to_have_count(0)
    errors.clear()


def test_photos_shown_meanwhile_are_answered_later(desk_page: Page, shop: Shop, errors: list[str]) -> None:
    desk_page.get_by_role("link", name="Show", exact=True).click()
    desk_page.context.set_offline(True)
    desk_page.locator("input[type=file]").first.set_input_files([str(path) for path in shop.photos(2)])
    expect(desk_page.locator(".shown.retrying")).to_have_count(2)
    desk_page.context.set_offline(False)
    expect(desk_page.locator(".shown.answered")).to_have_count(2, timeout=BACK_MS)
    errors.clear()


def test_gateways_refusal_and_half_an_answer_are_waited_out(desk_page: Page, shop: Shop, errors: list[str]) -> None:
    expect(desk_page.locator(".facet")).to_have_count(2)
    desk_page.route(FACETS, lambda route: route.fulfill(status=200, body='{"total": 6'), times=1)
    desk_page.reload()
    expect(desk_page.locator(".facet")).to_have_count(2)
    expect(desk_page.get_by_role("alert")).to_have_count(0)
    desk_page.route(UPLOAD, lambda route: route.fulfill(status=503, body="<h1>503</h1>"), times=1)
    desk_page.get_by_role("link", name="Show", exact=True).click()
    desk_page.locator("input[type=file]").first.set_input_files(str(shop.photos(1)[0]))
    expect(desk_page.locator(".shown.answered")).to_have_count(1, timeout=BACK_MS)
    errors.clear()


def test_file_that_moved_meanwhile_is_refused_with_a_sentence(
    desk_page: Page, shop: Shop, tmp_path: Path, errors: list[str]
) -> None:
    moved = tmp_path / "moved.jpg"
    shutil.copy(shop.photos(1)[0], moved)
    desk_page.get_by_role("link", name="Show", exact=True).click()
    desk_page.context.set_offline(True)
    desk_page.locator("input[type=file]").first.set_input_files(str(moved))
    expect(desk_page.locator(".shown.retrying")).to_have_count(1)
    moved.unlink()
    desk_page.context.set_offline(False)
    expect(desk_page.locator(".shown.refused")).to_contain_text("This file was moved", timeout=BACK_MS)
    errors.clear()
