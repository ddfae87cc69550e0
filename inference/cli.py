"""The command line, `greengrocer`."""

import io
import sys
from importlib.metadata import entry_points

import typer

PLUGINS = "greengrocer.commands"
INTERRUPTED = 130  # 128 + SIGINT, as shells count


def build_cli() -> typer.Typer:
    """Gather the commands; the workshop's join, which say how to install the extra `training` where it is missing."""
    from inference.commands import bench, catalogue, look, run, scale, search
    from inference.commands.failure import FailingInOneLine

    cli = typer.Typer(
        cls=FailingInOneLine, help="Knows vegetables by photo.", no_args_is_help=True, pretty_exceptions_enable=False
    )
    for command in (
        run.up,
        run.serve,
        run.worker,
        look.classify,
        look.colors,
        search.search,
        search.similar,
        scale.added,
        bench.bench,
    ):
        cli.command()(command)
    cli.command("openapi", hidden=True)(run.write_openapi)
    cli.add_typer(catalogue.app, name="catalog")
    for plugin in entry_points(group=PLUGINS):
        cli.add_typer(plugin.load())
    return cli


def main() -> None:
    """Run the command line; what standard output cannot encode of a file's name is written as JSON escapes it."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        build_cli()()
    except KeyboardInterrupt:  # while commands are imported; later on Typer does the same
        sys.exit(INTERRUPTED)
