"""The first grid with a large catalogue, by the reader's clock."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e.page.first_grid import MOST_MS, PHOTOS, measure_first_grid

CROWD = 2 * (os.cpu_count() or 1)


@pytest.mark.slow
@pytest.mark.skipif(os.getloadavg()[0] > CROWD, reason=f"the load is above {CROWD}: a clock would measure the crowd")
def test_first_grid_shows_within_a_second_among_21000_photos(
    browser: Browser, built_page: Path, tmp_path: Path
) -> None:
    times = measure_first_grid(browser, tmp_path, visits=4)
    assert PHOTOS == 21_000
    assert min(times) <= MOST_MS, times
