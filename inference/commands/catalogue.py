"""`greengrocer catalog`: look after the catalogue."""

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from catalog.database import create_database_engine, migrate, read_session
from catalog.repository import count_photos
from catalog.settings import DatabaseSettings
from inference.security import SCOPES, create_api_key

app = typer.Typer(help="Look after the catalogue.", no_args_is_help=True)


@app.command("migrate")
def migrate_command() -> None:
    """Bring the database to the newest schema."""
    engine = create_database_engine(DatabaseSettings().url.get_secret_value())
    migrate(engine)
    typer.echo(f"{engine.url.render_as_string(hide_password=True)} is up to date")


@app.command()
def stats(*, as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False) -> None:
    """Count photos by status and by kind."""
    engine = create_database_engine(DatabaseSettings().url.get_secret_value())
    migrate(engine)
    with read_session(engine) as session:
        found = count_photos(session)
    if as_json:
        typer.echo(json.dumps({"total": found.total, "statuses": found.statuses, "labels": found.labels}))
        return
    table = Table("photos", "number", title=f"{found.total} photos")
    for name, count in [*found.statuses.items(), *found.labels.items()]:
        table.add_row(name, str(count))
    Console().print(table)


@app.command("key")
def key_command(
    name: Annotated[str, typer.Argument(help="Who the key is for.")],
    scope: Annotated[str, typer.Option(help="read, write or admin; write includes read.")] = "read",
) -> None:
    """Make an API key; it is shown once and only its hash is kept."""
    if scope not in SCOPES:
        raise typer.BadParameter(f"there are: {', '.join(SCOPES)}", param_hint="--scope")
    engine = create_database_engine(DatabaseSettings().url.get_secret_value())
    migrate(engine)
    granted = {"read": SCOPES[:1], "write": SCOPES[:2], "admin": SCOPES}[scope]
    typer.echo(create_api_key(engine, name, granted))
