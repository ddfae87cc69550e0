"""How long a photo spends in each stage: for Prometheus, and for the log line of its job."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Literal

from catalog.models import utc_now
from inference.telemetry import metrics

Stage = Literal["queue_wait", "bulk_wait", "decode", "classify", "colour", "store"]

_SPENT: ContextVar[dict[Stage, float] | None] = ContextVar("spent", default=None)


@contextmanager
def timed(stage: Stage) -> Iterator[None]:
    """Time what is done inside."""
    begin = time.perf_counter()
    try:
        yield
    finally:
        note(stage, time.perf_counter() - begin)


def note_wait(since: datetime, *, bulk: bool) -> None:
    """Note how long work was owed before it was taken up; people wait for none that is bulk."""
    note("bulk_wait" if bulk else "queue_wait", max(0.0, (utc_now() - since).total_seconds()))


def note(stage: Stage, seconds: float) -> None:
    """Note seconds that were spent in a stage."""
    metrics.STAGE_SECONDS.labels(stage).observe(seconds)
    spent = _SPENT.get()
    if spent is not None:
        spent[stage] = spent.get(stage, 0.0) + seconds


@contextmanager
def gathered() -> Iterator[dict[Stage, float]]:
    """Gather the seconds by stage of all that is done inside, in this thread."""
    spent: dict[Stage, float] = {}
    token = _SPENT.set(spent)
    try:
        yield spent
    finally:
        _SPENT.reset(token)
