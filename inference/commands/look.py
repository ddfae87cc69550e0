"""`greengrocer classify` and `greengrocer colors`: look at photos here and now, without a server."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from inference.commands.table import name_kind, name_photo, photo_table, tell_sureness
from inference.errors import ImageError, ModelError
from inference.resources import build_analyst
from inference.settings import InferenceSettings
from inference.vision.color_naming import ColorReport, Method

Photos = Annotated[list[Path], typer.Argument(help="Photos.", metavar="PHOTO...", show_default=False)]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
MethodOption = Annotated[str, typer.Option(help="How colours are named: perceptual or paper.")]
Cells = tuple[str | Text, ...]
METHODS: dict[str, Method] = {"perceptual": "perceptual", "paper": "paper"}


def classify(
    photos: Photos,
    domain: Annotated[str | None, typer.Option(help="What to recognise.")] = None,
    *,
    as_json: Json = False,
) -> None:
    """Say what photos show, how sure that is, and what colour they have."""
    settings = InferenceSettings()
    analyst = build_analyst(settings)
    name = domain or settings.domain
    try:
        analyst.models.get(name)
    except ModelError as error:
        raise typer.BadParameter(str(error), param_hint="--domain") from error

    def look(path: Path) -> dict[str, Any]:
        analysis = analyst.analyse(path.read_bytes(), name)
        seen = analysis.classification
        return {
            "path": str(path),
            "domain": name,
            "label": seen.label,
            "score": seen.score,
            "known": seen.known,
            "top": [{"label": item.label, "score": item.score} for item in seen.top],
            "colors": describe_colors(analysis.colors),
        }

    _print_all(photos, look, as_json=as_json, columns=("kind", "sure", "colour"), row=_classified)


def colors(
    photos: Photos,
    palette: Annotated[str | None, typer.Option(help="One palette only: rgb, ryb or basic.")] = None,
    method: MethodOption = "perceptual",
    *,
    as_json: Json = False,
) -> None:
    """Say what colour the subject of photos has."""
    settings = InferenceSettings()
    analyst = build_analyst(settings)
    if palette is not None and palette not in analyst.palettes:
        raise typer.BadParameter(f"there are: {', '.join(sorted(analyst.palettes))}", param_hint="--palette")
    if method not in METHODS:
        raise typer.BadParameter(f"there are: {', '.join(METHODS)}", param_hint="--method")
    if palette is not None:
        analyst = replace(analyst, palettes={palette: analyst.palettes[palette]})

    def look(path: Path) -> dict[str, Any]:
        report = analyst.name_colors(path.read_bytes(), settings.domain, method=METHODS[method])
        shares = [{"name": share.name, "share": share.share} for share in report.shares]
        return {
            "path": str(path),
            "method": method,
            "colors": describe_colors(report),
            "shares": shares,
            "hex": report.hex,
        }

    _print_all(photos, look, as_json=as_json, columns=("colours", "shares"), row=_colored)


def describe_colors(report: ColorReport) -> dict[str, dict[str, str]]:
    """The colours as the contract writes them."""
    return {name: {"name": color.name, "hex": color.hex} for name, color in report.colors.items()}


def _print_all(
    photos: list[Path],
    look: Callable[[Path], dict[str, Any]],
    *,
    as_json: bool,
    columns: tuple[str, ...],
    row: Callable[[dict[str, Any]], Cells],
) -> None:
    failures: list[str] = []
    table = photo_table(*columns)
    for answer in _look_at_each(photos, look, failures):
        if as_json:
            typer.echo(json.dumps(answer, ensure_ascii=False))
        else:
            table.add_row(*row(answer))
    if table.row_count:
        Console().print(table)
    for failure in failures:
        typer.echo(failure, err=True)
    if failures:
        raise typer.Exit(1)


def _look_at_each(
    photos: list[Path], look: Callable[[Path], dict[str, Any]], failures: list[str]
) -> Iterator[dict[str, Any]]:
    for path in photos:
        try:
            yield look(path)
        except ImageError as error:
            failures.append(f"{path}: {error}")
        except OSError as error:
            failures.append(f"{path}: {error.strerror or error}")


def _classified(answer: dict[str, Any]) -> Cells:
    known = answer["known"]
    kind, sure = name_kind(answer["label"], known=known), tell_sureness(answer["score"], known=known)
    return name_photo(answer["path"]), kind, sure, _swatch(answer["colors"]["basic"])


def _colored(answer: dict[str, Any]) -> Cells:
    named = "  ".join(f"{palette}: {_swatch(color)}" for palette, color in answer["colors"].items())
    return name_photo(answer["path"]), named, ", ".join(f"{s['name']} {s['share']:.0%}" for s in answer["shares"])


def _swatch(color: dict[str, str]) -> str:
    return f"[{color['hex']}]■[/] {color['name']}"
