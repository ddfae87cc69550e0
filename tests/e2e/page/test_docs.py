"""The documentation of the API, without the rest of the Internet."""

from playwright.sync_api import Page, expect

from tests.e2e.page.shop import Shop


def test_documentation_shows_every_operation_and_asks_no_other_host(desk_page: Page, shop: Shop) -> None:
    answer = desk_page.goto(f"{shop.url}/docs")
    assert answer is not None
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    paths = shop.http.get("/openapi.json").json()["paths"]
    expect(desk_page.locator(".opblock")).to_have_count(sum(len(operations) for operations in paths.values()))
    desk_page.locator(".opblock-summary", has_text="/v1/stats").click()
    expect(desk_page.locator(".opblock-body")).to_be_visible()
