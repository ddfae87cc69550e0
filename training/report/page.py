"""Write a run's report: one HTML file that needs nothing else, Markdown with plots beside it, and its figures as JSON.

One switch decides whether photos of the data are in it: `gallery`. Without one (what is committed under models/) the
report has no photo; the report of the local run, under runs/, is given one.
"""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from numpy.typing import NDArray

from inference.vision.model_card import Figure, ModelCard
from inference.vision.softmax import softmax
from training.measuring.metrics import calibration_error
from training.measuring.predictions import Scored
from training.report.drawing import Plot
from training.report.gallery import Gallery
from training.report.plots import (
    draw_confusion,
    draw_curves,
    draw_kinds,
    draw_reliability,
    draw_roc,
    draw_unknown,
)
from training.report.scores import Answers, LabelScore, Roc, answers_of, draw_rocs, mean_f1, score_labels, score_tops
from training.report.story import Story

PAGE_FILE, MARKDOWN_FILE, METRICS_FILE = "report.html", "report.md", "metrics.json"


@dataclass(frozen=True)
class Chapter:
    """One test set: its figures and plots."""

    answers: Answers
    figures: dict[str, Figure]

    @cached_property
    def labels(self) -> list[LabelScore]:
        """Scores by label."""
        return score_labels(self.answers)

    @cached_property
    def tops(self) -> dict[int, Figure]:
        """Share of photos whose label is among the k likeliest."""
        return score_tops(self.answers)

    @cached_property
    def rocs(self) -> list[Roc]:
        """One-vs-rest curves."""
        return draw_rocs(self.answers)

    @property
    def areas(self) -> dict[str, float]:
        """AUC by label."""
        return {roc.label: roc.area for roc in self.rocs}

    @property
    def f1(self) -> float:
        """The mean over labels."""
        return mean_f1(self.labels)

    @property
    def calibration_error(self) -> float:
        """ECE."""
        return calibration_error(self.answers.probabilities, self.answers.truth)

    @cached_property
    def plots(self) -> list[Plot]:
        """What is drawn of the set; last what may be as wide as the page."""
        rocs = [draw_roc(self.answers, self.rocs)] if self.rocs else []
        return [
            draw_kinds(self.answers, self.labels),
            draw_reliability(self.answers),
            *rocs,
            draw_confusion(self.answers),
        ]

    @property
    def mistakes(self) -> list[str]:
        """A line for each photo that was mistaken."""
        answers = self.answers
        return [
            f"{'/'.join(sample.path.parts[-2:])}: {answers.labels[truth]} taken for {answers.labels[best]}"
            for sample, best, truth in zip(answers.scored.samples, answers.best, answers.truth, strict=True)
            if best != truth
        ]


def write_report(story: Story, folder: Path, *, gallery: Gallery | None = None) -> Path:
    """Write `report.html`, `report.md` with its plots, and `metrics.json`; photos only where a gallery is given."""
    folder.mkdir(parents=True, exist_ok=True)
    chapters = [Chapter(answers, story.card.metrics.get(answers.name, {})) for answers in tests_of(story)]
    shared = _shared_plots(story, [chapter.answers for chapter in chapters])
    for plot in (*shared, *(plot for chapter in chapters for plot in chapter.plots)):
        (folder / f"{plot.name}.svg").write_text(plot.file, encoding="utf-8")
    content: dict[str, object] = {
        "story": story,
        "card": story.card,
        "chapters": chapters,
        "plots": shared,
        "gallery": gallery,
    }
    tested = {sample.label for chapter in chapters for sample in chapter.answers.scored.samples}
    content["untested"] = [story.names.get(label, label) for label in story.card.labels if label not in tested]
    for template, name in (("report.html.jinja", PAGE_FILE), ("report.md.jinja", MARKDOWN_FILE)):
        (folder / name).write_text(render(template, **content), encoding="utf-8")
    metrics = story.card.model_dump(mode="json")["metrics"]
    (folder / METRICS_FILE).write_text(json.dumps(metrics, indent=2) + "\n", encoding="utf-8")
    return folder / PAGE_FILE


def tests_of(story: Story) -> list[Answers]:
    """The story's test sets, calibrated."""
    return answers_of(story.predictions, story.card.temperature, story.names)


def render(template: str, **content: object) -> str:
    """Fill a template of this package."""
    environment = Environment(
        loader=PackageLoader("training.report"),
        autoescape=select_autoescape(["html.jinja"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"share": _share, "interval": _interval, "hits": _hits}
    return environment.get_template(template).render(**content)


def _shared_plots(story: Story, tests: list[Answers]) -> list[Plot]:
    plots = [draw_curves(story.history)] if story.history else []
    negatives = judged_by(story.predictions.negatives, story.card)
    known = {answers.name: judged_by(answers.scored, story.card) for answers in tests}
    if negatives is not None and len(negatives) and all(scores is not None for scores in known.values()):
        judged = {name: scores for name, scores in known.items() if scores is not None}
        plots.append(draw_unknown(judged, negatives, story.card))
    return plots


def judged_by(scored: Scored, card: ModelCard) -> NDArray[np.float64] | None:
    """What the card tells known from unknown by (N,): the best label's probability, or the nearness; None if unsaid."""
    if card.unknown_score == "nearness":
        return scored.nearness
    best: NDArray[np.float64] = softmax(scored.logits / card.temperature).max(1, initial=0)
    return best


def _share(value: float) -> str:
    return f"{value:.1%}"


def _hits(figure: Figure) -> int:
    return round(figure.value * figure.count)


def _interval(figure: Figure) -> str:
    return f"{figure.low:.1%}–{figure.high:.1%}"
