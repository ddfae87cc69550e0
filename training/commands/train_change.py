"""`greengrocer train-change`: from a change recipe to a served change detector."""

import logging
from pathlib import Path
from typing import Annotated

import typer

from inference.commands.failure import failing_on
from training.commands.train import DATA, RUNS
from training.errors import TrainingError


def train_change(
    recipe: Annotated[Path, typer.Argument(help="A change recipe, TOML: training/recipes/change.")],
    data: Annotated[Path, typer.Option(help="Where the data lie.", envvar="GREENGROCER_DATA")] = DATA,
    out: Annotated[Path, typer.Option(help="Where model folders go.")] = Path("models"),
    *,
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin anew; forget what an earlier run has learnt.")] = False,
) -> None:
    """Train a network that finds what was added between two photos; goes on where an interrupted run stopped."""
    from training.change.recipe import load_change_recipe
    from training.change.workshop import ChangePlaces
    from training.change.workshop import train_change as run
    from training.kept_photos import forget_run

    logging.basicConfig(level=logging.INFO, format="%(message)s")
    with failing_on(TrainingError):
        wanted, places = load_change_recipe(recipe), ChangePlaces(data, RUNS / "change", out)
        if fresh:
            forget_run(places.runs / wanted.name)
        card = run(wanted, places, recipe_name=recipe.name)
    for name, value in card.metrics.items():
        typer.echo(f"{name:14} {value:.4f}")
