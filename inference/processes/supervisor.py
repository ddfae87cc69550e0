"""`greengrocer up`: one process tree for a laptop, started and ended in order."""

import os
import sys
import time
from collections.abc import Callable

import httpx
import typer
from pydantic import SecretStr
from pydantic_settings import SettingsConfigDict
from redis.exceptions import RedisError

from catalog.database import create_database_engine, migrate
from catalog.settings import DatabaseSettings, SecretSettings
from inference.errors import InferenceError
from inference.processes.address import leave_address, url_of
from inference.processes.data_lock import hold_data
from inference.processes.embedded_redis import LOG_FILE, redis_command
from inference.processes.ports import bind, free_port
from inference.processes.tree import Child, ProcessTree, greengrocer
from inference.resources import check_models, connect_redis
from inference.security import check_reach
from inference.settings import InferenceSettings

START_TIMEOUT_S = 60.0
POLL_S = 0.2


class BotToken(SecretSettings):
    """`BOT_TOKEN`, wherever the bot itself would find it: without one there is no bot to start."""

    model_config = SettingsConfigDict(env_prefix="BOT_")

    token: SecretStr | None = None


class Supervisor:
    """Starts Redis, worker, API and bot, and keeps them."""

    def __init__(self, settings: InferenceSettings) -> None:
        self._settings = settings if settings.port else settings.model_copy(update={"port": free_port()})
        self._tree = ProcessTree()

    def run(self) -> int:
        """Run until SIGINT, SIGTERM or SIGHUP; the exit status."""
        try:
            with hold_data(self._settings.data_dir), self._tree:
                catalogue = self._open_catalogue()
                self._start_all()
                with leave_address(self._settings):
                    typer.echo(f"Ctrl-C ends everything; photos stay in {self._photos}, the catalogue in {catalogue}")
                    self._tree.keep()
        except InferenceError as error:
            typer.echo(str(error), err=True)
            return 1
        return 0

    def _open_catalogue(self) -> str:
        """Bring the catalogue to the newest schema; where it is."""
        engine = create_database_engine(DatabaseSettings().url.get_secret_value())
        migrate(engine)
        check_reach(engine, self._settings)
        place = engine.url.render_as_string(hide_password=True)
        self._say("catalogue", place)
        return place

    def _start_all(self) -> None:
        bind(self._settings.host, self._settings.port).close()
        check_models(self._settings)
        environment = {
            "INFERENCE_HOST": self._settings.host,
            "INFERENCE_PORT": str(self._settings.port),
            "PYTHONUNBUFFERED": "1",
        }
        environment["REDIS_URL"] = self._start_redis(environment)
        metrics_port = free_port()
        self._tree.start("worker", greengrocer("worker", "--metrics-port", str(metrics_port)), environment)
        self._await_api(self._tree.start("api", greengrocer("serve"), environment))
        self._say(
            "worker", f"labels photos as they come (metrics at {url_of(self._settings.host, metrics_port)}/metrics)"
        )
        self._start_bot(environment)

    def _start_redis(self, environment: dict[str, str]) -> str:
        if "redis_url" in self._settings.model_fields_set:
            url = self._settings.redis_url.get_secret_value()
            self._say("redis", "yours, by REDIS_URL")
            return url
        port, folder = free_port(), self._settings.data_dir / "redis"
        redis = self._tree.start("redis", redis_command(folder, port), environment)
        url = f"redis://127.0.0.1:{port}/0"
        client = connect_redis(self._settings.model_copy(update={"redis_url": SecretStr(url)}))
        self._await(client.ping, redis, account=str(folder / LOG_FILE))
        self._say("redis", url)
        return url

    def _start_bot(self, environment: dict[str, str]) -> None:
        token = BotToken().token
        if token is None or not token.get_secret_value():
            self._say("bot", "off; set BOT_TOKEN to start it (ask @BotFather for one)")
            return
        address = {"BOT_INFERENCE_URL": os.environ.get("BOT_INFERENCE_URL") or self._url}
        self._tree.start("bot", [sys.executable, "-m", "bot"], environment | address)
        self._say("bot", "listens for messages")

    @property
    def _photos(self) -> str:
        bucket = self._settings.s3_bucket
        return f"s3://{bucket}" if bucket else str(self._settings.data_dir)

    @property
    def _url(self) -> str:
        return url_of(self._settings.host, self._settings.port)

    def _await_api(self, api: Child) -> None:
        self._await(self._ask_api, api, account="its lines above")
        self._say("api", f"{self._url} (documentation at /docs)")
        if self._settings.page_dir.is_dir():
            self._say("page", self._url)

    def _ask_api(self) -> None:
        """Ask whether the API is ready, at this machine itself, whatever proxy the environment names."""
        answer = httpx.get(f"{self._url}/health/ready", timeout=5, trust_env=False)
        if not answer.is_success:
            raise httpx.HTTPStatusError(f"it says {answer.text}", request=answer.request, response=answer)

    def _await(self, attempt: Callable[[], object], child: Child, *, account: str) -> None:
        """Try until it succeeds, unless told to end; the account is where the child says more than we know."""
        deadline = time.monotonic() + START_TIMEOUT_S
        while True:
            try:
                attempt()
            except (httpx.HTTPError, RedisError, OSError) as error:
                if self._tree.stopping.wait(POLL_S):
                    raise typer.Exit from error
                if time.monotonic() > deadline or not child.is_alive():
                    raise InferenceError(f"{child.name} did not start: {error}; see {account}") from error
            else:
                return

    def _say(self, name: str, text: str) -> None:
        typer.echo(f"{name:10}{text}")
