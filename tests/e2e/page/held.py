"""Requests that wait until a test lets them go on."""

import re

from playwright.sync_api import Page, Route


def hold_next(page: Page, url: re.Pattern[str]) -> list[Route]:
    """Where the next request to such an address will wait; nothing until it is asked."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(url, hold, times=1)
    return held
