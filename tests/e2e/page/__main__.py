"""`python -m tests.e2e.page`: take the screenshots of the docs and measure the page, for docs/figures/page.json."""

import gzip
import os
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from tests.benchmarks.measure import write_figures
from tests.e2e.page.browser import open_browser
from tests.e2e.page.conftest import new_visitor
from tests.e2e.page.first_grid import PHOTOS, measure_first_grid
from tests.e2e.page.frames import longest_frame, watch_frames
from tests.e2e.page.pictures import ROOT, take_pictures
from tests.e2e.page.shop import Shop, open_shop

VISITS = 9
BATCH = 50
BATCH_MS = 120_000
BUILT = ROOT / "inference" / "web" / "dist"


def main() -> None:
    """Take and measure all."""
    with open_browser() as browser, tempfile.TemporaryDirectory() as folder:
        assert browser is not None, "needs Chromium"
        with open_shop(browser, Path(folder) / "shop") as shop:
            take_pictures(browser, shop)
            longest = _measure_batch(browser, shop)
        times = measure_first_grid(browser, Path(folder) / "large", visits=VISITS)
    figures = {
        "load": {"cores": os.cpu_count(), "load": round(os.getloadavg()[0], 1)},
        "gzip_bytes": _weigh(),
        "first_grid_ms": {"photos": PHOTOS, "visits": VISITS, "median": statistics.median(times), "all": times},
        "longest_frame_ms": {"batch": BATCH, "value": longest},
    }
    write_figures("page", figures)


def _built_files() -> list[Path]:
    return sorted(path for path in BUILT.rglob("*") if path.is_file())


def _weigh() -> dict[str, int]:
    """Bytes by gzip, summed by the kind of file."""
    weights: dict[str, int] = {}
    for path in _built_files():
        weights[path.suffix] = weights.get(path.suffix, 0) + len(gzip.compress(path.read_bytes()))
    return weights


def _measure_batch(browser: Browser, shop: Shop) -> float:
    """The longest frame while so many photos are shown at once, in milliseconds."""
    visitor = new_visitor(browser, "desk")
    page = visitor.new_page()
    page.goto(f"{shop.url}/#show")
    page.wait_for_load_state("networkidle")
    watch_frames(page)
    page.locator("input[type=file]").first.set_input_files([str(path) for path in shop.photos(BATCH)])
    page.get_by_text(f"{BATCH} of {BATCH} answered").wait_for(timeout=BATCH_MS)
    longest = longest_frame(page)
    visitor.close()
    return longest


if __name__ == "__main__":
    main()
