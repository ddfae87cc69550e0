"""Ask: sentences, facets and photos without end."""

import re

from playwright.sync_api import Page, Route, expect

from tests.e2e.page.shop import PHOTOS, Shop

NEXT_PAGE = re.compile(r"/v1/photos\?.*cursor=")
BRIEFLY_MS = 500
FIRST_ROW_IS_DRAWN = """() => {
  const pictures = [...document.querySelectorAll(".card img")].slice(0, 4);
  return pictures.length === 4 && pictures.every((picture) => picture.naturalWidth > 0);
}"""
MOVE_ON_AT_ONCE = """new MutationObserver((_, observer) => {
  if (!document.querySelector("main")) return;
  observer.disconnect();
  location.hash = "models";
}).observe(document, { childList: true, subtree: true });"""

TYPE_AT_ONCE = """new MutationObserver((_, observer) => {
  const box = document.querySelector("input[type=search]");
  if (!box) return;
  observer.disconnect();
  box.value = "green cucumber";
  box.dispatchEvent(new Event("input", { bubbles: true }));
}).observe(document, { childList: true, subtree: true });"""


def test_sentence_is_understood_live_and_shows_as_many_as_it_names(page: Page) -> None:
    page.get_by_role("searchbox").press_sequentially("3 red tomatoes")
    for told in ("count 3", "colour red", "kind tomato"):
        expect(page.locator(".understood")).to_contain_text(told)
    expect(page.locator(".card")).to_have_count(3)
    page.get_by_role("button", name="More photos").click()
    expect(page.locator(".card")).to_have_count(6)


def test_what_is_typed_at_once_is_kept(page: Page) -> None:
    page.add_init_script(TYPE_AT_ONCE)
    page.reload()
    expect(page.locator(".understood")).to_contain_text("kind cucumber")
    expect(page.get_by_role("searchbox")).to_have_value("green cucumber")


def test_pause_between_words_takes_nothing_back(page: Page) -> None:
    page.get_by_role("searchbox").press_sequentially("red ")
    expect(page.locator(".understood")).to_contain_text("colour red")
    page.get_by_role("searchbox").press_sequentially("tomato")
    expect(page.locator(".understood")).to_contain_text("kind tomato")
    expect(page.get_by_role("searchbox")).to_have_value("red tomato")


def test_half_a_word_is_mended_by_a_suggestion(page: Page) -> None:
    page.get_by_role("searchbox").fill("two tom")
    expect(page.locator(".understood")).to_contain_text("not understood tom")
    page.get_by_role("button", name="two tomato", exact=True).click()
    expect(page.get_by_role("searchbox")).to_have_value("two tomato")
    expect(page.locator(".card")).to_have_count(2)


def test_facets_count_narrow_and_are_dropped(page: Page, shop: Shop) -> None:
    red = page.get_by_role("button", name=re.compile("^red"))
    red.click()
    expect(red).to_have_attribute("aria-pressed", "true")
    counted = shop.http.get("/v1/facets", params={"color": "red"}).json()
    expect(page.locator(".total")).to_have_text(f"{counted['total']} photos")
    labels = page.locator(".facet", has_text="Kinds").locator("li")
    expect(labels).to_have_count(len(counted["labels"]))
    page.get_by_role("button", name="Drop the filters").click()
    expect(page.locator(".total")).to_have_text(f"{PHOTOS} photos")


def test_facets_come_in_the_colours_of_every_palette(page: Page, shop: Shop) -> None:
    page.get_by_role("combobox", name="Palette").select_option("RYB")
    colors = shop.http.get("/v1/facets").json()["colors"]["ryb"]
    expect(page.locator(".facet", has_text="Colours").locator("li")).to_have_count(len(colors))
    page.get_by_role("button", name=re.compile("^red-orange|^orange")).first.click()
    expect(page.locator(".total")).not_to_have_text(f"{PHOTOS} photos")


def test_scrolling_shows_every_photo_once(page: Page) -> None:
    cards = page.locator(".card")
    expect(cards.first).to_be_visible()
    while cards.count() < PHOTOS:
        seen = cards.count()
        cards.last.scroll_into_view_if_needed()
        expect(cards).not_to_have_count(seen)
    addresses = {card.get_attribute("href") for card in cards.all()}
    assert len(addresses) == PHOTOS


