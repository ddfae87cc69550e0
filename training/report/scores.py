"""What reports draw and tabulate of one test set."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import auc, precision_recall_fscore_support, roc_curve

from inference.vision.model_card import Figure
from inference.vision.softmax import softmax
from training.measuring.metrics import recall_by_label, share_of
from training.measuring.predictions import Predictions, Scored

TOPS = (1, 2, 3, 5)
BINS = 15


@dataclass(frozen=True)
class Answers:
    """A test set as the model answered it: calibrated probabilities (N, K), truth and best guess (N,), all labels."""

    name: str
    labels: tuple[str, ...]
    scored: Scored
    probabilities: NDArray[np.float64]

    @property
    def groups(self) -> list[str]:
        """The near-duplicate group of each photo."""
        return [sample.group for sample in self.scored.samples]

    @property
    def truth(self) -> NDArray[np.int64]:
        """The right label's index of each photo."""
        return self.scored.targets

    @property
    def best(self) -> NDArray[np.int64]:
        """The index of the label that the model found likeliest."""
        best: NDArray[np.int64] = self.probabilities.argmax(1)
        return best

    @property
    def confidence(self) -> NDArray[np.float64]:
        """The probability of the likeliest label."""
        confidence: NDArray[np.float64] = self.probabilities.max(1)
        return confidence


@dataclass(frozen=True)
class LabelScore:
    """One label's shares in 0–1; `recall` comes with its interval and the number of photos."""

    label: str
    precision: float
    recall: Figure
    f1: float


@dataclass(frozen=True)
class Roc:
    """One label against the rest: false and true positive rates, and the area under their curve."""

    label: str
    false: NDArray[np.float64]
    true: NDArray[np.float64]
    area: float


@dataclass(frozen=True)
class Bin:
    """Photos of like confidence: their mean confidence, the share that was right, and how many there are."""

    confidence: float
    right: float
    count: int


def answers_of(
    predictions: Predictions, temperature: float, names: Mapping[str, str] = MappingProxyType({})
) -> list[Answers]:
    """The test sets that have photos, calibrated; labels by their names, where those tell them apart."""
    named = tuple(names.get(label, label) for label in predictions.labels)
    labels = named if len(set(named)) == len(named) else predictions.labels
    return [
        Answers(name, labels, scored, softmax(scored.logits / temperature))
        for name, scored in predictions.tests.items()
        if scored.samples
    ]


def score_labels(answers: Answers) -> list[LabelScore]:
    """Precision, recall and F1 of each label that the test set has."""
    present = np.unique(answers.truth).tolist()
    precision, _, f1, _ = precision_recall_fscore_support(answers.truth, answers.best, labels=present, zero_division=0)
    recalls = recall_by_label(answers.probabilities, answers.truth, answers.groups, answers.labels)
    return [
        LabelScore(answers.labels[index], float(p), recalls[answers.labels[index]], float(f))
        for index, p, f in zip(present, precision, f1, strict=True)
    ]


def mean_f1(scores: list[LabelScore]) -> float:
    """The unweighted mean over labels (macro F1)."""
    return float(np.mean([score.f1 for score in scores]))


def score_tops(answers: Answers) -> dict[int, Figure]:
    """Share of photos whose label is among the k likeliest, by k."""
    places = (-answers.probabilities).argsort(1, kind="stable").argsort(1, kind="stable")
    place = places[np.arange(len(answers.truth)), answers.truth]
    return {k: share_of(place < k, answers.groups) for k in TOPS if k < len(answers.labels)}


def draw_rocs(answers: Answers) -> list[Roc]:
    """One-vs-rest curves of the labels that the test set has."""
    rocs = []
    for index in np.unique(answers.truth).tolist():
        if (answers.truth == index).all():
            continue
        false, true, _ = roc_curve(answers.truth == index, answers.probabilities[:, index])
        rocs.append(Roc(answers.labels[index], false, true, float(auc(false, true))))
    return rocs


def count_confusions(answers: Answers) -> NDArray[np.int64]:
    """Counts (K, K), truth by row."""
    counts = np.zeros((len(answers.labels),) * 2, dtype=np.int64)
    np.add.at(counts, (answers.truth, answers.best), 1)
    return counts


def bin_confidences(answers: Answers) -> list[Bin]:
    """The bins of a reliability diagram that have photos (Guo et al. 2017, section 2)."""
    right = answers.best == answers.truth
    index = np.minimum((answers.confidence * BINS).astype(int), BINS - 1)
    return [
        Bin(float(answers.confidence[index == b].mean()), float(right[index == b].mean()), int((index == b).sum()))
        for b in np.unique(index).tolist()
    ]
