"""Processes of one tree: started in order, started again when they fall, ended in reverse."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from types import FrameType, TracebackType

logger = logging.getLogger(__name__)

STOP_TIMEOUT_S = 25.0
POLL_S = 0.2
LONGEST_PAUSE_S = 30.0
STEADY_S = 60.0


@dataclass
class Child:
    """A process of the tree, and how often it fell."""

    name: str
    command: list[str]
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    falls: int = 0
    started: float = 0.0
    resumes: float = 0.0

    def start(self) -> None:
        """Start in a session of its own, so that Ctrl-C reaches the root of the tree alone."""
        self.process = subprocess.Popen(self.command, env=self.environment, start_new_session=True)  # noqa: S603  # our own commands
        self.started = time.monotonic()

    def is_alive(self) -> bool:
        """Whether the process runs."""
        return self.process is not None and self.process.poll() is None

    def ask_to_end(self) -> None:
        """Send SIGTERM."""
        if self.process is not None and self.is_alive():
            self.process.terminate()

    def end(self) -> None:
        """Ask it to end, and insist after a while."""
        self.ask_to_end()
        if self.process is None:
            return
        try:
            self.process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class ProcessTree:
    """A context: within it SIGINT, SIGTERM and SIGHUP set `stopping`, at its end all children are ended.

    `is_ordered` children end one after the other, the last first, for those before are needed till then.
    """

    def __init__(self, *, is_ordered: bool = True) -> None:
        self.stopping = threading.Event()
        self._is_ordered = is_ordered
        self._children: list[Child] = []

    def __enter__(self) -> "ProcessTree":
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup lets us outlive the terminal
            signal.signal(signal.SIGHUP, self._stop)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._is_ordered:
            for child in self._children:
                child.ask_to_end()
        for child in reversed(self._children):
            child.end()

    def start(self, name: str, command: list[str], environment: dict[str, str]) -> Child:
        """Start a child."""
        child = Child(name, command, os.environ | environment)
        child.start()
        self._children.append(child)
        return child

    def keep(self) -> None:
        """Start again whatever falls, until told to stop."""
        while not self.stopping.wait(POLL_S):
            for child in self._children:
                if not child.is_alive():
                    self._mend(child, time.monotonic())

    def _mend(self, child: Child, now: float) -> None:
        """Start a fallen child again, after a pause that doubles with every fall."""
        if not child.resumes:
            child.falls = 1 if now - child.started > STEADY_S else child.falls + 1
            pause = min(LONGEST_PAUSE_S, 2.0 ** (child.falls - 1) - 1)
            child.resumes = now + pause
            logger.warning("%s fell; starting it again in %.0f s", child.name, pause)
        elif now >= child.resumes:
            child.resumes = 0.0
            child.start()

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping.set()


def greengrocer(*arguments: str) -> list[str]:
    """The command line of `greengrocer` with arguments, by the Python that runs."""
    return [sys.executable, "-m", "inference", *arguments]
