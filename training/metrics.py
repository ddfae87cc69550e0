"""How good a model is: shares with intervals, calibration, and how well it knows what it does not know."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from inference.vision.model_card import Figure

Z_95 = 1.959964
BINS = 15
DIGITS = 4
SENT_AWAY = 0.01


def wilson(hits: int, count: int) -> Figure:
    """A share with its 95 % interval (Wilson 1927, equation 6)."""
    if count == 0:
        return Figure(value=0.0, low=0.0, high=1.0, count=0)
    share, z = hits / count, Z_95
    centre = (share + z * z / (2 * count)) / (1 + z * z / count)
    spread = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count**2)) / (1 + z * z / count)
    low, high = max(0.0, centre - spread), min(1.0, centre + spread)
    return Figure(value=round(share, DIGITS), low=round(low, DIGITS), high=round(high, DIGITS), count=count)


def accuracy(probabilities: NDArray[np.float64], targets: NDArray[np.int64]) -> Figure:
    """Share of photos whose best label is right; probabilities (N, K), targets (N,)."""
    return wilson(int((probabilities.argmax(1) == targets).sum()), len(targets))


def recall_by_label(
    probabilities: NDArray[np.float64], targets: NDArray[np.int64], labels: Sequence[str]
) -> dict[str, Figure]:
    """Share of each label's photos that were found."""
    best = probabilities.argmax(1)
    return {
        label: wilson(int((best[targets == index] == index).sum()), int((targets == index).sum()))
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


def unknown_auroc(known: NDArray[np.float64], unknown: NDArray[np.float64]) -> Figure:
    """Chance that a known photo scores above an unknown one, with Hanley & McNeil's 1982 interval."""
    area = float(roc_auc_score(np.r_[np.ones(len(known)), np.zeros(len(unknown))], np.r_[known, unknown]))
    q1, q2 = area / (2 - area), 2 * area**2 / (1 + area)
    variance = area * (1 - area) + (len(known) - 1) * (q1 - area**2) + (len(unknown) - 1) * (q2 - area**2)
    spread = Z_95 * math.sqrt(max(0.0, variance) / (len(known) * len(unknown)))
    low, high = max(0.0, area - spread), min(1.0, area + spread)
    return Figure(
        value=round(area, DIGITS), low=round(low, DIGITS), high=round(high, DIGITS), count=len(known) + len(unknown)
    )


def fit_temperature(logits: NDArray[np.float64], targets: NDArray[np.int64]) -> float:
    """The temperature with the least negative log-likelihood (Guo et al. 2017, section 4.2), by search on a grid."""
    grid = np.exp(np.linspace(math.log(0.2), math.log(5.0), 161))
    losses = [-np.log(softmax(logits / t)[np.arange(len(targets)), targets] + 1e-12).mean() for t in grid]
    return round(float(grid[int(np.argmin(losses))]), DIGITS)


def fit_threshold(known: NDArray[np.float64]) -> float:
    """The score that all but 1 % of known photos reach: few good photos are sent away, the rest is the model's."""
    return float(np.floor(np.quantile(known, SENT_AWAY) * 10**DIGITS) / 10**DIGITS)


def softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn logits (N, K) into probabilities."""
    shifted = np.exp(logits - logits.max(1, keepdims=True))
    probabilities: NDArray[np.float64] = shifted / shifted.sum(1, keepdims=True)
    return probabilities
