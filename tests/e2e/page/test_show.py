"""Show: photos on their way from a hand to an answer."""

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.page.frames import longest_frame, watch_frames
from tests.e2e.page.held import hold_next
from tests.e2e.page.produce import Drawing, render, sketch
from tests.e2e.page.shop import Shop

ANSWER_MS = 30_000
BATCH = 50
FROZEN_MS = 1000
HASTE_MS = 1500
SLOW_LINE_BYTES_S = 60_000
HALFWAY = """() => {
  const bar = document.querySelector(".shown.sending progress");
  return bar && bar.value > 0 && bar.value < 1;
}"""
HAND_OVER = """([kind, bytes]) => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(bytes)], "handed.jpg", { type: "image/jpeg" }));
  const event = kind === "drop"
    ? new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true })
    : new ClipboardEvent("paste", { clipboardData: data, bubbles: true });
  (kind === "drop" ? document.querySelector("h1") : document).dispatchEvent(event);
}"""


@pytest.fixture
def show(page: Page) -> Page:
    """The view, open."""
    page.get_by_role("link", name="Show", exact=True).click()
    expect(page.get_by_role("heading", name="Show me what you have")).to_be_visible()
    return page


def choose(page: Page, paths: list[Path]) -> Locator:
    page.locator("input[type=file]").first.set_input_files([str(path) for path in paths])
    return page.locator(".shown")


def test_chosen_photos_go_from_pending_to_their_answers_by_events(show: Page, shop: Shop) -> None:
    followed: list[str] = []
    show.on("request", lambda asked: followed.append(asked.url) if asked.url.endswith("/events") else None)
    cards = choose(show, shop.photos(3))
    expect(show.locator(".shown.answered")).to_have_count(3, timeout=ANSWER_MS)
    expect(cards.first.get_by_role("heading")).to_have_text("brinjal")
    expect(show.get_by_role("status").filter(has_text="answered")).to_have_text("3 of 3 answered")
    assert len(followed) == 3


@pytest.mark.parametrize("way", ["drop", "paste"])
def test_photo_is_dropped_anywhere_or_pasted(show: Page, shop: Shop, way: str) -> None:
    (path,) = shop.photos(1)
    show.evaluate(HAND_OVER, [way, list(path.read_bytes())])
    expect(show.locator(".shown.answered")).to_have_count(1, timeout=ANSWER_MS)


def test_answer_opens_as_a_photo(show: Page, shop: Shop) -> None:
    choose(show, shop.photos(1))
    show.locator(".shown.answered a").click(timeout=ANSWER_MS)
    expect(show.get_by_role("dialog")).to_contain_text("What the model thinks")


def test_what_the_model_does_not_know_is_unknown_and_never_sure(show: Page, shop: Shop, tmp_path: Path) -> None:
    Image.new("RGB", (64, 64), "white").save(tmp_path / "white.png")
    card = choose(show, [tmp_path / "white.png"]).first
    expect(card.get_by_role("heading")).to_have_text(re.compile("^unknown, perhaps "), timeout=ANSWER_MS)
    expect(card).not_to_contain_text(re.compile(r"\bsure\b"))
    card.get_by_role("link").click()
    dialog = show.get_by_role("dialog")
    expect(dialog).to_contain_text("the model does not know this one")
    expect(dialog).to_contain_text("Closest to what the model knows")
    expect(dialog).not_to_contain_text(re.compile(r"\bsure\b"))
    shop.http.delete(f"/v1/photos/{show.url.rpartition('photo=')[2]}").raise_for_status()


