"""What some trials need around the service: a small disk, a clock that can be set, a PostgreSQL that can crash."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import libfaketime

from tests.databases import embedded_postgresql

TRY_MOUNT = ["unshare", "-Urm", "true"]
MOUNT = 'mount -t tmpfs -o size="$2" tmpfs "$1" && echo mounted && exec sleep infinity'


class NoNamespaces(Exception):
    """This machine lets nobody but root mount a disk of his own."""


@contextmanager
def small_disk(folder: Path, *, size: str) -> Iterator[tuple[list[str], Path]]:
    """Mount a disk of a few megabytes at a folder, in a mount namespace of its own.

    Gives the command that runs another one there, and the way to the disk from outside.
    """
    folder.mkdir(parents=True)
    if subprocess.run(TRY_MOUNT, capture_output=True, check=False).returncode:
        raise NoNamespaces("unshare -Urm is not allowed here")
    command = ["unshare", "-Urm", "sh", "-c", MOUNT, "sh", str(folder), size]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"mounted\n"
        wrapper = ["nsenter", "-U", "-m", "--preserve-credentials", "-t", str(holder.pid), "--"]
        yield wrapper, Path(f"/proc/{holder.pid}/root{folder}")
        holder.kill()


def clock_settings(clock: Path) -> dict[str, str]:
    """The environment of a process whose clock differs from ours by what a file says, as `+1d`."""
    clock.write_text("+0")
    library = next((Path(libfaketime.__file__).parent / "vendor").rglob("libfaketime.so.1"))
    return {
        "LD_PRELOAD": str(library),
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_CACHE_DURATION": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }


@contextmanager
def postgresql() -> Iterator[tuple[str, Callable[[], None]]]:
    """Start a PostgreSQL of our own; gives its URL, and a function that crashes it and starts it again."""
    with embedded_postgresql() as server:
        yield server.get_uri(), lambda: _crash(server)


def _crash(server: Any) -> None:
    """SIGQUIT is PostgreSQL's immediate shutdown: no checkpoint, the log is replayed at the next start."""
    pid = server.get_pid()
    os.kill(pid, signal.SIGQUIT)
    while Path(f"/proc/{pid}").exists():
        time.sleep(0.05)
    server.ensure_postgres_running()
