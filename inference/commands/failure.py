"""How a command fails: one line on stderr that says why, and exit status 1."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer
from pydantic import ValidationError
from pydantic_settings import SettingsError
from sqlalchemy.exc import SQLAlchemyError, StatementError
from typer.core import TyperGroup

from catalog.errors import CatalogError
from inference.errors import InferenceError


class FailingInOneLine(TyperGroup):
    """Commands that let our own errors, the system's, the database's and wrong settings end them: text is made here."""

    def invoke(self, ctx: typer.Context) -> object:  # type: ignore[override]  # typer's context is click's
        """Run the command."""
        with failing_on(InferenceError, CatalogError, OSError, SQLAlchemyError, SettingsError, ValidationError):
            return super().invoke(ctx)


@contextmanager
def failing_on(*errors: type[Exception]) -> Iterator[None]:
    """Turn errors of what stands in the context into the command's failure."""
    try:
        yield
    except BrokenPipeError:
        raise  # nobody reads on: click ends quietly
    except errors as error:
        typer.echo(_say(error), err=True)
        raise typer.Exit(1) from error


def _say(error: Exception) -> str:
    if isinstance(error, ValidationError):  # its own text would repeat what was given, be it a secret
        faults = (f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        return f"{error.title}: {'; '.join(faults)}"
    if isinstance(error, SQLAlchemyError):  # its own text would quote the statement and link to a manual
        cause = error.orig if isinstance(error, StatementError) and error.orig else error
        first, _, _ = str(cause).partition("\n")
        return f"the catalogue cannot be used: {first}"
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}"
    return str(error)
