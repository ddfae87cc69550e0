"""The table of docs/experiments.md: every recipe there is, and what its runs came to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from training.measuring.result import RunResult, load_result
from training.measuring.seeds import Seeds
from training.recipe import Recipe, load_recipe

MILLION = 1e6
NOT_RUN = "not run here"
ABSENT = "—"


@dataclass(frozen=True)
class Experiment:
    """A recipe by its file below the recipes, and its runs, one a seed; none where it was not run."""

    file: str
    recipe: Recipe | None
    runs: tuple[RunResult, ...]

    @property
    def rank(self) -> tuple[float, str]:
        """The better on the mean of all tests, the earlier; what was not run comes last."""
        shares = [figures["accuracy"].value for run in self.runs for figures in run.metrics.values() if _has(figures)]
        return (-fmean(shares) if shares else 0.0, self.file)


def load_experiments(recipes: Path, results: Path) -> list[Experiment]:
    """Join the recipes of a folder and its `experiments` with the results that were kept (`*.json`)."""
    paths = sorted((*recipes.glob("*.toml"), *recipes.glob("experiments/*.toml")))
    known = {path.relative_to(recipes).as_posix(): load_recipe(path) for path in paths}
    places = {Path(file).name: file for file in known}
    runs = defaultdict(list)
    for path in sorted(results.glob("*.json")):
        result = load_result(path)
        runs[places.get(Path(result.recipe).name, result.recipe)].append(result)
    files = sorted({*known, *runs})
    experiments = [Experiment(file, known.get(file), tuple(_by_seed(runs[file]))) for file in files]
    return sorted(experiments, key=lambda experiment: experiment.rank)


def experiments_table(experiments: Sequence[Experiment]) -> str:
    """The leaderboard as Markdown, then the notes that runs left."""
    tests = sorted({t for e in experiments for run in e.runs for t, figures in run.metrics.items() if _has(figures)})
    heads = ["recipe", "architecture", "strategy", "seeds", "minutes", "parameters, M", "size, MB"]
    heads += [head for test in tests for head in (test, f"F1, {test}", f"least F1, {test}")]
    lines = [_line(heads), _line(["---"] * len(heads)), *(_line(_cells(e, tests)) for e in experiments)]
    notes = [f"- {run.name}: {run.notes}" for e in experiments for run in e.runs if run.notes]
    return "\n".join([*lines, *(["", *notes] if notes else [])])


def _by_seed(runs: Iterable[RunResult]) -> list[RunResult]:
    return sorted(runs, key=lambda run: (run.seed, run.name))


def _cells(experiment: Experiment, tests: Sequence[str]) -> list[str]:
    runs, recipe = experiment.runs, experiment.recipe
    if not runs:
        architecture = recipe.model.architecture if recipe else ABSENT
        return [experiment.file, architecture, NOT_RUN, *[ABSENT] * (4 + 3 * len(tests))]
    first = runs[0]
    cells = [experiment.file, first.architecture, first.strategy, ", ".join(str(run.seed) for run in runs)]
    cells += [f"{fmean(run.minutes for run in runs):.0f} ({first.device})"]
    cells += [f"{first.parameters / MILLION:.2f}", f"{first.size_mb:.2f}"]
    for test in tests:
        cells += [_accuracy(Seeds(experiment.file, runs), test), _mean_f1(runs, test), _least_f1(runs, test)]
    return cells


def _accuracy(seeds: Seeds, test: str) -> str:
    """One seed: its share, 95 % interval and number of photos; several: their mean, the least and the largest."""
    figures = [run.metrics[test]["accuracy"] for run in seeds.runs if _has(run.metrics.get(test, {}))]
    if len(figures) == 1:
        return f"{figures[0].value:.1%} ({figures[0].low:.1%}–{figures[0].high:.1%}) of {figures[0].count}"
    return str(seeds.accuracy(test) or ABSENT)


def _mean_f1(runs: Sequence[RunResult], test: str) -> str:
    means = [mean for run in runs if (mean := run.mean_f1(test)) is not None]
    return f"{fmean(means):.3f}" if means else ABSENT


def _least_f1(runs: Sequence[RunResult], test: str) -> str:
    """The kind that is recognised worst, by its mean F1 over seeds."""
    scores = defaultdict(list)
    for run in runs:
        for label, score in run.f1.get(test, {}).items():
            scores[label].append(score)
    if not scores:
        return ABSENT
    label = min(scores, key=lambda name: (fmean(scores[name]), name))
    return f"{fmean(scores[label]):.3f} {label}"


def _has(figures: Mapping[str, object]) -> bool:
    return "accuracy" in figures


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"
