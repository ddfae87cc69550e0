"""A server that runs: what it has used, and how it is ended."""

import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from inference.processes.ports import free_port
from tests.benchmarks.serving.client import Target
from tests.processes import start

START_SECONDS, STOP_SECONDS = 120.0, 20.0
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Server:
    """A server, where it is and what it logs."""

    name: str
    url: str
    process: subprocess.Popen[bytes]
    log: Path

    def target(self, path: str, form: str) -> Target:
        """Where photos are sent."""
        return Target(self.url + path, form)

    def await_ready(self, path: str) -> float:
        """Wait until it says so; the seconds that took. Raises TimeoutError."""
        begin = time.perf_counter()
        while time.perf_counter() - begin < START_SECONDS and self.process.poll() is None:
            with suppress(httpx.HTTPError):
                if httpx.get(self.url + path, timeout=5).status_code == httpx.codes.OK:
                    return time.perf_counter() - begin
            time.sleep(0.02)
        raise TimeoutError(f"{self.name} does not start: {self._last_line()}")

    def cpu_seconds(self) -> float:
        """What it and its children have used so far, user and system."""
        return sum(sum(process.cpu_times()[:2]) for process in self._tree())

    def memory_mb(self) -> float:
        """The resident memory of it and its children, pages they share counted once (PSS)."""
        return sum(process.memory_full_info().pss for process in self._tree()) / MEGABYTE

    def end(self) -> None:
        """End it and whatever it started."""
        tree = self._tree() if self.process.poll() is None else []
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(STOP_SECONDS)
        for process in tree:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        self.process.wait(STOP_SECONDS)

    def _tree(self) -> list[psutil.Process]:
        root = psutil.Process(self.process.pid)
        return [root, *root.children(recursive=True)]

    def _last_line(self) -> str:
        return next((line for line in reversed(self.log.read_text("utf-8").splitlines()) if line.strip()), "no word")


def start_ours(folder: Path, *, processes: int = 1) -> Server:
    """Start our API, as it comes in one process."""
    port = free_port()
    running = start(folder, "serve", "--port", str(port), INFERENCE_PROCESSES=str(processes))
    return Server("greengrocer", f"http://127.0.0.1:{port}", running.process, running.log)
