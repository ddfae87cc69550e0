"""How long a first visit waits for a grid full of pictures."""

from pathlib import Path

from playwright.sync_api import Browser

from inference.processes.ports import free_port
from tests.e2e.page.conftest import new_visitor
from tests.e2e.page.large_catalogue import fill_catalogue
from tests.e2e.page.shop import run_product

PHOTOS = 21_000
SHOWN = """() => {
  const images = [...document.querySelectorAll(".card img")];
  const inSight = images.filter((image) => image.getBoundingClientRect().top < innerHeight);
  const isDrawn = inSight.length > 0 && inSight.every((image) => image.complete && image.naturalWidth > 0);
  return isDrawn && document.querySelectorAll(".facet li").length > 0 ? performance.now() : null;
}"""


def measure_first_grid(browser: Browser, folder: Path, *, visits: int) -> list[float]:
    """Milliseconds from the click to the last picture in sight, for visitors with empty caches, one after another."""
    fill_catalogue(folder, PHOTOS)
    port = free_port()
    with run_product(folder, port):
        return [_visit(browser, f"http://127.0.0.1:{port}") for _ in range(visits)]


def _visit(browser: Browser, url: str) -> float:
    """One visit at a desk; the clock starts with the navigation."""
    visitor = new_visitor(browser, "desk")
    page = visitor.new_page()
    page.goto(url, wait_until="commit")
    shown: float = page.wait_for_function(SHOWN, polling=10).json_value()
    visitor.close()
    return round(shown, 1)
