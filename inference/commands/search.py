"""`greengrocer search`: find photos in the catalogue with a sentence."""

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

Json = Annotated[bool, typer.Option("--json", help="One JSON object.")]


def search(request: Annotated[str, typer.Argument(help='Such as "3 red tomatoes".')], *, as_json: Json = False) -> None:
    """Find photos in the catalogue with a sentence, in English or Russian."""
    from catalog.database import migrate
    from catalog.settings import DatabaseSettings
    from inference.dependencies import Knowledge
    from inference.main import build_knowledge
    from inference.resources import Resources, build_resources
    from inference.routes.search import read_filters
    from inference.routes.search import search as find
    from inference.settings import InferenceSettings

    settings = InferenceSettings()
    resources: Resources = build_resources(settings, DatabaseSettings())
    migrate(resources.engine)
    knowledge: Knowledge = build_knowledge(resources)
    page = find(read_filters(knowledge, q=request), resources, count=None, order="random", cursor=None)
    if as_json:
        query = page.query.model_dump(include={"count", "labels", "colors", "unknown_words"})
        photos = [
            photo.model_dump(mode="json", include={"id", "label", "score", "colors", "url"}) for photo in page.photos
        ]
        typer.echo(json.dumps({"query": query, "photos": photos, "total": page.total}, ensure_ascii=False))
        return
    _print_page(page.model_dump(mode="json"))


def _print_page(page: dict[str, object]) -> None:
    console = Console()
    query = page["query"]
    assert isinstance(query, dict)  # noqa: S101  # as the schema has it
    for words, text in (("unknown_words", "Not understood"), ("suggestions", "Did you mean")):
        if query[words]:
            console.print(f"{text}: {', '.join(query[words])}")
    table = Table("photo", "kind", "sure", "colour", title=f"{page['total']} found")
    photos = page["photos"]
    assert isinstance(photos, list)  # noqa: S101  # as the schema has it
    for photo in photos:
        color = photo["colors"].get("basic", {}).get("name", "")
        score = "" if photo["score"] is None else f"{photo['score']:.1%}"
        table.add_row(photo["id"], photo["label"] or "", score, color)
    console.print(table)
