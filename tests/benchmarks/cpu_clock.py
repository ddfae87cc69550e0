"""Time a database query by what it costs on a CPU."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Engine, text
from sqlmodel import Session

NANOSECONDS = 1_000_000
Answer = TypeVar("Answer")


class CpuClock:
    """Times a query by milliseconds on a CPU, ours and those of the database's process for us.

    Unlike the wall clock this does not tell how busy the machine was with other things.
    """

    def __init__(self, engine: Engine) -> None:
        self._session = Session(engine)
        self._backend: Path | None = None
        if engine.dialect.name == "postgresql":
            pid = self._session.execute(text("SELECT pg_backend_pid()")).scalar_one()
            self._backend = Path(f"/proc/{pid}/schedstat")  # time on CPU in ns, proc(5)

    def time(self, call: Callable[[Session], Answer]) -> tuple[float, Answer]:
        """Run a query with nothing known that an earlier one loaded; its cost, and its answer."""
        self._session.expunge_all()
        begin = self._now()
        answer = call(self._session)
        return (self._now() - begin) / NANOSECONDS, answer

    def close(self) -> None:
        """Let go of the connection."""
        self._session.close()

    def _now(self) -> int:
        backend = int(self._backend.read_text().split()[0]) if self._backend else 0
        return time.thread_time_ns() + backend
