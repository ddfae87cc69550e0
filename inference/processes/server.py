"""One process that answers requests."""

import typer
import uvicorn

from inference.main import create_app, load
from inference.processes.address import url_of
from inference.processes.ports import bind
from inference.settings import InferenceSettings

GRACE_S = 20


def serve(settings: InferenceSettings, *, shared: bool) -> None:
    """Answer requests at the port, which others may share, until SIGINT or SIGTERM; those under way are finished.

    Where the port is a free one, its URL is printed.

    Raises:
        PortTaken: somebody else listens there.
        ModelError: a model cannot be used, or the domain of the settings has none.
        UnknownDomain: the domain of the settings has no words.
    """
    with bind(settings.host, settings.port, shared=shared) as own:
        app = create_app(settings)
        load(app)
        if not settings.port:
            typer.echo(url_of(settings.host, own.getsockname()[1]))
        config = uvicorn.Config(app, log_config=None, log_level="warning", timeout_graceful_shutdown=GRACE_S)
        uvicorn.Server(config).run(sockets=[own])
