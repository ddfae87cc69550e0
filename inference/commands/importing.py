"""`greengrocer catalog import`: take in a folder, a zip, or a public set by its name."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, MofNCompleteColumn, Progress, TransferSpeedColumn

from catalog.database import read_session
from catalog.domains import Domain, load_domains
from catalog.models import PhotoStatus
from catalog.repository import count_photos
from inference.commands.database import open_database
from inference.resources import open_resources
from inference.settings import InferenceSettings
from inference.transfer.importing import PhotoSource, Summary, import_photos
from inference.transfer.public_sets import PublicSet, load_public_sets


def import_command(
    path: Annotated[str, typer.Argument(help="A folder (recursive; a folder per label or flat), a zip, or a set.")],
    domain: Annotated[str | None, typer.Option(help="What the photos show; the default domain if absent.")] = None,
    source: Annotated[
        Path | None, typer.Option("--from", help="Where the named set already lies: a folder or a zip.")
    ] = None,
) -> None:
    """Store photos and queue them to be labelled; a folder named as a kind gives the true label.

    `grocerystore` and `vegetables` are public sets that are downloaded first; run it again to go on where it stopped.
    """
    settings = InferenceSettings()
    named = None if Path(path).exists() else load_public_sets().get(path)
    into = _find_domain(settings, domain, named)
    photos = PhotoSource(source or (_fetch(settings, path, named) if named else Path(path)))
    summary = _import(settings, photos, into)
    typer.echo(f"{summary.new} photos taken in, {summary.known} already there, {len(summary.bad)} refused")
    _tell_rest(photos)
    for line in summary.bad:
        typer.echo(line, err=True)
    raise typer.Exit(1 if summary.bad else 0)


def _find_domain(settings: InferenceSettings, name: str | None, named: PublicSet | None) -> Domain:
    """The domain that was asked for; else the set's, where it has a model; else the default one."""
    domains = load_domains(models=settings.models_dir)
    own = named.domain if named and (settings.models_dir / named.domain).is_dir() else settings.domain
    if (name or own) not in domains:
        raise typer.BadParameter(f"there are: {', '.join(domains)}", param_hint="--domain")
    return domains[name or own]


def _fetch(settings: InferenceSettings, name: str, named: PublicSet) -> Path:
    from inference.transfer.download import download

    target = settings.data_dir / "downloads" / f"{name}.zip"
    console = Console(stderr=True)
    console.print(f"{named.title}; licence {named.licence}; {named.page}")
    with Progress(BarColumn(), DownloadColumn(), TransferSpeedColumn(), console=console) as bar:
        task = bar.add_task("download", total=None)
        download(
            named.url,
            target,
            sha256=named.sha256,
            progress=lambda there, total: bar.update(task, completed=there, total=total),
        )
    return target


def _tell_rest(photos: PhotoSource) -> None:
    """Say what was passed over, and who labels what was taken in."""
    if others := photos.others():
        kinds = ", ".join(f"{count} {suffix or 'without a suffix'}" for suffix, count in others.most_common())
        typer.echo(f"{others.total()} other files passed over: {kinds}")
    with read_session(open_database()) as session:
        waiting = count_photos(session).statuses[PhotoStatus.PENDING]
    if waiting:
        typer.echo(f"{waiting} photos wait for a worker to label them: greengrocer up, or greengrocer worker")


def _import(settings: InferenceSettings, photos: PhotoSource, domain: Domain) -> Summary:
    patient = settings.model_copy(update={"max_queued": sys.maxsize})
    columns = (*Progress.get_default_columns(), MofNCompleteColumn())
    summary = Summary()
    with open_resources(patient) as resources, Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("importing", total=len(photos.names()))
        for summary in import_photos(resources, photos, domain):
            bar.update(task, completed=summary.seen)
    return summary
