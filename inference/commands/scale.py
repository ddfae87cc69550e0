"""`greengrocer added`: what was added between two photos?"""

from pathlib import Path
from typing import Annotated

import typer

from inference.commands.table import name_kind
from inference.descriptions import describe_weighing
from inference.errors import FramesMismatch, ImageError
from inference.resources import build_analyst
from inference.scale import Weighing, draw_mask, weigh
from inference.settings import InferenceSettings
from inference.vision.change.detector import METHODS

MASK_SUFFIX = ".png"
VERBS = {"added": "Added", "removed": "Taken away", "moved": "Moved"}


def added(
    before: Annotated[Path, typer.Argument(help="The photo before.")],
    after: Annotated[Path, typer.Argument(help="The photo after.")],
    method: Annotated[str | None, typer.Option(help=f"One of: {', '.join(METHODS)}; else the best there is.")] = None,
    mask: Annotated[Path | None, typer.Option(help="Write the mask here, PNG.")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Say what was added between two photos of the same place."""
    chosen = next((name for name in METHODS if name == method), None)
    if method is not None and chosen is None:
        raise typer.BadParameter(f"there are: {', '.join(METHODS)}", param_hint="--method")
    if mask is not None and mask.suffix.lower() != MASK_SUFFIX:
        raise typer.BadParameter(f"the mask is a PNG: expected a name ending in {MASK_SUFFIX}", param_hint="--mask")
    settings = InferenceSettings()
    frames = before.read_bytes(), after.read_bytes()
    try:
        weighing = weigh(build_analyst(settings), *frames, domain=settings.domain, method=chosen)
    except (ImageError, FramesMismatch) as error:
        typer.echo(f"{before}, {after}: {error}", err=True)
        raise typer.Exit(1) from error
    if mask is not None:
        mask.write_bytes(draw_mask(weighing.change))
    if as_json:
        typer.echo(describe_weighing(weighing).model_dump_json(exclude={"mask", "rle"}))
        return
    typer.echo(_sentence(weighing))


def _sentence(weighing: Weighing) -> str:
    seen, colors = weighing.classification, weighing.colors
    if seen is None or colors is None:
        return "Nothing was added."
    verb = VERBS[weighing.change.kind]
    what = name_kind(seen.label, known=seen.known)
    return f"{verb}: {what}, {colors.colors['basic'].name} ({weighing.change.mask_fraction:.1%} of the picture)"