def test_search_is_kept_in_the_address(page: Page) -> None:
    page.get_by_role("searchbox").fill("green capsicum")
    expect(page).to_have_url(re.compile("q=green\\+capsicum"))
    page.reload()
    expect(page.get_by_role("searchbox")).to_have_value("green capsicum")
    expect(page.locator(".understood")).to_contain_text("kind capsicum")


def test_who_moves_on_at_once_is_followed(page: Page) -> None:
    page.add_init_script(MOVE_ON_AT_ONCE)
    page.reload()
    expect(page.get_by_role("link", name="Models", exact=True)).to_have_attribute("aria-current", "page")


def test_nothing_found_is_drawn_and_what_would_be_found_is_offered(page: Page) -> None:
    page.get_by_role("searchbox").fill("blue broccoli")
    empty = page.locator(".empty")
    expect(empty.locator("svg")).to_be_visible()
    expect(empty).to_contain_text("The crate is empty")
    expect(empty).not_to_contain_text("filter")
    empty.get_by_role("button", name="broccoli").click()
    expect(page.locator(".card").first).to_be_visible()


def test_filter_that_leaves_nothing_may_be_dropped_and_does_not_fill_the_width(page: Page, shop: Shop) -> None:
    page.goto(f"{shop.url}/#ask?domain=dogs")
    expect(page.locator(".empty")).to_contain_text("drop a filter")
    choice, shelf = page.locator(".domain").bounding_box(), page.locator(".shelf").bounding_box()
    assert choice is not None
    assert shelf is not None
    assert choice["width"] < 0.7 * shelf["width"]


def test_page_speaks_russian_and_remembers_it(page: Page) -> None:
    page.get_by_role("button", name="Русский").click()
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    page.get_by_role("searchbox").fill("зелёный огурец")
    expect(page.locator(".understood")).to_contain_text("вид огурец")
    expect(page.locator(".total")).to_have_text(re.compile("^\\d+ фотограф"))


def test_colours_of_the_page_are_turned_and_remembered(page: Page) -> None:
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.get_by_role("button", name="Dark colours").click()
    page.reload()
    assert page.evaluate(paper) != light
    expect(page.get_by_role("button", name="Light colours")).to_be_visible()


def test_end_of_the_list_that_fails_is_asked_for_without_haste_and_goes_on(desk_page: Page, errors: list[str]) -> None:
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(
            status=503, headers={"Retry-After": "1"}, json={"detail": "busy", "code": "catalogue_unavailable"}
        )

    desk_page.route(NEXT_PAGE, refuse)
    cards = desk_page.locator(".card")
    cards.last.scroll_into_view_if_needed()
    expect(desk_page.get_by_role("alert")).to_contain_text("The catalogue cannot be reached")
    desk_page.wait_for_timeout(BRIEFLY_MS)
    assert len(asked) == 1
    first, seen = cards.first.get_attribute("href"), cards.count()
    desk_page.unroute(NEXT_PAGE)
    expect(cards).not_to_have_count(seen)
    assert cards.first.get_attribute("href") == first
    errors.clear()


def test_failure_is_told_in_a_sentence_and_what_failed_is_tried_again(desk_page: Page, errors: list[str]) -> None:
    said = desk_page.get_by_role("alert")
    expect(desk_page.locator(".facet")).to_have_count(2)
    for asked in ("facets", "palettes", "query"):
        desk_page.route(re.compile(f"/v1/{asked}"), lambda route: route.fulfill(status=500, body="oops"), times=1)
        desk_page.reload()
        if asked == "query":
            desk_page.get_by_role("searchbox").fill("red tomato")
        expect(said).to_contain_text("Something went wrong: status 500.")
        said.get_by_role("button", name="Try again").click()
        expect(said).to_have_count(0)
    expect(desk_page.locator(".understood")).to_contain_text("kind tomato")
    errors.clear()


def test_picture_that_failed_is_asked_for_again(desk_page: Page, errors: list[str]) -> None:
    expect(desk_page.locator(".card").first).to_be_visible()
    desk_page.route(re.compile("/thumbnail"), lambda route: route.abort(), times=1)
    desk_page.reload()
    desk_page.wait_for_function(FIRST_ROW_IS_DRAWN)
    errors.clear()
