"""`greengrocer compare`: one leaderboard of recipes and runs."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from inference.commands.failure import failing_on
from training.commands.train import RUNS
from training.errors import RunError, TrainingError
from training.measuring.result import MODEL_FOLDER, RESULT_FILE, RunResult, load_result
from training.recipe import load_recipe

if TYPE_CHECKING:
    from training.report.leaderboard import Speed

JSON, TOML = ".json", ".toml"


def compare(
    runs: Annotated[
        list[Path], typer.Argument(help="Recipes (all their runs), folders of runs, or result files.", metavar="RUN...")
    ],
    out: Annotated[Path, typer.Option(help="Where the leaderboard goes.")] = RUNS / "leaderboard",
    *,
    timed: Annotated[bool, typer.Option(help="Time the models side by side, and serve them.")] = True,
) -> None:
    """Set runs side by side: accuracy by test set, F1 by kind, size, ms a photo, requests a second."""
    from training.report.leaderboard import write_leaderboard

    with failing_on(TrainingError):
        places = [place for run in runs for place in find_runs(run)]
        results = [load_result(place) for place in places]
        models = {result.name: place / MODEL_FOLDER for result, place in zip(results, places, strict=True)}
        served = {name: model for name, model in models.items() if model.is_dir()} if timed else {}
        page = write_leaderboard(results, _time(results, served), out)
    typer.echo((out / "leaderboard.md").read_text("utf-8"))
    typer.echo(f"page {page}")


def find_runs(run: Path) -> list[Path]:
    """The folders of a recipe's runs, the folder of one run (RUN or runs/RUN), or a result file by itself.

    Raises:
        RunError: it has not been run.
    """
    if run.suffix == JSON:
        return [run]
    if run.suffix == TOML:
        name = load_recipe(run).name
        folders = [RUNS / name, *sorted(RUNS.glob(f"{name}-seed*"))]
        hint = f"{run} has not been run; train it first: greengrocer train {run}"
    else:
        folders, hint = [run, RUNS / run], f"no run at {run}, nor at {RUNS / run}"
    found = [folder for folder in folders if (folder / RESULT_FILE).is_file()]
    if not found:
        raise RunError(hint)
    return found


def _time(results: list[RunResult], models: dict[str, Path]) -> "Speed":
    from training.measuring.latency import time_on_cpu, time_on_gpu
    from training.measuring.throughput import measure_throughput
    from training.report.leaderboard import Speed

    if not models:
        return Speed()
    architectures = {result.name: result.architecture for result in results if result.name in models}
    with Console(stderr=True).status(f"timing {len(models)} models, in turn"):
        return Speed(time_on_cpu(models), time_on_gpu(architectures), measure_throughput(models))
