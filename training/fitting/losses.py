"""Losses of the workshop."""

import torch
from torch import Tensor
from torch.nn import functional


def exposed_cross_entropy(
    logits: Tensor, targets: Tensor, *, label_smoothing: float = 0.0, outlier_weight: float = 0.5
) -> Tensor:
    """Cross-entropy on known kinds; uniformity on others.

    Hendrycks et al. 2019, "Deep anomaly detection with outlier exposure" (arXiv:1812.04606), section 3: where the
    target is −1 the loss is the cross-entropy to the uniform distribution, weighted by `outlier_weight`.

    Args:
        logits: float, shape (B, K).
        targets: int64, shape (B,), in −1…K−1.
    """
    known = targets >= 0
    log_probabilities = functional.log_softmax(logits, dim=1)
    zero = logits.sum() * 0
    known_loss = (
        functional.cross_entropy(logits[known], targets[known], label_smoothing=label_smoothing)
        if known.any()
        else zero
    )
    other_loss = -log_probabilities[~known].mean() if (~known).any() else zero
    return known_loss + outlier_weight * other_loss


def distillation(student: Tensor, teacher: Tensor, *, temperature: float) -> Tensor:
    """Kullback–Leibler divergence at a temperature, times T² (Hinton et al. 2015, arXiv:1503.02531, section 2)."""
    return functional.kl_div(
        functional.log_softmax(student / temperature, dim=1),
        functional.log_softmax(teacher / temperature, dim=1),
        reduction="batchmean",
        log_target=True,
    ) * (temperature**2)


def barlow_twins(first: Tensor, second: Tensor, *, off_diagonal_weight: float = 5e-3) -> Tensor:
    """Pull the cross-correlation of two views' embeddings (B, D) to the identity (Zbontar et al. 2021, equation 1)."""
    correlation = cross_correlation(first, second)
    on_diagonal = (correlation.diagonal() - 1).square().sum()
    off_diagonal = correlation.square().sum() - correlation.diagonal().square().sum()
    return on_diagonal + off_diagonal_weight * off_diagonal


def cross_correlation(first: Tensor, second: Tensor) -> Tensor:
    """Correlate the dimensions of two batches of embeddings: shape (D, D), values −1…1 (equation 2)."""
    normalised = [(x - x.mean(0)) / (x.std(0, correction=0) + torch.finfo(x.dtype).eps) for x in (first, second)]
    return normalised[0].T @ normalised[1] / first.shape[0]
