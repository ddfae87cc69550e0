"""One photo with everything known; corrected, deleted, leafed through."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.page.held import hold_next
from tests.e2e.page.produce import Drawing
from tests.e2e.page.shop import Shop, draw_photo

Photo = dict[str, str]
# a drawing is not always one that the model knows
MODELS_WORD = re.compile("the model('s word| does not know)")
LEAST_MARGIN_PX = 16
BRIEFLY_MS = 300
ONE_PHOTO = re.compile("/v1/photos/[0-9a-f]+$")
LEFT_OF_TEXT = """() => {
  const text = document.createRange();
  text.selectNodeContents(document.querySelector("dialog [role=alert]"));
  return text.getBoundingClientRect().left - document.querySelector("dialog").getBoundingClientRect().left;
}"""


@pytest.fixture
def photo(browser: Browser, shop: Shop, tmp_path: Path) -> Iterator[Photo]:
    """A photo that no other test looks at, for it will be changed."""
    seed = time.monotonic_ns()
    path = draw_photo(browser, Drawing("radish", "pink", seed), tmp_path / "radish.jpg")
    job = shop.http.post("/v1/photos", params={"wait": 20}, files={"file": path.read_bytes()}).json()
    found: Photo = job["photo"]
    yield found
    shop.http.delete(f"/v1/photos/{found['id']}")


@pytest.fixture
def desk_dialog(desk_page: Page, shop: Shop, photo: Photo) -> Page:
    """That photo open at a desk, for what does not depend on the size, over a search that does not find it."""
    desk_page.goto("about:blank")  # or else the photo would be a step on, and closing it a step back
    desk_page.goto(f"{shop.url}/#ask?q=carrot&photo={photo['id']}")
    expect(desk_page.get_by_role("button", name="Delete")).to_be_visible()
    return desk_page


@pytest.fixture
def dialog_page(page: Page, shop: Shop, photo: Photo) -> Page:
    """The page with that photo open."""
    page.goto(f"{shop.url}/#ask?photo={photo['id']}")
    expect(page.get_by_role("dialog")).to_be_visible()
    return page


def test_photo_view_tells_everything_known(dialog_page: Page, photo: Photo) -> None:
    dialog = dialog_page.get_by_role("dialog")
    expect(dialog.get_by_role("meter")).to_have_count(5)
    for palette in ("Everyday", "RGB", "RYB"):
        row = dialog.get_by_role("row", name=palette)
        expect(row.get_by_role("cell")).to_have_count(2)
        expect(row).not_to_contain_text("…")
    expect(dialog).to_contain_text(photo["hex"])
    expect(dialog).to_contain_text(photo["model"])
    expect(dialog).to_contain_text(MODELS_WORD)


def test_heat_map_is_laid_over_the_photo(dialog_page: Page, photo: Photo) -> None:
    with dialog_page.expect_response(lambda answer: "heatmap" in answer.url) as heard:
        dialog_page.get_by_role("button", name="Where it looked").click()
    assert heard.value.ok
    dialog_page.get_by_role("slider", name="Strength of the heat map").fill("0.3")
    expect(dialog_page.locator(".view image").nth(1)).to_have_attribute("opacity", "0.3")


def test_similar_photos_are_shown_and_opened(dialog_page: Page, shop: Shop, photo: Photo, errors: list[str]) -> None:
    similar = shop.http.get(f"/v1/photos/{photo['id']}/similar", params={"count": 8}).json()["photos"]
    shown = dialog_page.locator(".similar button")
    expect(shown).to_have_count(len(similar))
    shown.first.scroll_into_view_if_needed()
    dialog_page.route("**/similar?*", lambda route: route.fulfill(status=500))
    shown.first.click()
    expect(dialog_page.get_by_role("dialog")).to_be_focused()
    assert similar[0]["id"] in dialog_page.url
    assert dialog_page.evaluate("document.querySelector('dialog').scrollTop") == 0
    expect(shown).to_have_count(0)
    errors.clear()


def test_correction_is_a_persons_word_and_can_be_taken_back(dialog_page: Page, shop: Shop, photo: Photo) -> None:
    choice = dialog_page.get_by_role("combobox", name="What is it really?")
    choice.select_option("papaya")
    expect(dialog_page.get_by_role("heading", name="Papaya")).to_be_visible()
    expect(dialog_page.get_by_role("dialog")).to_contain_text("a person said so")
    assert shop.http.get(f"/v1/photos/{photo['id']}").json()["label_source"] == "person"
    choice.select_option("— no correction —")
    expect(dialog_page.get_by_role("dialog")).to_contain_text(MODELS_WORD)


def test_photo_is_deleted_at_the_second_press(dialog_page: Page, shop: Shop, photo: Photo) -> None:
    dialog_page.get_by_role("button", name="Delete").click()
    assert shop.http.get(f"/v1/photos/{photo['id']}").status_code == httpx.codes.OK
    dialog_page.get_by_role("button", name="Really delete?").click()
    expect(dialog_page.get_by_role("dialog")).to_have_count(0)
    assert shop.http.get(f"/v1/photos/{photo['id']}").status_code == httpx.codes.NOT_FOUND


def test_photos_are_leafed_through_with_keys_and_closed_by_going_back(page: Page) -> None:
    page.locator(".card").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    first = page.url
    page.keyboard.press("ArrowRight")
    expect(page).not_to_have_url(first)
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(first)
    page.go_back()
    expect(dialog).to_have_count(0)
    page.locator(".card").first.click()
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_photo_that_is_gone_is_a_sentence(page: Page, shop: Shop, errors: list[str]) -> None:
    with page.expect_response("**/v1/photos/none") as asked:
        page.goto(f"{shop.url}/#ask?photo=none")
    assert asked.value.status == httpx.codes.NOT_FOUND
    said = page.get_by_role("dialog").get_by_role("alert")
    expect(said).to_contain_text("This photo is no longer here.")
    expect(said.get_by_role("button")).to_have_count(0)
    assert page.evaluate(LEFT_OF_TEXT) >= LEAST_MARGIN_PX
    errors[:] = [error for error in errors if "404" not in error]


def test_double_click_and_a_held_key_delete_nothing(desk_dialog: Page, shop: Shop, photo: Photo) -> None:
    total = shop.http.get("/v1/photos", params={"q": "carrot"}).json()["total"]
    expect(desk_dialog.locator(".total")).to_have_text(f"{total} photos")
    desk_dialog.get_by_role("button", name="Delete").dblclick()
    desk_dialog.locator("dialog h2").click()
    desk_dialog.get_by_role("button", name="Delete").focus()
    desk_dialog.keyboard.down("Enter")
    desk_dialog.keyboard.down("Enter")
    desk_dialog.keyboard.up("Enter")
    expect(desk_dialog.get_by_role("button", name="Really delete?")).to_be_focused()
    assert shop.http.get(f"/v1/photos/{photo['id']}").status_code == httpx.codes.OK
    desk_dialog.keyboard.press("Enter")
    expect(desk_dialog.get_by_role("dialog")).to_have_count(0)
    expect(desk_dialog.locator(".total")).to_have_text(f"{total} photos")


def test_correction_that_does_not_arrive_is_told_and_not_shown(desk_dialog: Page, errors: list[str]) -> None:
    choice = desk_dialog.get_by_role("combobox", name="What is it really?")
    desk_dialog.context.set_offline(True)
    choice.select_option("papaya")
    expect(desk_dialog.get_by_role("dialog").get_by_role("alert")).to_contain_text("this was not done")
    expect(choice).to_have_value("")
    desk_dialog.context.set_offline(False)
    expect(desk_dialog.locator(".away")).to_have_count(0)
    errors.clear()


def test_last_correction_counts_however_slow_the_first_one_is(desk_dialog: Page, shop: Shop, photo: Photo) -> None:
    held = hold_next(desk_dialog, ONE_PHOTO)
    choice = desk_dialog.get_by_role("combobox", name="What is it really?")
    with desk_dialog.expect_request(ONE_PHOTO):
        choice.select_option("papaya")
    sent: list[str] = []
    desk_dialog.on("request", lambda request: sent.append(request.method))
    choice.select_option("pumpkin")
    desk_dialog.wait_for_timeout(BRIEFLY_MS)
    assert "PATCH" not in sent
    with desk_dialog.expect_response(ONE_PHOTO):
        held[0].continue_()
    expect(desk_dialog.get_by_role("heading", name="Pumpkin")).to_be_visible()
    assert shop.http.get(f"/v1/photos/{photo['id']}").json()["label"] == "pumpkin"


def test_late_deletion_leaves_the_next_photo_open(desk_page: Page) -> None:
    desk_page.locator(".card").first.click()
    desk_page.get_by_role("button", name="Delete").click()
    first = desk_page.url.rpartition("photo=")[2]
    desk_page.wait_for_load_state("networkidle")
    held = hold_next(desk_page, ONE_PHOTO)
    with desk_page.expect_request(ONE_PHOTO):
        desk_page.get_by_role("button", name="Really delete?").click()
    desk_page.get_by_role("button", name="Next photo").click()
    held[0].fulfill(status=204)
    expect(desk_page.locator(f".card[href*='{first}']")).to_have_count(0)
    expect(desk_page.get_by_role("dialog")).to_be_visible()
