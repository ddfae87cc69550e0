"""Run every trial at length and write docs/figures/reliability.json: `make soak`, or `python -m tests.soak NAME…`."""

import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.measure import FIGURES, write_figures
from tests.real_photos import REAL_PHOTOS
from tests.service import Service
from tests.soak import trials
from tests.soak.malformed import try_malformed
from tests.soak.stages import clock_settings, postgresql, small_disk

Figures = dict[str, int]


def main(names: Sequence[str]) -> None:
    """Run the trials named, or all; figures of the others are kept."""
    file = FIGURES / "reliability.json"
    figures = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    for name in names or TRIALS:
        begin = time.monotonic()
        figures[name] = TRIALS[name]() | {"seconds": round(time.monotonic() - begin)}
        print(name, figures[name], flush=True)  # noqa: T201  # a command
        write_figures("reliability", {known: figures[known] for known in TRIALS if known in figures})


def _photos(count: int) -> list[Path]:
    return sorted((REAL_PHOTOS / "vegetables15").rglob("*.jpg"))[:: 3300 // count][:count]


@contextmanager
def _service(**options: object) -> Iterator[Service]:
    with tempfile.TemporaryDirectory(prefix="gg-soak-") as folder:
        service = Service(Path(folder), **options)  # type: ignore[arg-type]  # handed through
        try:
            yield service
        finally:
            service.close()


def _kill_workers() -> Figures:
    with _service() as service:
        return trials.kill_workers(service, _photos(500), kills=20)


def _restart_redis() -> Figures:
    with _service() as service:
        return trials.restart_redis(service, _photos(60), restarts=3)


def _empty_redis() -> Figures:
    with _service() as service:
        return trials.empty_redis(service, _photos(60), times=3)


def _take_redis_away() -> Figures:
    with _service() as service:
        return trials.take_redis_away(service, _photos(20), seconds=30)


def _crash_postgresql() -> Figures:
    with postgresql() as (url, crash), _service(database=url) as service:
        return trials.crash_postgresql(service, _photos(60), crashes=3, crash=crash)


def _fill_disk() -> Figures:
    with tempfile.TemporaryDirectory(prefix="gg-disk-") as folder:
        disk = Path(folder) / "var"
        with (
            small_disk(disk, size="4m") as (wrapper, seen),
            _service(wrapper=wrapper, INFERENCE_DATA_DIR=str(disk)) as service,
        ):
            return trials.fill_disk(service, _photos(40), disk=seen)


def _kill_api() -> Figures:
    with _service() as service:
        return trials.kill_api_between_store_and_enqueue(service, _photos(12), kills=4)


def _share_jobs() -> Figures:
    with _service() as service:
        return trials.share_jobs(service, _photos(40), copies=3)


def _jump_clock() -> Figures:
    with tempfile.TemporaryDirectory(prefix="gg-clock-") as folder:
        clock = Path(folder) / "offset"
        with _service(**clock_settings(clock)) as service:
            return trials.jump_clock(service, _photos(45), clock=clock)


def _terminate() -> Figures:
    with _service() as service:
        return trials.terminate_under_load(service, _photos(60), restarts=3)


TRIALS: dict[str, Callable[[], Figures]] = {
    "worker killed at random": _kill_workers,
    "Redis killed and restarted": _restart_redis,
    "Redis emptied": _empty_redis,
    "Redis away for 30 s": _take_redis_away,
    "PostgreSQL crashed and restarted": _crash_postgresql,
    "disk of the photo store full": _fill_disk,
    "API killed between store and enqueue": _kill_api,
    "two workers, every job three times over": _share_jobs,
    "clock a day ahead, then an hour behind": _jump_clock,
    "SIGTERM under load": _terminate,
    "10,000 malformed images": lambda: try_malformed(REAL_PHOTOS, 10_000),
}

if __name__ == "__main__":
    main(sys.argv[1:])
