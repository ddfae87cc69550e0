"""`greengrocer catalog`: look after the catalogue."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from catalog.database import create_database_engine, migrate, read_session
from catalog.domains import load_domains
from catalog.errors import ImportRefused
from catalog.repository import count_photos
from catalog.settings import DatabaseSettings
from inference.errors import WeakKey
from inference.importing import PhotoSource, Summary, import_photos
from inference.resources import build_photo_store, build_resources
from inference.security import SCOPES, create_api_key, replace_api_key
from inference.settings import InferenceSettings

app = typer.Typer(help="Look after the catalogue.", no_args_is_help=True)


@app.command("migrate")
def migrate_command() -> None:
    """Bring the database to the newest schema, and make the folder or bucket of photos where it is missing."""
    engine = create_database_engine(DatabaseSettings().url.get_secret_value())
    migrate(engine)
    build_photo_store(InferenceSettings()).prepare()
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


@app.command("import")
def import_command(
    path: Annotated[Path, typer.Argument(help="A folder (recursive; a folder per label or flat) or a zip.")],
    domain: Annotated[str | None, typer.Option(help="What the photos show; the default domain if absent.")] = None,
) -> None:
    """Store photos and queue them to be labelled; a folder named as a kind gives the true label."""
    settings = InferenceSettings()
    domains = load_domains(models=settings.models_dir)
    name = domain or settings.domain
    if name not in domains:
        raise typer.BadParameter(f"there are: {', '.join(domains)}", param_hint="--domain")
    resources = build_resources(settings.model_copy(update={"max_queued": sys.maxsize}), DatabaseSettings())
    migrate(resources.engine)
    try:
        source = PhotoSource(path)
    except ImportRefused as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    summary = Summary()
    for latest in track(import_photos(resources, source, domains[name]), "importing", total=len(source.names())):
        summary = latest
    resources.close()
    typer.echo(f"{summary.taken} photos taken in, {len(summary.bad)} refused")
    for line in summary.bad:
        typer.echo(line, err=True)
    raise typer.Exit(1 if summary.bad else 0)


@app.command("key")
def key_command(
    name: Annotated[str, typer.Argument(help="Who the key is for.")],
    scope: Annotated[str, typer.Option(help="read, write or admin; write includes read.")] = "read",
    from_file: Annotated[
        Path | None, typer.Option(help="Take the key in this file, in place of any other of that name.")
    ] = None,
) -> None:
    """Make an API key; it is shown once and only its hash is kept."""
    if scope not in SCOPES:
        raise typer.BadParameter(f"there are: {', '.join(SCOPES)}", param_hint="--scope")
    engine = create_database_engine(DatabaseSettings().url.get_secret_value())
    migrate(engine)
    granted = {"read": SCOPES[:1], "write": SCOPES[:2], "admin": SCOPES}[scope]
    if from_file is None:
        typer.echo(create_api_key(engine, name, granted))
        return
    try:
        replace_api_key(engine, name, granted, from_file.read_text("utf-8").strip())
    except (OSError, WeakKey) as error:
        typer.echo(f"{from_file}: {error}", err=True)
        raise typer.Exit(1) from error
    typer.echo(f"{name} has its key")
