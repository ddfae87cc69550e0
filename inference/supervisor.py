"""`greengrocer up`: one process tree for a laptop, started and ended in order."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType

import httpx
import typer
from pydantic import SecretStr
from redis.exceptions import RedisError

from catalog.database import create_database_engine, migrate
from catalog.settings import DatabaseSettings
from inference.embedded_redis import redis_command
from inference.errors import InferenceError
from inference.resources import connect_redis
from inference.security import check_reach
from inference.settings import LOOPBACK, InferenceSettings

START_TIMEOUT_S = 60.0
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
        """Start in a session of its own, so that Ctrl-C reaches the supervisor alone."""
        self.process = subprocess.Popen(self.command, env=self.environment, start_new_session=True)  # noqa: S603  # our own commands
        self.started = time.monotonic()

    def is_alive(self) -> bool:
        """Whether the process runs."""
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        """Ask it to end, and insist after a while."""
        if self.process is None or not self.is_alive():
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Supervisor:
    """Starts Redis, API, worker and bot; starts again what falls, with growing pauses; ends them in reverse."""

    def __init__(self, settings: InferenceSettings) -> None:
        self._settings = settings if settings.port else settings.model_copy(update={"port": free_port()})
        self._children: list[Child] = []
        self._stopping = threading.Event()

    def run(self) -> int:
        """Run until SIGINT or SIGTERM; the exit status."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        try:
            self._start_all()
            while not self._stopping.wait(POLL_S):
                self._mend()
        except InferenceError as error:
            typer.echo(str(error), err=True)
            return 1
        finally:
            self._end_all()
        return 0

    def _start_all(self) -> None:
        database = DatabaseSettings()
        engine = create_database_engine(database.url.get_secret_value())
        migrate(engine)
        check_reach(engine, self._settings)
        self._say("catalogue", engine.url.render_as_string(hide_password=True))
        environment = os.environ | {
            "INFERENCE_HOST": self._settings.host,
            "INFERENCE_PORT": str(self._settings.port),
            "PYTHONUNBUFFERED": "1",
        }
        environment["REDIS_URL"] = self._start_redis(environment)
        metrics_port = str(free_port())
        self._start("worker", [*_greengrocer(), "worker", "--metrics-port", metrics_port], environment)
        self._start("api", [*_greengrocer(), "serve"], environment)
        self._await_api()
        self._say("worker", f"labels photos as they come (metrics at http://{self._host}:{metrics_port}/metrics)")
        self._start_bot(environment)
        typer.echo("Ctrl-C ends everything; photos and catalogue stay under " + str(self._settings.data_dir))

    def _start_redis(self, environment: dict[str, str]) -> str:
        if "redis_url" in self._settings.model_fields_set:
            url = self._settings.redis_url.get_secret_value()
            self._say("redis", "yours, by REDIS_URL")
            return url
        port = free_port()
        self._start("redis", redis_command(self._settings.data_dir / "redis", port), environment)
        url = f"redis://127.0.0.1:{port}/0"
        client = connect_redis(self._settings.model_copy(update={"redis_url": SecretStr(url)}))
        self._await(client.ping, "redis")
        self._say("redis", url)
        return url

    def _start_bot(self, environment: dict[str, str]) -> None:
        if not os.environ.get("BOT_TOKEN"):
            self._say("bot", "off; set BOT_TOKEN to start it (ask @BotFather for one)")
            return
        address = {"BOT_INFERENCE_URL": os.environ.get("BOT_INFERENCE_URL") or self._url}
        self._start("bot", [sys.executable, "-m", "bot"], environment | address)
        self._say("bot", "listens for messages")

    @property
    def _host(self) -> str:
        return self._settings.host if self._settings.host in LOOPBACK else "127.0.0.1"

    @property
    def _url(self) -> str:
        return f"http://{self._host}:{self._settings.port}"

    def _await_api(self) -> None:
        self._await(lambda: httpx.get(f"{self._url}/health/ready", timeout=5).raise_for_status(), "api")
        self._say("api", f"{self._url} (documentation at /docs)")
        if self._settings.page_dir.is_dir():
            self._say("page", self._url)

    def _await(self, attempt: Callable[[], object], name: str) -> None:
        deadline = time.monotonic() + START_TIMEOUT_S
        while True:
            try:
                attempt()
            except (httpx.HTTPError, RedisError, OSError) as error:
                if time.monotonic() > deadline or self._stopping.is_set() or not self._children[-1].is_alive():
                    raise InferenceError(f"{name} did not start: {error}") from error
                time.sleep(POLL_S)
            else:
                return

    def _start(self, name: str, command: list[str], environment: dict[str, str]) -> None:
        child = Child(name, command, environment)
        child.start()
        self._children.append(child)

    def _mend(self) -> None:
        """Start fallen children again, after a pause that doubles with every fall."""
        now = time.monotonic()
        for child in self._children:
            if child.is_alive():
                continue
            if not child.resumes:
                child.falls = 1 if now - child.started > STEADY_S else child.falls + 1
                pause = min(LONGEST_PAUSE_S, 2.0 ** (child.falls - 1) - 1)
                child.resumes = now + pause
                typer.echo(f"{child.name} fell; starting it again in {pause:.0f} s", err=True)
            elif now >= child.resumes:
                child.resumes = 0.0
                child.start()

    def _end_all(self) -> None:
        for child in reversed(self._children):
            child.stop()
        self._children.clear()

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping.set()

    def _say(self, name: str, text: str) -> None:
        typer.echo(f"{name:10}{text}")


def free_port() -> int:
    """A loopback port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _greengrocer() -> list[str]:
    return [sys.executable, "-m", "inference"]
