"""`greengrocer report` and `greengrocer export`: what to do with a run."""

from pathlib import Path
from typing import Annotated

import typer

from inference.commands.failure import failing_on
from training.commands.train import DATA, RUNS
from training.errors import TrainingError
from training.measuring.result import RESULT_FILE, load_result

Run = Annotated[Path, typer.Argument(help="The folder of a run, or its name below runs.", metavar="RUN")]


def report(run: Run) -> None:
    """Write the report of a finished run anew, with the photos it erred on, into its folder."""
    from training.shipping.publishing import report_run

    with failing_on(TrainingError):
        page = report_run(find_run(run))
    typer.echo(f"page {page}")


def export(
    run: Run,
    data: Annotated[
        Path, typer.Option(help="Where the recipe's paths begin.", envvar="GREENGROCER_DATA", show_default=str(DATA))
    ] = DATA,
    out: Annotated[Path, typer.Option(help="Where model folders go.")] = Path("models"),
) -> None:
    """Export a trained run anew: ONNX checked against torch, int8, calibration, card, words and report."""
    from training.data.dataset import load_dataset
    from training.fitting.trained import load_trained
    from training.kept_photos import check_photos
    from training.kept_recipe import RECIPE_FILE
    from training.recipe import load_recipe
    from training.workshop import Places, ship

    folder = find_run(run)
    with failing_on(TrainingError):
        recipe = load_recipe(folder / RECIPE_FILE)
        photos = load_dataset(recipe, data)
        check_photos(photos, folder)
        model = load_trained(recipe, folder, len(photos.labels))
        places = Places(data, folder, out / recipe.domain)
        card = ship(model, recipe, photos, places, recipe_name=_recipe_name(folder))
    typer.echo(f"model {places.model}: {card.version}")


def _recipe_name(run: Path) -> str:
    from training.kept_recipe import RECIPE_FILE

    return load_result(run).recipe if (run / RESULT_FILE).is_file() else RECIPE_FILE


def find_run(run: Path) -> Path:
    """The folder of that name below runs, where there is one: photos lie in folders that are called like their run."""
    return run if run.is_dir() and not (RUNS / run).is_dir() else RUNS / run
