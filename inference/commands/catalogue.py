"""`greengrocer catalog`: look after the catalogue."""

import json
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from catalog.database import read_session
from catalog.repository import count_photos
from inference.commands.database import open_database
from inference.commands.importing import import_command
from inference.commands.keys import list_keys, make_key, revoke_key
from inference.reindexing import find_faults, mend
from inference.resources import build_photo_store, open_resources
from inference.settings import InferenceSettings
from inference.transfer.corrections import export_corrected

app = typer.Typer(help="Look after the catalogue.", no_args_is_help=True)


@app.command("migrate")
def migrate_command() -> None:
    """Bring the database to the newest schema, and make the folder or bucket of photos where it is missing."""
    engine = open_database()
    build_photo_store(InferenceSettings()).prepare()
    typer.echo(f"{engine.url.render_as_string(hide_password=True)} is up to date")


@app.command()
def stats(*, as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False) -> None:
    """Count photos by status and by kind."""
    engine = open_database()
    with read_session(engine) as session:
        found = count_photos(session)
    if as_json:
        typer.echo(json.dumps(vars(found)))
        return
    table = Table("photos", "number", title=f"{found.total} photos")
    for name, count in found.statuses.items():
        table.add_row(name, str(count))
    table.add_section()
    for name, count in {**found.labels, "unknown": found.unknown}.items():
        table.add_row(name, str(count))
    Console().print(table)


app.command("import")(import_command)


@app.command("export")
def export_command(
    corrected: Annotated[
        Path, typer.Option("--corrected", file_okay=False, help="The folder for the photos that people corrected.")
    ],
    domain: Annotated[str | None, typer.Option(help="Photos of one domain only.")] = None,
) -> None:
    """Write what people corrected as a training set: a folder a kind, which `greengrocer train` takes as it is."""
    with open_resources(InferenceSettings()) as resources:
        labels = Counter(exported.label for exported in export_corrected(resources, corrected, domain=domain))
    typer.echo(f"{labels.total()} photos of {len(labels)} kinds written to {corrected}")


@app.command()
def reindex(*, dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what is amiss.")] = False) -> None:
    """Find files and photos that lost each other, and what is missing or of an older model, and mend it."""
    with open_resources(InferenceSettings()) as resources:
        findings = find_faults(resources)
        if not dry_run:
            mend(resources, findings)
    typer.echo(f"{findings.photos} photos, {findings.files} files")
    for found, fault, remedy in (
        (findings.orphan_files, "files without a photo", "deleted"),
        (findings.without_file, "photos without a file", "deleted"),
        (findings.without_thumbnail, "photos without a thumbnail", "made"),
        (findings.to_classify, "photos seen by no or another model", "queued"),
    ):
        typer.echo(f"{len(found)} {fault}" + (f": {remedy}" if found and not dry_run else ""))


app.command("key")(make_key)
app.command("keys")(list_keys)
app.command("revoke")(revoke_key)
