"""`greengrocer search` and `similar`: find photos in the catalogue with a sentence, or by one of them."""

import json
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from inference.commands.table import name_kind, name_photo, photo_table, tell_sureness

if TYPE_CHECKING:
    from inference.schemas import PhotoOut, PhotoPageOut
    from inference.settings import InferenceSettings

Json = Annotated[bool, typer.Option("--json", help="One JSON object.")]


def search(request: Annotated[str, typer.Argument(help='Such as "3 red tomatoes".')], *, as_json: Json = False) -> None:
    """Find photos in the catalogue with a sentence, in English or Russian."""
    from inference.main import build_knowledge
    from inference.resources import open_resources
    from inference.routes.search import read_filters
    from inference.routes.search import search as find
    from inference.settings import InferenceSettings

    settings = InferenceSettings()
    with open_resources(settings) as resources:
        filters = read_filters(build_knowledge(resources), q=request)
        page = find(filters, resources, count=None, order="random", cursor=None)
    _write(page, settings, as_json=as_json)


def similar(
    photo: Annotated[str, typer.Argument(help="The id of a photo in the catalogue.")],
    *,
    count: Annotated[int, typer.Option(help="How many photos at most.", min=1, max=100)] = 10,
    as_json: Json = False,
) -> None:
    """Find photos that the model sees as like one of the catalogue's, the most alike first."""
    from inference.resources import open_resources
    from inference.routes.search import similar as find
    from inference.settings import InferenceSettings

    settings = InferenceSettings()
    with open_resources(settings) as resources:
        page = find(photo, resources, count=count)
    _write(page, settings, as_json=as_json)


def _write(page: "PhotoPageOut", settings: "InferenceSettings", *, as_json: bool) -> None:
    if not as_json:
        from inference.processes.address import find_address

        _print_page(page, f"{find_address(settings)}/#ask?photo=")
        return
    fields = {"id", "label", "score", "known", "colors", "url"}
    photos = [photo.model_dump(mode="json", include=fields) for photo in page.photos]
    found = {"query": page.query.model_dump(), "photos": photos, "total": page.total}
    typer.echo(json.dumps(found, ensure_ascii=False))


def _print_page(page: "PhotoPageOut", address: str) -> None:
    console = Console()
    for words, text in ((page.query.unknown_words, "Not understood"), (page.query.suggestions, "Did you mean")):
        if words:
            console.print(f"{text}: {', '.join(words)}")
    shown = len(page.photos)
    title = f"{page.total} found" if shown == page.total else f"{shown} of {page.total} found"
    table = photo_table("kind", "sure", "colour", title=title)
    for photo in page.photos:
        table.add_row(name_photo(photo.id, address=address + photo.id), *_describe(photo))
    console.print(table)
    if page.photos:
        console.print(f"With the service up, see them at {address}…", highlight=False, soft_wrap=True)


def _describe(photo: "PhotoOut") -> tuple[str, ...]:
    color = photo.colors["basic"].name if "basic" in photo.colors else ""
    if photo.label is None:
        return photo.status, "", color
    known = photo.known is not False or photo.label_source != "prediction"
    sure = "" if photo.score is None else tell_sureness(photo.score, known=known)
    return name_kind(photo.label, known=known), sure, color
