"""`greengrocer catalog key`, `keys` and `revoke`: who may call the API."""

import json
import re
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from inference.commands.database import open_database
from inference.errors import WeakKey
from inference.security import GRANTED, KEY_NAME, Scope, create_api_key, list_api_keys, replace_api_key, revoke_api_keys


def make_key(
    name: Annotated[str, typer.Argument(help="Who the key is for.")],
    scope: Annotated[Scope, typer.Option(help="read, write or admin; write includes read.")] = "read",
    from_file: Annotated[
        Path | None, typer.Option(help="Take the key in this file, in place of any other of that name.")
    ] = None,
) -> None:
    """Make an API key; it is shown once and only its hash is kept."""
    if not re.fullmatch(KEY_NAME, name):
        raise typer.BadParameter("expected 1 to 80 letters, digits, spaces or any of .@_-", param_hint="NAME")
    engine = open_database()
    if from_file is None:
        typer.echo(create_api_key(engine, name, GRANTED[scope]))
        return
    replace_api_key(engine, name, GRANTED[scope], _read_key(from_file))
    typer.echo(f"{name} has its key")


def list_keys(*, as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False) -> None:
    """List the API keys: whose, since when and what for; never the keys themselves."""
    table = Table("id", "name", "scopes", "made")
    for key in list_api_keys(open_database()):
        row = {"id": key.id, "name": key.name, "scopes": key.scopes, "created_at": key.created_at.isoformat()}
        if as_json:
            typer.echo(json.dumps(row))
        table.add_row(*row.values())
    if not as_json:
        Console().print(table)


def revoke_key(key: Annotated[str, typer.Argument(help="The id of a key, or the name of all of somebody's.")]) -> None:
    """Let API keys open nothing any more, from their next request on."""
    revoked = revoke_api_keys(open_database(), key)
    typer.echo(f"revoked: {', '.join(revoked)}")


def _read_key(path: Path) -> str:
    try:
        return path.read_text("utf-8").strip()
    except UnicodeDecodeError as error:
        raise WeakKey(f"{path}: a key is text, and this is none") from error
