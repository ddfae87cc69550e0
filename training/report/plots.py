"""The plots of a report."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from inference.vision.model_card import ModelCard
from training.fitting.history import Epoch
from training.measuring.metrics import calibration_error
from training.report.drawing import BLUE, GOLD, GREEN, INK, RED, Plot, new_figure, rule, styled, write_svg
from training.report.scores import Answers, LabelScore, Roc, bin_confidences, count_confusions

MOST_ROWS = 40
UNNAMED_SIDE = 6.5  # inches
WORST_NAMED = 5
PERFECT = 0.99995  # what is written as 1.0000
INCHES_A_ROW = 0.24
WIDTH = 4.2  # inches: what a phone shows without making the words too small


@styled
def draw_curves(history: Sequence[Epoch]) -> Plot:
    """Loss and accuracy by epoch, on train and on val."""
    pairs = (("loss", "loss", "val_loss"), ("accuracy", "accuracy", "val_accuracy"))
    drawn = [pair for pair in pairs if any(epoch.get(key) is not None for epoch in history for key in pair[1:])]
    figure = new_figure(WIDTH, 2.4 * len(drawn))
    for axes, (title, train, val) in zip(figure.subplots(len(drawn), 1, squeeze=False)[:, 0], drawn, strict=True):
        for key, color, label in ((train, GREEN, "train"), (val, GOLD, "val")):
            points = [(epoch["epoch"], epoch[key]) for epoch in history if epoch.get(key) is not None]
            if points:
                axes.plot(*zip(*points, strict=True), color=color, marker="o", markersize=3, label=label)
        axes.set(title=title, xlabel="epoch")
        axes.xaxis.get_major_locator().set_params(integer=True)
        axes.legend()
        rule(axes)
    caption = (
        "By epoch: the loss that training lowers, beside cross-entropy on val, and the share of photos named rightly, "
        "of val and of as many that it learns from."
    )
    return Plot("curves", caption, write_svg(figure))


@styled
def draw_kinds(answers: Answers, scores: Sequence[LabelScore]) -> Plot:
    """F1, precision and recall of each kind, the worst on top; recall with its 95 % interval."""
    worst = sorted(scores, key=lambda score: (score.f1, score.recall.count), reverse=True)[-MOST_ROWS:]
    figure = new_figure(WIDTH, 1 + INCHES_A_ROW * len(worst))
    axes = figure.add_subplot()
    rows = np.arange(len(worst))
    axes.hlines(rows, [s.recall.low for s in worst], [s.recall.high for s in worst], color=GREEN, alpha=0.35, lw=4)
    for values, color, marker, label in (
        ([s.precision for s in worst], BLUE, "<", "precision"),
        ([s.recall.value for s in worst], GREEN, ">", "recall"),
        ([s.f1 for s in worst], INK, "|", "F1"),
    ):
        axes.scatter(values, rows, color=color, marker=marker, s=34, label=label, zorder=3)
    axes.set_yticks(rows, [f"{s.label} · {s.recall.count}" for s in worst])
    axes.set(xlim=(min(0.6, *(s.recall.low for s in worst)) - 0.02, 1.02), ylim=(-0.7, len(worst) - 0.3))
    figure.legend(ncols=3, loc="outside upper center")
    rule(axes, axis="x")
    caption = (
        "Precision, recall with its 95 % interval, and F1 of each kind, the worst on top; beside the name, photos."
    )
    return Plot(f"{answers.name}-kinds", caption, write_svg(figure))


@styled
def draw_confusion(answers: Answers) -> Plot:
    """Counts by truth (row) and answer (column), shaded by the share of the row."""
    from matplotlib.patches import Rectangle

    counts = count_confusions(answers)
    seen = np.flatnonzero(counts.sum(0) + counts.sum(1))
    counts, labels = counts[np.ix_(seen, seen)], [answers.labels[index] for index in seen]
    is_named = len(labels) <= MOST_ROWS
    side = 2 + 0.36 * len(labels) if is_named else UNNAMED_SIDE
    figure = new_figure(side, side)
    axes = figure.add_subplot()
    shares = counts / np.maximum(counts.sum(1, keepdims=True), 1)
    for row, column in np.argwhere(counts > 0).tolist():
        share = shares[row, column]
        color = GREEN if row == column else RED
        axes.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, color=color, alpha=0.15 + 0.85 * share, lw=0))
        if is_named:
            ink = "white" if share > 1 / 2 else INK
            axes.text(column, row, str(counts[row, column]), ha="center", va="center", color=ink, fontsize=8)
    axes.set(xlim=(-0.5, len(labels) - 0.5), ylim=(len(labels) - 0.5, -0.5), aspect="equal")
    ticks, names = (range(len(labels)), labels) if is_named else ((), ())
    axes.set_xticks(ticks, names, rotation=60, ha="right", rotation_mode="anchor")
    axes.set_yticks(ticks, names)
    axes.set(xlabel="the model's word", ylabel="what it is")
    rule(axes)
    unnamed = (
        "" if is_named else f" All {len(labels)} kinds in the order of the alphabet; the mistakes are named below."
    )
    caption = f"Right answers green, mistakes red, by their share of the row.{unnamed}"
    return Plot(f"{answers.name}-confusion", caption, write_svg(figure))


@styled
def draw_roc(answers: Answers, rocs: Sequence[Roc]) -> Plot:
    """One-vs-rest curves: all of them, and the corner that matters; the worst are named."""
    figure = new_figure(WIDTH, 6.4)
    worst = {roc.label for roc in sorted(rocs, key=lambda roc: roc.area)[:WORST_NAMED] if roc.area < PERFECT}
    colors = iter((RED, GOLD, BLUE, INK, "#8e6bbf"))
    named = {roc.label: next(colors) for roc in rocs if roc.label in worst}
    for axes, is_corner in zip(figure.subplots(2, 1), (False, True), strict=True):
        for roc in sorted(rocs, key=lambda roc: roc.label in worst):
            label = f"{roc.label} {roc.area:.4f}" if roc.label in worst else None
            color = named.get(roc.label, GREEN)
            axes.plot(roc.false, roc.true, color=color, lw=1.4, alpha=1 if label else 0.35, label=label)
        axes.set(xlabel="false positive rate", ylabel="true positive rate")
        axes.set(
            **({"xlim": (-0.002, 0.1), "ylim": (0.8, 1.005)} if is_corner else {"xlim": (-0.01, 1), "ylim": (0, 1.02)})
        )
        rule(axes)
    figure.axes[0].plot([0, 1], [0, 1], color=INK, lw=0.7, ls=":")
    if worst:
        figure.axes[0].legend(title="AUC, the lowest", loc="lower right")
    mean = float(np.mean([roc.area for roc in rocs]))
    return Plot(
        f"{answers.name}-roc",
        f"ROC of each kind against the rest; mean AUC {mean:.4f}. Below: the corner.",
        write_svg(figure),
    )


@styled
def draw_reliability(answers: Answers) -> Plot:
    """How often the model is right by how sure it says it is."""
    bins = bin_confidences(answers)
    figure = new_figure(3.8, 3.8)
    upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=(3, 1))
    upper.plot([0, 1], [0, 1], color=INK, lw=0.8, ls=":")
    upper.vlines([b.confidence for b in bins], [b.confidence for b in bins], [b.right for b in bins], color=RED, lw=2)
    upper.scatter([b.confidence for b in bins], [b.right for b in bins], color=GREEN, zorder=3, s=26)
    upper.set(ylabel="share that is right", xlim=(0, 1.02), ylim=(-0.03, 1.05))
    lower.bar([b.confidence for b in bins], [b.count for b in bins], width=0.03, color=GREEN)
    lower.set(xlabel="how sure the model is", ylabel="photos", yscale="log", ylim=(0.6, None))
    rule(upper)
    rule(lower)
    error = calibration_error(answers.probabilities, answers.truth)
    caption = f"Reliability: on the dotted line, 90 % sure means right in 90 of 100. ECE {error:.4f}."
    return Plot(f"{answers.name}-reliability", caption, write_svg(figure))


@styled
def draw_unknown(known: Mapping[str, NDArray[np.float64]], others: NDArray[np.float64], card: ModelCard) -> Plot:
    """What the model judges by, for each test set and for other things, with the threshold between."""
    figure = new_figure(WIDTH, 3.2)
    axes = figure.add_subplot()
    least = min(0.0, float(others.min()), *(float(scores.min()) for scores in known.values()))
    edges = np.linspace(least, 1, 41).tolist()
    axes.hist(others, edges, weights=_shares(others), color=RED, alpha=0.65, label=f"other things, {len(others)}")
    for (name, scores), color in zip(known.items(), (GREEN, BLUE, GOLD, INK), strict=False):
        label = f"{name}, {len(scores)}"
        axes.hist(scores, edges, weights=_shares(scores), histtype="step", lw=1.8, color=color, label=label)
    axes.axvline(card.unknown_threshold, color=INK, lw=1, ls="--")
    judged = "nearness to what it has seen (cosine)" if card.unknown_score == "nearness" else "how sure the model is"
    axes.set(xlabel=judged, ylabel="share of photos", xlim=(least, 1), yscale="log", ylim=(0.001, 1.5))
    figure.legend(loc="outside upper center", ncols=2)
    rule(axes)
    caption = f"Left of the dashed line ({card.unknown_threshold:.3f}) the model says that it does not know."
    return Plot("unknown", caption, write_svg(figure))


def _shares(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights by which bars add up to one."""
    return np.full(len(scores), 1 / max(1, len(scores)))
