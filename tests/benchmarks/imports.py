"""An import through the queue beside the bare model: photos a second, CPU time a photo and memory of each process."""

import os
import random
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from redis import Redis
from sqlmodel import func, select

from catalog.database import create_database_engine, migrate, read_session
from catalog.models import Task, TaskStatus
from tests.benchmarks.measure import write_figures
from tests.benchmarks.photos import make_photos
from tests.benchmarks.serving.bare import measure_bare
from tests.processes import Running, start, start_redis
from tests.real_photos import REAL_PHOTOS

DOMAIN = "vegetables"
SETS = ("vegetables15", "grocerystore")
PHOTOS = 21_000
BARE_PHOTOS = 500
WORKERS = 2
PAUSE_S = 0.2
SETTLE_S = 3.0
TICKS = os.sysconf("SC_CLK_TCK")
KILOBYTES = 1024


@dataclass(frozen=True)
class Spent:
    """What a process has used so far: seconds on a CPU, and the most memory it ever held, in MB."""

    cpu_s: float
    peak_mb: int


def run(count: int = PHOTOS) -> None:
    """Measure and write docs/figures/imports.json."""
    with tempfile.TemporaryDirectory(prefix="gg-import-") as folder:
        photos = Path(folder) / "photos"
        make_photos(_sources(), photos, count)
        before = _bare(photos)
        imported = _import(Path(folder), photos, count)
        after = _bare(photos)
    bare = {name: min(before[name], after[name]) for name in before}
    total = sum(process["cpu_s"] for process in imported["processes"].values()) * 1000 / count
    figures = {
        "photos": count,
        "workers": WORKERS,
        "load": round(os.getloadavg()[2] / (os.cpu_count() or 1), 1),
        "bare_ms": bare,
        "cpu_ms": round(total, 2),
        "efficiency": {name: round(ms / total, 3) for name, ms in bare.items()},
        **imported,
    }
    print(write_figures("imports", figures).read_text())  # noqa: T201  # a command


def _sources() -> list[Path]:
    return sorted(path for name in SETS for path in (REAL_PHOTOS / name).rglob("*.jpg"))


def _bare(photos: Path) -> dict[str, float]:
    """Milliseconds on a CPU a photo without an import, a process on each core."""
    paths = random.Random(1).sample(sorted(photos.rglob("*.jpg")), BARE_PHOTOS)
    return {way: round(ms, 2) for way, ms in measure_bare(DOMAIN, BARE_PHOTOS, paths).items()}


def _import(folder: Path, photos: Path, count: int) -> dict[str, Any]:
    """Import with a worker that is ready; what each process spent from the first photo to the last label."""
    redis, redis_url = start_redis(folder)
    url = f"sqlite:///{folder / 'greengrocer.db'}"
    engine = create_database_engine(url)
    migrate(engine)
    workers = [start(folder, "worker", REDIS_URL=redis_url) for _ in range(WORKERS)]
    _await_workers(redis_url)
    idle = _spent(redis, workers)
    begin = time.monotonic()
    taking = start(folder, "catalog", "import", str(photos), REDIS_URL=redis_url)
    importer = Spent(0, 0)
    while taking.process.poll() is None:
        importer = _read(taking.process.pid) or importer
        time.sleep(PAUSE_S)
    taken = time.monotonic() - begin
    while _finished(engine) < 2 * count:
        time.sleep(PAUSE_S)
    seconds = time.monotonic() - begin
    busy = _spent(redis, workers)
    for running in [*workers, redis]:
        running.end()
    engine.dispose()
    processes = {name: Spent(round(s.cpu_s - idle[name].cpu_s, 1), s.peak_mb) for name, s in busy.items()}
    processes["import"] = importer
    return {
        "taken_s": round(taken, 1),
        "seconds": round(seconds, 1),
        "photos_a_second": round(count / seconds, 1),
        "processes": {name: asdict(spent) for name, spent in processes.items()},
    }


def _await_workers(redis_url: str) -> None:
    """Wait until all workers have loaded their models and listen."""
    with Redis.from_url(redis_url) as client:
        while int(client.scard("rq:workers")) < WORKERS:
            time.sleep(PAUSE_S)
    time.sleep(SETTLE_S)


def _spent(redis: Running, workers: list[Running]) -> dict[str, Spent]:
    named = {"Redis": redis, **{f"worker {number}": worker for number, worker in enumerate(workers, 1)}}
    return {name: _read(running.process.pid) or Spent(0, 0) for name, running in named.items()}


def _read(pid: int) -> Spent | None:
    """Read proc(5) of a process; None once it has ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(") ")[2].split()
        status = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text("utf-8").splitlines())
        return Spent((int(fields[11]) + int(fields[12])) / TICKS, int(status["VmHWM"].split()[0]) // KILOBYTES)
    except (FileNotFoundError, KeyError, ProcessLookupError):
        return None


def _finished(engine: Any) -> int:
    with read_session(engine) as session:
        return session.exec(select(func.count()).select_from(Task).where(Task.status == TaskStatus.FINISHED)).one()
