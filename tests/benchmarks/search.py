"""Search among a million rows on both databases, beside `ORDER BY random()` over the same conditions."""

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, text
from sqlmodel import Session, select

from catalog.database import create_database_engine
from catalog.domains import load_domains
from catalog.facets import count_facets
from catalog.listing import search_photos
from catalog.models import Photo
from catalog.search import Search, conditions
from tests.benchmarks.measure import write_figures
from tests.benchmarks.rows import OWNERS, fill
from tests.databases import new_database, postgresql_server

ROWS = 1_000_000
ROUNDS = 200
PLAIN_ROUNDS = 7
COLORS = ("red", "green", "orange", "yellow", "purple", "brown")
NANOSECONDS = 1_000_000
NINETY_FIFTH = 18  # of the nineteen cuts that statistics.quantiles makes into twentieths


def run(rows: int = ROWS) -> None:
    """Measure and write docs/figures/search.json."""
    figures = {}
    for name, database in (("SQLite", _sqlite), ("PostgreSQL", _postgresql)):
        with database() as engine:
            fill(engine, rows)
            clock = CpuClock(engine)
            figures[name] = {what: _measure(clock, make) for what, make in _searches().items()}
            clock.close()
    print(write_figures("search", {"rows": rows, "rounds": ROUNDS, "databases": figures}).read_text())  # noqa: T201  # a command


class CpuClock:
    """Times a query by what it costs: milliseconds on a CPU, ours and those of the database's process for us.

    Unlike the wall clock it does not tell how busy the machine was with other things.
    """

    def __init__(self, engine: Engine) -> None:
        self._session = Session(engine)
        self._backend: Path | None = None
        if engine.dialect.name == "postgresql":
            pid = self._session.execute(text("SELECT pg_backend_pid()")).scalar_one()
            self._backend = Path(f"/proc/{pid}/schedstat")  # time on CPU in ns, proc(5)

    def time(self, call: Callable[[Session], object]) -> float:
        """Run a query on the one connection; nothing that an earlier one loaded is known."""
        self._session.expunge_all()
        begin = self._now()
        call(self._session)
        return (self._now() - begin) / NANOSECONDS

    def close(self) -> None:
        """Let go of the connection."""
        self._session.close()

    def _now(self) -> int:
        backend = int(self._backend.read_text().split()[0]) if self._backend else 0
        return time.thread_time_ns() + backend


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
    sample = [clock.time(lambda session, s=search: search_photos(session, s)) for search in wanted]
    ranked = [replace(search, order="best") for search in wanted]
    best = [clock.time(lambda session, s=search: search_photos(session, s)) for search in ranked]
    facets = [clock.time(lambda session, s=search: count_facets(session, s)) for search in wanted]
    plain = [clock.time(lambda session, s=search: _order_by_random(session, s)) for search in wanted[:PLAIN_ROUNDS]]
    return {
        "sample": _spread(sample),
        "best": _spread(best),
        "facets": _spread(facets),
        "order_by_random_ms": round(statistics.median(plain), 1),
        "ratio": round(statistics.median(plain) / statistics.median(sample), 1),
    }


def _order_by_random(session: Session, search: Search) -> None:
    session.exec(select(Photo).where(*conditions(search)).order_by(func.random()).limit(search.limit)).all()


def _spread(times: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(times, n=20)
    return {"p50_ms": round(statistics.median(times), 2), "p95_ms": round(cuts[NINETY_FIFTH], 2)}


@contextmanager
def _sqlite() -> Iterator[Engine]:
    with tempfile.TemporaryDirectory() as folder:
        engine = create_database_engine(f"sqlite:///{Path(folder) / 'million.db'}")
        yield engine
        engine.dispose()


@contextmanager
def _postgresql() -> Iterator[Engine]:
    with postgresql_server() as url:
        engine = create_database_engine(new_database(url, "million"))
        yield engine
        engine.dispose()
