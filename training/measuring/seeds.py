"""Runs of one recipe that differ in their seed, taken together."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from training.measuring.result import RunResult


@dataclass(frozen=True)
class Spread:
    """The mean of several seeds' accuracies (0–1), the least and the largest; the numbers of their photos."""

    mean: float
    least: float
    most: float
    counts: tuple[int, ...]

    def __str__(self) -> str:
        photos = " and ".join(str(count) for count in self.counts)
        return f"{self.mean:.2%} ({self.least:.1%}–{self.most:.1%} by seed) of {photos}"


@dataclass(frozen=True)
class Seeds:
    """The runs of a recipe, which is told by its file's name."""

    recipe: str
    runs: tuple[RunResult, ...]

    def accuracy(self, test: str) -> Spread | None:
        """The accuracies on a test set; None where no run was tried on it."""
        figures = [run.metrics[test]["accuracy"] for run in self.runs if "accuracy" in run.metrics.get(test, {})]
        shares = [figure.value for figure in figures]
        counts = tuple(sorted({figure.count for figure in figures}))
        return Spread(fmean(shares), min(shares), max(shares), counts) if shares else None


def gather_seeds(runs: Sequence[RunResult]) -> list[Seeds]:
    """The recipes that were run with more than one seed, in the order of their first run."""
    gathered = defaultdict(list)
    for run in runs:
        gathered[run.recipe].append(run)
    return [Seeds(recipe, tuple(own)) for recipe, own in gathered.items() if len({run.seed for run in own}) > 1]
