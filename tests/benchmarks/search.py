"""Search among a million rows on both databases, beside `ORDER BY random()` over the same conditions."""

import random
import statistics
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, select

from catalog.domains import load_domains
from catalog.facets import count_facets
from catalog.listing import SearchPage, search_photos
from catalog.models import Photo
from catalog.search import Search, conditions
from tests.benchmarks.cpu_clock import CpuClock
from tests.benchmarks.measure import write_figures
from tests.benchmarks.rows import OWNERS, fill
from tests.databases import empty_databases

ROWS = 1_000_000
ROUNDS = 200
PLAIN_ROUNDS = 7
DEPTH = 5
COLORS = ("red", "green", "orange", "yellow", "purple", "brown")
NINETY_FIFTH = 18  # of the nineteen cuts that statistics.quantiles makes into twentieths


def run(rows: int = ROWS) -> None:
    """Measure and write docs/figures/search.json."""
    figures = {}
    for name, open_database in empty_databases().items():
        with open_database() as engine:
            fill(engine, rows)
            clock = CpuClock(engine)
            figures[name] = {what: _measure(clock, make) for what, make in _searches().items()}
            clock.close()
    print(write_figures("search", {"rows": rows, "rounds": ROUNDS, "databases": figures}).read_text())  # noqa: T201  # a command


def _searches() -> dict[str, Callable[[random.Random], Search]]:
    labels = [label.slug for label in load_domains()["vegetables"].labels]
    return {
        "everything": lambda _: Search(),
        "a kind": lambda chance: Search(labels=(chance.choice(labels),)),
        "a colour": lambda chance: Search(colors=(chance.choice(COLORS),)),
        "a kind of a colour": lambda chance: Search(labels=(chance.choice(labels),), colors=(chance.choice(COLORS),)),
        "two kinds of two colours": lambda chance: Search(
            labels=tuple(chance.sample(labels, 2)), colors=tuple(chance.sample(COLORS, 2))
        ),
        "a kind, not of a colour": lambda chance: Search(
            labels=(chance.choice(labels),), excluded_colors=(chance.choice(COLORS),)
        ),
        "all but a kind": lambda chance: Search(excluded_labels=(chance.choice(labels),)),
        "a colour of the RYB wheel": lambda chance: Search(colors=(chance.choice(COLORS[:5]),), palette="ryb"),
        "a small domain": lambda _: Search(domain="dogs"),
        "one sender": lambda chance: Search(owner=f"owner-{chance.randrange(OWNERS)}"),
    }


def _measure(clock: CpuClock, make: Callable[[random.Random], Search]) -> dict[str, Any]:
    chance = random.Random(1)
    wanted = [make(chance) for _ in range(ROUNDS)]
    pages = [clock.time(lambda session, s=search: search_photos(session, s)) for search in wanted]
    sample = [cost for cost, _ in pages]
    following = [
        cost for search, (_, page) in zip(wanted, pages, strict=True) for cost in _page_on(clock, search, page)
    ]
    ranked = [replace(search, order="best") for search in wanted]
    best = [clock.time(lambda session, s=search: search_photos(session, s))[0] for search in ranked]
    facets = [clock.time(lambda session, s=search: count_facets(session, s))[0] for search in wanted]
    plain = [clock.time(lambda session, s=search: _order_by_random(session, s))[0] for search in wanted[:PLAIN_ROUNDS]]
    plain_ms = statistics.median(plain)
    return {
        "sample": _spread(sample),
        "next page": _spread(following),
        "best": _spread(best),
        "facets": _spread(facets),
        "order_by_random_ms": round(plain_ms, 1),
        "ratio": round(plain_ms / statistics.median(sample), 1),
    }


def _page_on(clock: CpuClock, search: Search, page: SearchPage) -> Iterator[float]:
    """Follow the cursor for some pages, where there are as many; no photo may come twice."""
    seen = {photo.id for photo in page.photos}
    for _ in range(DEPTH):
        if page.next_cursor is None:
            return
        onward = replace(search, cursor=page.next_cursor)
        cost, page = clock.time(lambda session, s=onward: search_photos(session, s))
        ids = {photo.id for photo in page.photos}
        assert not ids & seen, "a photo came twice"
        seen |= ids
        yield cost


def _order_by_random(session: Session, search: Search) -> None:
    session.exec(select(Photo).where(*conditions(search)).order_by(func.random()).limit(search.limit)).all()


def _spread(times: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(times, n=20)
    return {"p50_ms": round(statistics.median(times), 2), "p95_ms": round(cuts[NINETY_FIFTH], 2)}
