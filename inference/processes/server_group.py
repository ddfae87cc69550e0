"""Several processes that answer requests at one port."""

from tempfile import TemporaryDirectory

import typer

from inference.processes.address import url_of
from inference.processes.ports import bind, free_port
from inference.processes.tree import ProcessTree, greengrocer
from inference.resources import check_models
from inference.settings import InferenceSettings
from inference.telemetry.metrics import SHARED_FOLDER


def serve_by_several(settings: InferenceSettings) -> None:
    """Let as many processes as the settings say answer, each with its own models, until SIGINT or SIGTERM.

    Where the port is a free one, its URL is printed.

    Raises:
        PortTaken: somebody else listens there.
        ModelError: a model cannot be used, or the domain of the settings has none.
    """
    check_models(settings)
    port = settings.port or free_port()
    bind(settings.host, port).close()
    if not settings.port:
        typer.echo(url_of(settings.host, port))
    with TemporaryDirectory(prefix="greengrocer-metrics-") as folder, ProcessTree(is_ordered=False) as tree:
        environment = {"INFERENCE_HOST": settings.host, "INFERENCE_PORT": str(port), SHARED_FOLDER: folder}
        for number in range(1, settings.processes + 1):
            tree.start(f"api {number}", greengrocer("serve", "--shared"), environment)
        tree.keep()
