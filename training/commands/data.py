"""`greengrocer data generate` and `data compose`: more photos to train on."""

from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from rich.progress import track

from inference.commands.failure import failing_on
from training.errors import TrainingError

app = typer.Typer(help="Make more photos to train on; none of them is ever tested on.", no_args_is_help=True)

Table = Annotated[Path, typer.Argument(help="A table of prompts and cut-outs by kind, TOML.")]
Out = Annotated[Path, typer.Option(help="The folder that gets a folder a kind, and generated.csv.")]


@app.command()
def generate(
    table: Table,
    out: Out,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask whether the price is right.")] = False,
) -> None:
    """Ask an OpenAI-compatible image endpoint (IMAGE_ENDPOINT_URL, IMAGE_ENDPOINT_KEY) for photos; can be resumed."""
    from training.generation.endpoint import ImageEndpoint, ImageEndpointSettings, connect
    from training.generation.generating import generate as ask
    from training.generation.generating import missing_wishes
    from training.generation.table import load_table

    try:
        wanted = load_table(table)
        settings = ImageEndpointSettings()
        wishes = missing_wishes(wanted, out)
        typer.echo(f"{len(wishes)} photos by {wanted.model} at ${wanted.price:.3f}: ${len(wishes) * wanted.price:.2f}")
        if wishes and not yes:
            typer.confirm("Go ahead?", abort=True)
        with connect(settings) as http:
            photos = ask(wishes, ImageEndpoint(http, wanted.model, wanted.size, wanted.quality), out)
            count = sum(1 for _ in track(photos, "generating", total=len(wishes), transient=True))
    except ValidationError as error:
        raise typer.BadParameter("set IMAGE_ENDPOINT_KEY (and IMAGE_ENDPOINT_URL, unless it is OpenAI's)") from error
    except TrainingError as error:
        typer.echo(f"{error}; what came is kept, the same command goes on", err=True)
        raise typer.Exit(1) from error
    typer.echo(f"{count} photos in {out}")


@app.command()
def compose(
    table: Table,
    out: Out,
    cutouts: Annotated[Path, typer.Option(help="The folder of cut-outs, PNG with an alpha channel.")],
    backgrounds: Annotated[Path, typer.Option(help="Real photos to lay them on (any depth).")],
    each: Annotated[int, typer.Option(help="Photos a kind.", min=1)] = 100,
) -> None:
    """Compose photos of cut-outs on real backgrounds: the offline twin of `generate`."""
    from training.generation.composing import Scenery, compose_photos
    from training.generation.table import load_table

    with failing_on(TrainingError):
        wanted = load_table(table)
        photos = compose_photos(wanted, Scenery(cutouts, backgrounds), out, each=each)
        total = each * sum(bool(kind.cutouts) for kind in wanted.kinds.values())
        count = sum(1 for _ in track(photos, "composing", total=total, transient=True))
    typer.echo(f"{count} photos in {out}")
