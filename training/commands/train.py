"""`greengrocer train`: from a recipe, or from a mere folder of photos, to a served model."""

import logging
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from inference.commands.failure import failing_on
from inference.vision.model_card import ModelCard
from training.errors import TrainingError
from training.measuring.result import MODEL_FOLDER
from training.recipe import Recipe, load_recipe

DATA = Path("..") / "shared" / "data"
RUNS = Path("runs")


def train(
    recipe: Annotated[
        Path | None, typer.Argument(help="A recipe, TOML. Without one, --data has a folder of photos for each kind.")
    ] = None,
    data: Annotated[
        Path | None,
        typer.Option(help="Where a recipe's paths begin.", envvar="GREENGROCER_DATA", show_default=str(DATA)),
    ] = None,
    out: Annotated[Path, typer.Option(help="Where model folders go.")] = Path("models"),
    name: Annotated[str | None, typer.Option(help="Without a recipe: the domain's name.")] = None,
    epochs: Annotated[int | None, typer.Option(help="Without a recipe: how long to train.", min=1)] = None,
    *,
    seed: Annotated[
        int | None, typer.Option(help="A trial by another seed: its model stays in runs/NAME-seedN.", min=0)
    ] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin anew; forget what an earlier run has learnt.")] = False,
) -> None:
    """Train a recipe, or a folder of photos, to a served model; goes on where an interrupted run stopped."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    if recipe is None and data is None:
        raise typer.BadParameter("name a recipe, or a folder with a folder of photos for each kind: --data DIR")
    ignored = [flag for flag, value in (("--name", name), ("--epochs", epochs)) if recipe and value is not None]
    if ignored:
        raise typer.BadParameter(f"{' and '.join(ignored)} would be ignored: the recipe says so itself")
    with failing_on(TrainingError):
        wanted = load_recipe(recipe) if recipe else _plain(data or DATA, name, epochs)
        is_trial = seed is not None
        if seed is not None:
            wanted = _reseeded(wanted, seed)
        if fresh:
            _forget(wanted)
        card = cook(wanted, recipe.name if recipe else "recipe.toml", data=data or DATA, out=None if is_trial else out)
    if card:
        _print_card(card)
        typer.echo(_trial(wanted.name) if is_trial else _served(card.domain, out / card.domain))


def cook(recipe: Recipe, recipe_name: str, *, data: Path, out: Path | None) -> ModelCard | None:
    """Train in runs/<name>, which keeps the recipe; without `out` the model stays there."""
    from training.kept_recipe import keep_recipe
    from training.workshop import Places
    from training.workshop import train as run

    places = Places(data, RUNS / recipe.name, out / recipe.domain if out else None)
    keep_recipe(recipe, places.run)
    return run(recipe, places, recipe_name=recipe_name)


def _forget(recipe: Recipe) -> None:
    from training.kept_photos import forget_run

    forget_run(RUNS / recipe.name)


def _reseeded(recipe: Recipe, seed: int) -> Recipe:
    """The same photos in the same parts, learnt in another order from another head."""
    fit = recipe.fit.model_copy(update={"seed": seed})
    return recipe.model_copy(update={"name": f"{recipe.name}-seed{seed}", "fit": fit})


def _plain(data: Path, name: str | None, epochs: int | None) -> Recipe:
    from training.folder_recipe import EPOCHS, recipe_for_folder

    return recipe_for_folder(data, name=name, epochs=epochs or EPOCHS)


def _print_card(card: ModelCard) -> None:
    table = Table("test", "accuracy", title=card.version)
    for test, figures in card.metrics.items():
        if "accuracy" in figures:
            figure = figures["accuracy"]
            table.add_row(test, f"{figure.value:.1%} ({figure.low:.1%}–{figure.high:.1%}) of {figure.count}")
    Console().print(table)


def _served(domain: str, folder: Path) -> str:
    return f"model  {folder}\nreport {folder / 'report'}\nserve  INFERENCE_DOMAIN={domain} greengrocer up"


def _trial(name: str) -> str:
    """A trial is not served until somebody exports it."""
    run = RUNS / name
    return f"model  {run / MODEL_FOLDER}\nreport {run / 'report'}\nship   greengrocer export {name}"
