"""The workshop's commands, which join `greengrocer`."""

import logging
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from training.errors import TrainingError
from training.recipe import load_recipe

app = typer.Typer(help="Train, compare and ship models.", no_args_is_help=True)

DATA = Path("..") / "shared" / "data"
DataOption = Annotated[Path, typer.Option(help="The folder that a recipe's paths begin at.", envvar="GREENGROCER_DATA")]


@app.command()
def train(
    recipe: Annotated[Path, typer.Argument(help="A recipe, TOML.")],
    data: DataOption = DATA,
    out: Annotated[Path, typer.Option(help="Where model folders go.")] = Path("models"),
) -> None:
    """Train a recipe to a served model; goes on where an interrupted run stopped."""
    from training.workshop import Places
    from training.workshop import train as cook

    logging.basicConfig(level=logging.INFO, format="%(message)s")
    try:
        wanted = load_recipe(recipe)
        places = Places(data, Path("runs") / wanted.name, out / wanted.domain)
        card = cook(wanted, places, recipe_name=recipe.name)
    except TrainingError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    table = Table("test", "accuracy", title=card.version)
    for name, figures in card.metrics.items():
        if "accuracy" in figures:
            figure = figures["accuracy"]
            table.add_row(name, f"{figure.value:.1%} ({figure.low:.1%}–{figure.high:.1%}) of {figure.count}")
    Console().print(table)


if __name__ == "__main__":
    app()
