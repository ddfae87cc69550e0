"""The plots of a leaderboard."""

from collections.abc import Sequence

from training.measuring.result import RunResult
from training.report.drawing import BLUE, GOLD, GREEN, INK, RED, Plot, new_figure, rule, styled, write_svg

INCHES_A_RUN = 0.34
MARGIN = 0.02
COLORS = (GREEN, BLUE, GOLD, RED, INK)


@styled
def draw_standings(results: Sequence[RunResult], tests: Sequence[str]) -> Plot:
    """Accuracy of each run on each test set, with its interval; the best run on top."""
    figure = new_figure(5.4, 1 + INCHES_A_RUN * len(results))
    axes = figure.add_subplot()
    for place, (test, color) in enumerate(zip(tests, COLORS, strict=False)):
        shift = 0.16 * (place - (len(tests) - 1) / 2)
        points = [
            (row + shift, figures[test]["accuracy"])
            for row, figures in enumerate(result.metrics for result in results)
            if "accuracy" in figures.get(test, {})
        ]
        rows, accuracies = [row for row, _ in points], [accuracy for _, accuracy in points]
        axes.hlines(rows, [a.low for a in accuracies], [a.high for a in accuracies], color=color, alpha=0.35, lw=3)
        axes.scatter([a.value for a in accuracies], rows, color=color, s=22, label=test, zorder=3)
    axes.set_yticks(range(len(results)), [result.name for result in results])
    axes.set_ylim(len(results) - 0.5, -0.5)
    axes.legend(ncols=len(tests), loc="lower center", bbox_to_anchor=(0.5, 1))
    rule(axes, axis="x")
    return Plot("standings", "Accuracy on each test set, with its 95 % interval.", write_svg(figure))


@styled
def draw_tradeoff(timed: Sequence[tuple[str, float, float]]) -> Plot:
    """Mean accuracy against milliseconds a photo: up and left is better."""
    figure = new_figure(5.4, 3.4)
    axes = figure.add_subplot()
    axes.scatter([ms for _, ms, _ in timed], [accuracy for *_, accuracy in timed], color=GREEN, s=36, zorder=3)
    for name, ms, accuracy in timed:
        axes.annotate(name, (ms, accuracy), xytext=(6, 4), textcoords="offset points", fontsize=8)
    axes.set(xlabel="CPU, ms a photo", ylabel="accuracy, mean of test sets")
    axes.set_xlim(0, 1.3 * max(ms for _, ms, _ in timed))
    axes.set_ylim(min(accuracy for *_, accuracy in timed) - MARGIN, 1 + MARGIN)
    rule(axes)
    return Plot("tradeoff", "Accuracy against time on one thread: up and to the left is better.", write_svg(figure))
