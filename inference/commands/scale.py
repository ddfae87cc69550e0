"""`greengrocer added`: what was added between two photos?"""

from pathlib import Path
from typing import Annotated

import typer

from inference.descriptions import describe_weighing
from inference.errors import FramesMismatch, ImageError
from inference.resources import build_analyst
from inference.scale import METHODS, Weighing, draw_mask, weigh
from inference.settings import InferenceSettings


def added(
    before: Annotated[Path, typer.Argument(help="The photo before.")],
    after: Annotated[Path, typer.Argument(help="The photo after.")],
    method: Annotated[str, typer.Option(help=f"One of: {', '.join(METHODS)}.")] = "ssim",
    mask: Annotated[Path | None, typer.Option(help="Write the mask here, PNG.")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Say what was added between two photos of the same place."""
    if method not in METHODS:
        raise typer.BadParameter(f"there are: {', '.join(METHODS)}", param_hint="--method")
    settings = InferenceSettings()
    try:
        weighing = weigh(build_analyst(settings), before.read_bytes(), after.read_bytes(), domain=settings.domain)
    except (ImageError, FramesMismatch) as error:
        typer.echo(f"{before}, {after}: {error}", err=True)
        raise typer.Exit(1) from error
    except OSError as error:
        typer.echo(f"{error.filename}: {error.strerror}", err=True)
        raise typer.Exit(1) from error
    if mask is not None:
        mask.write_bytes(draw_mask(weighing.change))
    if as_json:
        typer.echo(describe_weighing(weighing, None).model_dump_json(exclude={"kind", "mask"}))
        return
    typer.echo(_sentence(weighing))


def _sentence(weighing: Weighing) -> str:
    seen, colors = weighing.classification, weighing.colors
    if seen is None or colors is None:
        return "Nothing was added."
    verb = "Added" if weighing.change.kind == "added" else "Taken away"
    what = seen.label if seen.known else f"something unknown (perhaps {seen.label})"
    return f"{verb}: {what}, {colors.colors['basic'].name} ({weighing.change.mask_fraction:.1%} of the picture)"
