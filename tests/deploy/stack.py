"""The services of docker-compose.yml as plain processes, with their own commands, environment and secrets.

What an engine would add is put in its place: names of hosts and fixed ports become free ports of this machine, mounted
folders become folders of the test, and what the image sets by ENV is read from the Dockerfile. PostgreSQL and Redis are
real; moto's server stands where MinIO would.
"""

import os
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import text
from sqlalchemy.engine import make_url

from catalog.database import create_database_engine
from inference.processes.embedded_redis import redis_command
from inference.processes.ports import free_port
from tests.processes import Running

PATIENCE_S = 180.0
REPOSITORY = Path(__file__).resolve().parents[2]
PROGRAMS = {"greengrocer": ["-m", "inference"], "python": []}


@dataclass
class ComposeStack:
    """The services, as far as they were started."""

    folder: Path
    postgresql_url: str
    s3_url: str
    token: str
    telegram_url: str
    services: dict[str, dict[str, Any]] = field(default_factory=dict)
    running: dict[str, Running] = field(default_factory=dict)
    ports: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.services = yaml.safe_load((REPOSITORY / "docker-compose.yml").read_text())["services"]
        self.ports = {name: free_port() for name in ("api", "worker", "bot", "redis")}
        self._write_secrets()

    def start_redis(self) -> None:
        """Start Redis by its own command; the program is the one of the package."""
        command = [self.translate(part, "redis") for part in self.services["redis"]["command"]]
        program = redis_command(self.folder / "unused", 0)[0]
        (self.folder / "data").mkdir()
        self._launch("redis", [program, *command[1:], "--port", str(self.ports["redis"]), "--bind", "127.0.0.1"], {})
        self._await("redis", self._redis_answers)

    def run(self, name: str) -> str:
        """Run a one-shot service to its end; what it said."""
        done = subprocess.run(
            self._command(name),
            env=self._environment(name),
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self, name: str) -> None:
        """Start a service and wait until its own health check passes."""
        self._launch(name, self._command(name), self._environment(name))
        check = [self.translate(part, name) for part in self.services[name]["healthcheck"]["test"][2:]]
        self._await(
            name, lambda: subprocess.run([sys.executable, *check], capture_output=True, check=False).returncode == 0
        )

    def translate(self, value: str, name: str) -> str:
        """Put this machine's places where a container's would be."""
        places = {
            "/run/secrets": str(self.folder / "secrets"),
            "/app/models": str(REPOSITORY / "models"),
            "/app/page": str(REPOSITORY / "inference" / "web" / "dist"),
            "http://minio:9000": self.s3_url,
            "http://api:8000": f"http://127.0.0.1:{self.ports['api']}",
            "127.0.0.1:8000": f"127.0.0.1:{self.ports['api']}",
            "127.0.0.1:9100": f"127.0.0.1:{self.ports.get(name, 0)}",
            "redis:6379": f"127.0.0.1:{self.ports['redis']}",
        }
        for there, here in places.items():
            value = value.replace(there, here)
        return re.sub(r"^/data\b", str(self.folder / "data"), value)

    def end(self) -> dict[str, int]:
        """End what runs, the last first; the exit statuses."""
        return {name: running.end(15) for name, running in reversed(self.running.items())}

    def _write_secrets(self) -> None:
        secrets = self.folder / "secrets"
        script = REPOSITORY / "deploy" / "docker" / "make-secrets.sh"
        subprocess.run(["sh", script, secrets], env=os.environ | {"BOT_TOKEN": self.token}, check=True)
        for name in ("database_url", "redis_url"):
            written = (secrets / name).read_text().strip()
            (secrets / name).unlink()
            here = self._make_database(written) if name == "database_url" else self.translate(written, "redis")
            (secrets / name).write_text(here + "\n")

    def _make_database(self, written: str) -> str:
        """Do what PostgreSQL's image does at its first start: the user with the password, and their database."""
        wanted = make_url(written)
        server = create_database_engine(self.postgresql_url).execution_options(isolation_level="AUTOCOMMIT")
        with server.connect() as connection:
            connection.execute(text(f"CREATE ROLE {wanted.username} LOGIN PASSWORD '{wanted.password}'"))
            connection.execute(text(f"CREATE DATABASE {wanted.database} OWNER {wanted.username}"))
        server.dispose()
        here = make_url(self.postgresql_url).set(
            username=wanted.username, password=wanted.password, database=wanted.database
        )
        return here.render_as_string(hide_password=False)

    def _command(self, name: str) -> list[str]:
        service = self.services[name]
        command = [self.translate(part, name) for part in [*_entrypoint(service), *service.get("command", [])]]
        return [
            sys.executable,
            *PROGRAMS[command[0]],
            *(str(self.ports[name]) if part == "9100" else part for part in command[1:]),
        ]

    def _environment(self, name: str) -> dict[str, str]:
        """What the image and the compose file set, and what only this machine needs."""
        service = self.services[name]
        secrets = self.folder / f"secrets-{name}"
        secrets.mkdir(exist_ok=True)
        for secret in service["secrets"]:
            (secrets / secret).write_bytes((self.folder / "secrets" / secret).read_bytes())
        set_by = _image_environment(service) | service["environment"]
        own = {variable: self.translate(value, name) for variable, value in set_by.items()}
        own |= {"BOT_METRICS_PORT": str(self.ports["bot"])} if name == "bot" else {}
        here = {"PYTHONPATH": str(REPOSITORY), "SECRETS_DIR": str(secrets), "INFERENCE_PORT": str(self.ports["api"])}
        return own | here | {"PATH": os.environ["PATH"], "BOT_TELEGRAM_URL": self.telegram_url}

    def _launch(self, name: str, command: list[str], environment: dict[str, str]) -> None:
        log = self.folder / f"{name}.log"
        with log.open("wb") as file:
            process = subprocess.Popen(command, env=environment, cwd=self.folder, stdout=file, stderr=subprocess.STDOUT)
        self.running[name] = Running(process, log)

    def _await(self, name: str, is_well: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not is_well():
            running = self.running[name]
            assert running.process.poll() is None, running.log.read_text()
            assert time.monotonic() < deadline, f"{name} is not healthy: {running.log.read_text()}"
            time.sleep(0.2)

    def _redis_answers(self) -> bool:
        try:
            with Redis.from_url((self.folder / "secrets" / "redis_url").read_text().strip()) as client:
                return bool(client.ping())
        except RedisError:
            return False


def _dockerfile(service: dict[str, Any]) -> str:
    return (REPOSITORY / service["build"]["dockerfile"]).read_text()


def _entrypoint(service: dict[str, Any]) -> list[str]:
    written: list[str] = yaml.safe_load(re.findall(r"^ENTRYPOINT (.+)$", _dockerfile(service), re.MULTILINE)[-1])
    return written


def _image_environment(service: dict[str, Any]) -> dict[str, str]:
    block = re.findall(r"^ENV ((?:.*\\\n)*.*)$", _dockerfile(service), re.MULTILINE)[-1].replace("\\\n", " ")
    variables = dict(part.split("=", 1) for part in shlex.split(block))
    variables.pop("PATH")
    return variables