def test_upload_tells_how_far_it_is(desk_page: Page, browser: Browser, tmp_path: Path) -> None:
    large = tmp_path / "large.jpg"
    (photo,) = render(browser, [sketch(Drawing("tomato", "red", 77))])
    large.write_bytes(photo + bytes(200_000))
    desk_page.get_by_role("link", name="Show", exact=True).click()
    network = desk_page.context.new_cdp_session(desk_page)
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": SLOW_LINE_BYTES_S}
    network.send("Network.emulateNetworkConditions", slow)
    choose(desk_page, [large])
    sending = desk_page.locator(".shown.sending progress")
    expect(sending).to_be_visible()
    desk_page.wait_for_function(HALFWAY)
    expect(desk_page.locator(".shown.answered")).to_have_count(1, timeout=ANSWER_MS)


def test_who_leaves_while_photos_are_on_their_way_is_asked(desk_page: Page, shop: Shop) -> None:
    asked: list[str] = []
    desk_page.get_by_role("link", name="Show", exact=True).click()
    desk_page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    hold_next(desk_page, re.compile(r"/v1/photos\?domain"))
    choose(desk_page, shop.photos(1))
    expect(desk_page.locator(".shown.sending")).to_have_count(1)
    desk_page.get_by_role("heading", name="Show me what you have").click()
    desk_page.reload()
    assert asked == ["beforeunload"]


def test_photo_shown_twice_is_leafed_through_once(desk_page: Page, shop: Shop) -> None:
    other, photo = shop.photos(2)
    desk_page.get_by_role("link", name="Show", exact=True).click()
    choose(desk_page, [other])
    choose(desk_page, [photo])
    choose(desk_page, [photo])
    answered = desk_page.locator(".shown.answered a")
    expect(answered).to_have_count(3, timeout=ANSWER_MS)
    last = answered.last.get_attribute("href")
    answered.first.click()
    desk_page.keyboard.press("ArrowRight")
    expect(desk_page).to_have_url(f"{shop.url}/{last}")


def test_refused_events_are_asked_for_without_haste(desk_page: Page, shop: Shop, errors: list[str]) -> None:
    asked: list[str] = []
    desk_page.get_by_role("link", name="Show", exact=True).click()
    desk_page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/events") else None)
    desk_page.route("**/events", lambda route: route.fulfill(status=500))
    desk_page.route(re.compile("/v1/jobs/[^/]+$"), lambda route: route.fulfill(json={"status": "queued"}))
    choose(desk_page, shop.photos(1))
    desk_page.wait_for_timeout(HASTE_MS)
    assert len(asked) == 1
    desk_page.unroute_all()
    expect(desk_page.locator(".shown.answered")).to_have_count(1, timeout=ANSWER_MS)
    errors.clear()


def test_what_is_no_photo_is_refused_with_a_sentence(show: Page, tmp_path: Path, errors: list[str]) -> None:
    (tmp_path / "letter.txt").write_text("Dear greengrocer")
    (tmp_path / "broken.jpg").write_bytes(b"no photo at all")
    cards = choose(show, [tmp_path / "letter.txt", tmp_path / "broken.jpg"])
    expect(cards.nth(0)).to_contain_text("This is not a photo.")
    expect(cards.nth(1)).to_contain_text("This is no photo that I can read")
    errors.clear()


def test_camera_is_offered_in_the_hand_and_not_at_the_desk(show: Page) -> None:
    is_phone = show.viewport_size is not None and show.viewport_size["width"] < 500
    camera = show.get_by_role("button", name="Take a photo")
    expect(camera).to_be_visible(visible=is_phone)
    expect(show.locator("input[capture=environment]")).to_have_count(1)


def test_fifty_photos_do_not_freeze_the_page(desk_page: Page, shop: Shop) -> None:
    desk_page.get_by_role("link", name="Show", exact=True).click()
    watch_frames(desk_page)
    choose(desk_page, shop.photos(BATCH))
    expect(desk_page.locator(".shown")).to_have_count(BATCH)
    expect(desk_page.get_by_text(f"{BATCH} of {BATCH} answered")).to_be_visible(timeout=2 * ANSWER_MS)
    assert longest_frame(desk_page) < FROZEN_MS
