"""Scale: what was put on, how it is shown, and the basket."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.page.held import hold_next
from tests.e2e.page.produce import Drawing, render, sketch_scale

ADDED = re.compile("/v1/added")
NARROW = 320
DROP_BESIDE = """() => {
  const data = new DataTransfer();
  data.items.add(new File([], "photo.jpg"));
  const event = new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true });
  return document.querySelector("h1").dispatchEvent(event);
}"""
ITEMS = [Drawing("tomato", "red"), Drawing("capsicum", "yellow")]


@pytest.fixture(scope="package")
def frames(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """An empty pan, then one thing more on it at a time."""
    folder = tmp_path_factory.mktemp("scale")
    paths = [folder / f"{number}.jpg" for number in range(len(ITEMS) + 1)]
    for path, photo in zip(paths, render(browser, [sketch_scale(ITEMS[:n]) for n in range(3)]), strict=True):
        path.write_bytes(photo)
    return paths


@pytest.fixture
def scale(page: Page) -> Page:
    """The view, open."""
    page.get_by_role("link", name="Scale", exact=True).click()
    return page


def weigh(page: Page, before: Path | None, after: Path) -> None:
    if before:
        page.get_by_label("Before", exact=True).set_input_files(before)
    page.get_by_label("After", exact=True).set_input_files(after)
    page.get_by_role("button", name="What changed?").click()


def test_what_was_added_is_said_shown_and_put_into_the_basket(scale: Page, frames: list[Path]) -> None:
    weigh(scale, frames[0], frames[1])
    expect(scale.locator(".verdict")).to_have_text(re.compile("^Added: .+ red"))
    scale.get_by_role("slider", name="Strength of the mask").fill("0.25")
    expect(scale.locator(".mask")).to_have_css("opacity", "0.25")
    scale.get_by_role("slider", name="Before or after").fill("0.5")
    expect(scale.locator(".stack img").nth(1)).to_have_css("clip-path", "inset(0px 50% 0px 0px)")
    expect(scale.locator(".basket li")).to_have_count(1)
    expect(scale.locator(".basket li img")).to_be_visible()


def test_weighing_goes_on_and_the_basket_fills_and_empties(scale: Page, frames: list[Path]) -> None:
    weigh(scale, frames[0], frames[1])
    scale.get_by_role("button", name="Weigh the next one").click()
    weigh(scale, None, frames[2])
    expect(scale.locator(".basket li")).to_have_count(2)
    scale.get_by_role("link", name="Ask", exact=True).click()
    scale.get_by_role("link", name="Scale", exact=True).click()
    scale.get_by_role("button", name=re.compile("^Take .+ out of the basket")).first.click()
    expect(scale.locator(".basket li")).to_have_count(1)
    scale.get_by_role("button", name="Empty the basket").click()
    expect(scale.locator(".basket")).to_contain_text("The basket is empty.")


def test_answer_is_forgotten_when_a_photo_is_changed(scale: Page, frames: list[Path]) -> None:
    weigh(scale, frames[0], frames[1])
    expect(scale.locator(".verdict")).to_be_visible()
    scale.get_by_label("After", exact=True).set_input_files(frames[2])
    expect(scale.locator(".verdict")).to_have_count(0)


def test_one_photo_twice_is_refused_with_a_sentence(scale: Page, frames: list[Path], errors: list[str]) -> None:
    weigh(scale, frames[0], frames[0])
    expect(scale.get_by_role("alert")).to_contain_text("This is the same photo twice.")
    errors.clear()


def test_frames_are_weighed_once_and_an_answer_to_older_ones_is_none(desk_page: Page, frames: list[Path]) -> None:
    desk_page.get_by_role("link", name="Scale", exact=True).click()
    held = hold_next(desk_page, ADDED)
    with desk_page.expect_request(ADDED):
        weigh(desk_page, frames[0], frames[2])
    weigh(desk_page, None, frames[1])
    expect(desk_page.locator(".basket li")).to_have_count(1)
    with desk_page.expect_response(ADDED):
        held[0].continue_()
    again = desk_page.get_by_role("button", name="What changed?")
    again.press("Enter")
    expect(again).to_be_focused()
    desk_page.wait_for_load_state("networkidle")
    expect(desk_page.locator(".basket li")).to_have_count(1)
    desk_page.set_viewport_size({"width": NARROW, "height": 640})
    assert desk_page.evaluate("document.documentElement.scrollWidth") <= NARROW


def test_weighing_that_does_not_arrive_is_told(desk_page: Page, frames: list[Path], errors: list[str]) -> None:
    desk_page.get_by_role("link", name="Scale", exact=True).click()
    desk_page.context.set_offline(True)
    weigh(desk_page, frames[0], frames[1])
    expect(desk_page.get_by_role("alert")).to_contain_text("this was not done")
    errors.clear()


def test_photo_dropped_beside_a_frame_does_not_take_the_pages_place(desk_page: Page) -> None:
    desk_page.get_by_role("link", name="Scale", exact=True).click()
    is_opened = desk_page.evaluate(DROP_BESIDE)
    assert not is_opened
