"""`greengrocer up`, `serve` and `worker`: the processes of the service."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from inference.settings import InferenceSettings

GRACE_S = 20
HEALTH_S = 30

Port = Annotated[int | None, typer.Option(help="The port of the API; 0 takes a free one.", min=0, max=65535)]
Host = Annotated[str | None, typer.Option(help="The address to listen at.")]


def up(port: Port = None, host: Host = None) -> None:
    """Start everything on this machine: Redis, catalogue, API with its page, worker, and the bot with BOT_TOKEN."""
    from inference.supervisor import Supervisor

    raise typer.Exit(Supervisor(_settings(port, host)).run())


def serve(port: Port = None, host: Host = None) -> None:
    """Serve the API and the page; the worker and Redis run elsewhere."""
    import uvicorn

    from inference.commands.database import open_database
    from inference.logs import configure_logging
    from inference.security import check_reach

    settings = _settings(port, host)
    configure_logging(settings.log_level, settings.log_format)
    check_reach(open_database(), settings)
    with TemporaryDirectory(prefix="greengrocer-metrics-") as folder:
        os.environ |= _environment(settings, folder)
        uvicorn.run(
            "inference.main:create_app",
            factory=True,
            host=settings.host,
            port=settings.port,
            workers=settings.processes,
            log_level="warning",
            timeout_graceful_shutdown=GRACE_S,
            timeout_worker_healthcheck=HEALTH_S,
        )


def worker(
    metrics_port: Annotated[int | None, typer.Option(help="Serve Prometheus metrics at this port.")] = None,
) -> None:
    """Label photos from the queue."""
    from inference.worker import run_worker

    run_worker(InferenceSettings(), metrics_port=metrics_port)


def write_openapi(path: Annotated[Path, typer.Argument(help="The file to write.")]) -> None:
    """Write the OpenAPI document of the API."""
    import json

    from inference.main import create_app

    path.write_text(json.dumps(create_app().openapi(), indent=2, sort_keys=True) + "\n", encoding="utf-8")


def _settings(port: int | None, host: str | None) -> InferenceSettings:
    """The environment's settings, with what the command line says instead."""
    settings = InferenceSettings()
    given = {name: value for name, value in {"port": port, "host": host}.items() if value is not None}
    return settings.model_copy(update=given)


def _environment(settings: InferenceSettings, folder: str) -> dict[str, str]:
    """What the processes of a server must know: where they listen and, of several, where they count together."""
    from inference.metrics import SHARED_FOLDER

    where = {"INFERENCE_HOST": settings.host, "INFERENCE_PORT": str(settings.port)}
    return where | ({SHARED_FOLDER: folder} if settings.processes > 1 else {})
