"""The report of a run: figures, confusion and mistakes, as Markdown, a picture and JSON."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inference.vision.model_card import Figure, ModelCard
from training.evaluation import Evaluation

CONFUSION_FILE = "confusion.png"
INCHES_A_LABEL = 0.45


def write_report(card: ModelCard, evaluation: Evaluation, folder: Path) -> None:
    """Write `report.md`, `metrics.json` and the confusion matrix."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.md").write_text(_page(card, evaluation), encoding="utf-8")
    metrics = card.model_dump(mode="json")["metrics"]
    (folder / "metrics.json").write_text(json.dumps(metrics, indent=2) + "\n", encoding="utf-8")
    draw_confusion(evaluation.confusion, card.labels, folder / CONFUSION_FILE)


def draw_confusion(confusion: NDArray[np.int64], labels: Sequence[str], path: Path) -> None:
    """Draw counts (K, K), truth by row, shaded by the share of the row."""
    from matplotlib.figure import Figure as Drawing

    side = 2.5 + INCHES_A_LABEL * len(labels)
    drawing = Drawing(figsize=(side, side), layout="constrained")
    axes = drawing.add_subplot()
    shares = confusion / np.maximum(confusion.sum(1, keepdims=True), 1)
    axes.imshow(shares, cmap="Greens", vmin=0, vmax=1)
    axes.set_xticks(range(len(labels)), labels, rotation=60, ha="right")
    axes.set_yticks(range(len(labels)), labels)
    axes.set_xlabel("the model's word")
    axes.set_ylabel("what it is")
    for row, column in np.argwhere(confusion > 0):
        ink = "white" if shares[row, column] > 1 / 2 else "black"
        axes.text(column, row, str(confusion[row, column]), ha="center", va="center", color=ink, fontsize=8)
    drawing.savefig(path, dpi=80)


def _page(card: ModelCard, evaluation: Evaluation) -> str:
    lines = [
        f"# {card.version}",
        "",
        f"{card.architecture}, {card.input.size} px, int8; recipe `{card.recipe}`, commit `{card.git_commit}`.",
        "",
        "Shares with 95 % intervals. Tests are split by near-duplicate group; negatives are photos of other things.",
        "",
        "| test | photos | accuracy | known | AUROC against negatives |",
        "|---|---|---|---|---|",
    ]
    lines += [_row(name, figures) for name, figures in card.metrics.items() if "accuracy" in figures]
    lines += [
        "",
        *(
            f"Of {f['unknown'].count} negatives, {_share(f['unknown'])} were called unknown."
            for f in card.metrics.values()
            if "unknown" in f
        ),
        f"Temperature {card.temperature}, unknown below {card.unknown_threshold}.",
        "",
        f"![confusion]({CONFUSION_FILE})",
        "",
        "## Recall by kind",
        "",
        "| kind | " + " | ".join(name for name, f in card.metrics.items() if "accuracy" in f) + " |",
        "|---|" + "---|" * sum("accuracy" in f for f in card.metrics.values()),
    ]
    lines += [_recalls(label, card) for label in card.labels]
    lines += ["", "## Mistakes", "", *(f"- {mistake}" for mistake in evaluation.mistakes), ""]
    return "\n".join(lines)


def _row(name: str, figures: dict[str, Figure]) -> str:
    auroc = figures.get("unknown_auroc")
    return (
        f"| {name} | {figures['accuracy'].count} | {_share(figures['accuracy'])} | {_share(figures['known'])} | "
        f"{f'{auroc.value:.3f} ({auroc.low:.3f}–{auroc.high:.3f})' if auroc else '—'} |"
    )


def _recalls(label: str, card: ModelCard) -> str:
    tests = [figures for figures in card.metrics.values() if "accuracy" in figures]
    cells = [
        f"{_share(figures[f'recall.{label}'])} of {figures[f'recall.{label}'].count}"
        if f"recall.{label}" in figures
        else "—"
        for figures in tests
    ]
    return f"| {label} | " + " | ".join(cells) + " |"


def _share(figure: Figure) -> str:
    return f"{figure.value:.1%} ({figure.low:.1%}–{figure.high:.1%})"
