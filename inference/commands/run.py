"""`greengrocer up`, `serve` and `worker`: the processes of the service."""

from pathlib import Path
from typing import Annotated

import typer

from inference.settings import InferenceSettings

Port = Annotated[int | None, typer.Option(help="The port of the API; 0 takes a free one.", min=0, max=65535)]
Host = Annotated[str | None, typer.Option(help="The address to listen at.")]


def up(port: Port = None, host: Host = None) -> None:
    """Start everything on this machine: Redis, catalogue, API with its page, worker, and the bot with BOT_TOKEN."""
    from inference.processes.supervisor import Supervisor

    raise typer.Exit(Supervisor(_settings(port, host)).run())


def serve(port: Port = None, host: Host = None, *, shared: Annotated[bool, typer.Option(hidden=True)] = False) -> None:
    """Serve the API and the page; the worker and Redis run elsewhere."""
    from inference.commands.database import open_database
    from inference.security import check_reach
    from inference.telemetry.logs import configure_logging

    settings = _settings(port, host)
    configure_logging(settings.log_level, settings.log_format)
    check_reach(open_database(), settings)
    if settings.processes > 1 and not shared:
        from inference.processes.server_group import serve_by_several

        serve_by_several(settings)
    else:
        from inference.processes.server import serve

        serve(settings, shared=shared)


def worker(
    metrics_port: Annotated[
        int | None, typer.Option(help="Serve Prometheus metrics at this port.", min=1, max=65535)
    ] = None,
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
