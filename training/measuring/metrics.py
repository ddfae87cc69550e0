"""How good a model is: shares with intervals, calibration, and how well it knows what it does not know."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from sklearn.metrics import roc_auc_score

from inference.vision.model_card import Figure
from inference.vision.softmax import softmax

Z_95 = 1.959964
BINS = 15
DIGITS = 4
ROUNDING = 1e-9


def wilson(share: float, size: float) -> tuple[float, float]:
    """The 95 % interval of a share of `size` independent trials (Wilson 1927, equation 6)."""
    z = Z_95
    centre = (share + z * z / (2 * size)) / (1 + z * z / size)
    spread = z * math.sqrt(share * (1 - share) / size + z * z / (4 * size**2)) / (1 + z * z / size)
    return max(0.0, centre - spread), min(1.0, centre + spread)


def share_of(hits: NDArray[np.bool_], groups: Sequence[str]) -> Figure:
    """The share of hits (N,), with an interval that knows that photos of one group are alike."""
    if not len(hits):
        return Figure(value=0.0, low=0.0, high=1.0, count=0)
    share = float(hits.mean())
    low, high = wilson(share, effective_size(hits, groups))
    return Figure(value=round(share, DIGITS), low=round(low, DIGITS), high=round(high, DIGITS), count=len(hits))


def effective_size(hits: NDArray[np.bool_], groups: Sequence[str]) -> float:
    """How many independent photos tell as much as these: N over the design effect (Korn & Graubard 1998, section 2).

    Where all or none hit, the variance between groups says nothing, and the photos of a group count as one: Kish's.
    """
    _, member_of = np.unique(np.asarray(groups), return_inverse=True)
    sizes = np.bincount(member_of)
    share, count, clusters = hits.mean(), len(hits), len(sizes)
    if share in {0, 1} or clusters == 1:
        return kish_size(groups)
    excess = np.bincount(member_of, weights=hits) - share * sizes
    between = (excess**2).sum() * clusters / (clusters - 1) / count**2
    return float(count / max(1.0, between * (count - 1) / (share * (1 - share))))


def kish_size(groups: Sequence[str]) -> float:
    """How many photos there are where those of a group tell no more than one: Kish's (1965) (Σ n)² / Σ n²."""
    _, sizes = np.unique(np.asarray(groups), return_counts=True)
    return float(sizes.sum() ** 2 / (sizes**2).sum())


def accuracy(probabilities: NDArray[np.float64], targets: NDArray[np.int64], groups: Sequence[str]) -> Figure:
    """Share of photos whose best label is right; probabilities (N, K), targets (N,)."""
    return share_of(probabilities.argmax(1) == targets, groups)


def recall_by_label(
    probabilities: NDArray[np.float64], targets: NDArray[np.int64], groups: Sequence[str], labels: Sequence[str]
) -> dict[str, Figure]:
    """Share of each label's photos that were found."""
    best, own = probabilities.argmax(1), np.asarray(groups)
    return {
        label: share_of(best[targets == index] == index, own[targets == index].tolist())
        for index, label in enumerate(labels)
        if (targets == index).any()
    }


def calibration_error(probabilities: NDArray[np.float64], targets: NDArray[np.int64]) -> float:
    """Expected calibration error over 15 equal bins (Guo et al. 2017, equation 3)."""
    confidence = probabilities.max(1)
    right = probabilities.argmax(1) == targets
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    gaps = [
        abs(right[bins == b].mean() - confidence[bins == b].mean()) * (bins == b).mean() for b in set(bins.tolist())
    ]
    return round(float(sum(gaps)), DIGITS)


def unknown_auroc(known: NDArray[np.float64], groups: Sequence[str], unknown: NDArray[np.float64]) -> Figure:
    """Chance that a known photo scores above an unknown one; known photos of one group count as `kish_size` says."""
    area = float(roc_auc_score(np.r_[np.ones(len(known)), np.zeros(len(unknown))], np.r_[known, unknown]))
    low, high = newcombe(area, kish_size(groups), len(unknown))
    return Figure(
        value=round(area, DIGITS), low=round(low, DIGITS), high=round(high, DIGITS), count=len(known) + len(unknown)
    )


def newcombe(area: float, known: float, unknown: float) -> tuple[float, float]:
    """The 95 % interval of an area under a ROC curve, 0–1: the areas within z of their own standard errors of it.

    Newcombe 2006, "Confidence intervals for an effect size measure based on the Mann-Whitney statistic. Part 2", method
    5. Photos that are all told apart leave it some width, where the standard error of the area itself is nothing.
    """

    def excess(other: float) -> float:
        """How far beyond z of its standard errors an area is."""
        shape = ((known + unknown) / 2 - 1) * ((1 - other) / (2 - other) + other / (1 + other))
        return abs(area - other) - Z_95 * math.sqrt(other * (1 - other) * (1 + shape) / (known * unknown))

    middle = min(max(area, ROUNDING), 1 - ROUNDING)
    return brentq(excess, 0, middle), brentq(excess, middle, 1)


def fit_temperature(logits: NDArray[np.float64], targets: NDArray[np.int64]) -> float:
    """The temperature with the least negative log-likelihood (Guo et al. 2017, section 4.2), by search on a grid.

    Targets are smoothed by the number N of photos: (N + 1) / (N + 2) for the right label (Platt 1999, "Probabilistic
    outputs for support vector machines", section 2.2), the rest for the others. Ten photos that are all right thus
    speak for 92 %, where the plain likelihood would have the temperature fall to the end of the grid.
    """
    grid = np.exp(np.linspace(math.log(0.2), math.log(5.0), 161))
    count, labels = logits.shape
    weights = np.full(logits.shape, 1 / (count + 2) / (labels - 1))
    weights[np.arange(count), targets] = (count + 1) / (count + 2)
    losses = [-(weights * np.log(softmax(logits / t) + 1e-12)).sum(1).mean() for t in grid]
    return round(float(grid[int(np.argmin(losses))]), DIGITS)


def fit_threshold(known: NDArray[np.float64], sources: Sequence[str], unknown: NDArray[np.float64]) -> float:
    """The score that parts known from unknown photos best, each source of known ones weighing the same.

    The greatest sum of both shares told right, Youden's (1950) J; in the middle of the widest gap between two photos'
    scores that reaches it.
    """
    _, source_of = np.unique(np.asarray(sources), return_inverse=True)
    weights = 1 / np.bincount(source_of)[source_of]
    weights = weights / weights.sum()
    candidates = np.unique(np.r_[known, unknown])
    told = np.array([weights[known >= c].sum() + (unknown < c).mean() for c in candidates])
    gaps = np.diff(candidates, prepend=candidates[0])
    best = np.where(np.isclose(told, told.max()), gaps, -1).argmax()
    return round(float(candidates[best] - gaps[best] / 2), DIGITS)


def threshold_at(scores: NDArray[np.float64], share: float) -> float:
    """The score (0–1) below which that share of the photos lies, or less where no score parts them so: rounded down."""
    score = float(np.sort(scores)[math.floor(share * len(scores))])
    return max(0.0, float(math.floor(score * 10**DIGITS) / 10**DIGITS))
