"""Start and end the real processes of the product."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx

from inference.processes.embedded_redis import redis_command
from inference.processes.ports import free_port

START_SECONDS = 180.0
STOP_SECONDS = 30.0


@dataclass
class Running:
    """A process of ours and what it prints."""

    process: subprocess.Popen[bytes]
    log: Path

    def end(self, number: int = signal.SIGINT) -> int:
        """Send a signal and wait; the exit status."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(STOP_SECONDS)


def start(
    folder: Path, *arguments: str, module: str = "inference", wrapper: Sequence[str] = (), **environment: str
) -> Running:
    """Start `python -m module arguments` with its data under a folder and nothing inherited that could matter.

    `wrapper` is a command that runs the command behind it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / f"{arguments[0] if arguments else module}-{time.monotonic_ns()}.log"
    with log.open("wb") as file:
        process = subprocess.Popen(
            [*wrapper, sys.executable, "-m", module, *arguments],
            env=environment_of(folder) | environment,
            cwd=folder,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    return Running(process, log)


def environment_of(folder: Path) -> dict[str, str]:
    """The environment of a process that keeps its data under a folder."""
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "HOME", "LANG") if name in os.environ}
    own = {
        "INFERENCE_DATA_DIR": str(folder / "var"),
        "DATABASE_URL": f"sqlite:///{folder / 'greengrocer.db'}",
        "PYTHONUNBUFFERED": "1",
    }
    return kept | own


def start_redis(folder: Path, port: int | None = None) -> tuple[Running, str]:
    """Start a Redis of one's own, at a free port or the one given; its URL."""
    port = port or free_port()
    folder.mkdir(parents=True, exist_ok=True)
    process = subprocess.Popen(redis_command(folder / "redis", port), stdout=subprocess.DEVNULL)
    return Running(process, folder / "redis.log"), f"redis://127.0.0.1:{port}/0"


def await_ready(url: str, running: Running) -> None:
    """Wait until the API answers that it is ready."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert running.process.poll() is None, running.log.read_text()
        try:
            if httpx.get(f"{url}/health/ready", timeout=5).status_code == httpx.codes.OK:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.1)
    raise AssertionError(f"not ready within {START_SECONDS} s: {running.log.read_text()}")
