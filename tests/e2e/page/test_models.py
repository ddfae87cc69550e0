"""Models: how good the loaded ones are, and how fast."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.page.shop import Shop

TITLE_IS_BELOW_THE_HEADER = """() => {
  const header = document.querySelector("header").getBoundingClientRect().bottom;
  const title = document.querySelector("#model-dogs > h2").getBoundingClientRect().top;
  return title >= header && title < innerHeight / 2;
}"""


@pytest.fixture
def models(page: Page) -> Page:
    """The view, open."""
    page.get_by_role("link", name="Models", exact=True).click()
    return page


def test_leaderboard_ranks_the_loaded_models(models: Page, shop: Shop) -> None:
    domains = [domain for domain in shop.http.get("/v1/domains").json()["domains"] if domain["model"]]
    rows = models.get_by_role("table").locator("tbody tr")
    expect(rows).to_have_count(len(domains))
    expect(rows.first).to_contain_text(re.compile(r"\d\d\.\d%"))


def test_model_card_tells_where_the_model_comes_from(models: Page, shop: Shop) -> None:
    card = shop.http.get("/v1/domains/vegetables/card").json()
    region = models.get_by_role("region", name="Vegetables")
    for fact in (card["version"], card["architecture"], card["licence"], card["git_commit"][:12]):
        expect(region).to_contain_text(fact)
    expect(region.get_by_role("meter").first).to_be_visible()


def test_a_phone_shows_the_whole_leaderboard(models: Page) -> None:
    figures = models.locator(".leaderboard td")
    expect(figures.first).to_be_visible()
    width = models.viewport_size["width"] if models.viewport_size else 0
    boxes = [box for figure in figures.all() if (box := figure.bounding_box())]
    assert all(box["x"] + box["width"] <= width for box in boxes)


def test_kinds_of_a_large_domain_are_said_to_be_the_worst_of_all_with_their_photos(models: Page) -> None:
    region = models.get_by_role("region", name="Dogs")
    expect(region).to_contain_text("The 15 that are recognised worst, of 118")
    expect(region.locator(".scores li").first).to_contain_text("(1)")


def test_report_is_linked_where_there_is_one(models: Page, shop: Shop) -> None:
    domains = shop.http.get("/v1/domains").json()["domains"]
    written = [domain["model"]["report_url"] for domain in domains if domain["model"] and domain["model"]["report_url"]]
    links = models.get_by_role("link", name="The whole report")
    expect(links).to_have_count(len(written))
    assert [link.get_attribute("href") for link in links.all()] == written
    assert all(shop.http.get(url).headers["content-type"].startswith("text/html") for url in written)


def test_latency_is_measured_live(models: Page) -> None:
    models.wait_for_load_state("networkidle")
    latency = models.locator(".latency").first
    latency.get_by_role("button", name="Measure").click()
    expect(latency.locator(".timing dd").first).to_have_text(re.compile(r"^[\d.,]+ ms$"))
    expect(latency.locator(".sparkline")).to_be_visible()
    latency.get_by_role("button", name="Stop").click()
    expect(latency.get_by_role("button", name="Measure")).to_be_visible()


def test_view_begins_at_its_top_and_a_model_below_the_header(desk_page: Page) -> None:
    desk_page.locator(".card").last.scroll_into_view_if_needed()
    desk_page.get_by_role("link", name="Models", exact=True).click()
    expect(desk_page.get_by_role("region", name="Dogs")).to_be_visible()
    assert desk_page.evaluate("scrollY") == 0
    desk_page.locator(".leaderboard").get_by_role("link", name="Dogs").click()
    desk_page.wait_for_function(TITLE_IS_BELOW_THE_HEADER)


def test_figures_are_written_as_russian_does(desk_page: Page) -> None:
    desk_page.get_by_role("button", name="Русский").click()
    desk_page.locator(".card").first.click()
    expect(desk_page.locator(".facts > .small")).to_contain_text(re.compile(r"\d\s?кБ"))
    desk_page.keyboard.press("Escape")
    desk_page.get_by_role("link", name="Модели", exact=True).click()
    expect(desk_page.locator(".leaderboard td:last-child").first).to_have_text(re.compile(r"^\d,\d{3}$"))
