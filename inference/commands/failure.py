"""How a command fails: one line on stderr that says why, and exit status 1."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer


@contextmanager
def failing_on(*errors: type[Exception]) -> Iterator[None]:
    """Turn errors of what stands in the context into the command's failure."""
    try:
        yield
    except errors as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
