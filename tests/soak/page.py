"""docs/reliability.md: what was done to the service while photos came in, and what became of them."""

import json
from typing import Any

from tests.benchmarks.measure import FIGURES

IMAGES = "10,000 malformed images"
TIMES = ("kills", "restarts", "emptied", "crashes")
NO_OUTCOME = ("images", "peak_mb", "growth_mb", "seconds")

BEGINNING = """\
# What is answered 202 is labelled exactly once

The truth lies in the database. `POST /v1/photos` writes the bytes (fsync, rename, fsync of the folder), then one
transaction with the photo's row and its two tasks — the outbox — and only then hands the tasks' ids to RQ. A
worker takes a task up by locking its row, and finishing it is an upsert that refuses a task that is finished
already.

A task has a moment at which it is due: at once, after a lease when it was handed over, after a back-off when it
failed. The sweeper, a thread of the worker, hands over every two seconds what is due and not in Redis; at its
start it does so regardless of leases, so that a killed worker's jobs are taken up by the next one without
waiting. An outage of the photo store costs a task no attempt; a task over which workers fall five times is given
up, and the photo says so. A due moment more than ten minutes ahead was written by a wrong clock, and counts as now.

Above `INFERENCE_MAX_QUEUED` open tasks, with a full disk or without its database, the API answers 503 with
Retry-After and keeps nothing.

The bot acknowledges an update to Telegram once it is noted in Redis, and passes the photo on from there: until the
202 it is in Redis alone, and so are who waits for an answer and each weighing under way. A bot or a Redis that is
killed and started again loses none of it, for Redis appends every write to a file. The file is flushed to disk each
second: a power cut may lose what the bot took in within the last one, and an emptied Redis all that it had in hand.

## Tried

Real processes, real photos; a client sends each photo until it is answered 202. After each trial every photo that
was taken is in the catalogue once, labelled, with both tasks finished; no other photo is there, no worker's log
tells of a photo completed twice, and `/v1/stats` agrees. Written by `make soak`; the suite runs the same in small.

| fault | photos taken | 503, and taken later | connection lost, and sent again |
|---|---|---|---|
"""


def reliability_page() -> str:
    """The page, from what the trials counted."""
    figures = json.loads((FIGURES / "reliability.json").read_text("utf-8"))
    figures.pop("machine")
    rows = [_row(fault, counted) for fault, counted in figures.items() if fault != IMAGES]
    return BEGINNING + "\n".join([*rows, "", *_images(figures), ""])


def _row(fault: str, counted: dict[str, int]) -> str:
    times = "".join(f", {counted[key]} times" for key in TIMES if key in counted)
    return f"| {fault}{times} | {counted['photos']} | {counted.get('refused', 0)} | {counted.get('broken', 0)} |"


def _images(figures: dict[str, Any]) -> list[str]:
    if IMAGES not in figures:
        return []
    counted = figures[IMAGES]
    outcomes = ", ".join(f"{number} {key}" for key, number in counted.items() if key not in NO_OUTCOME)
    return [
        f"{counted['images']} mutations of real photos were looked at in one process: {outcomes}.",
        f"It never fell and raised nothing else; its memory peaked at {counted['peak_mb']} MB and grew by",
        f"{counted['growth_mb']} MB after the first hundred.",
    ]
