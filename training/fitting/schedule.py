"""Optimisers, and how the learning rate moves."""

import math
from collections.abc import Callable, Iterable

from torch import nn
from torch.optim import Adam, AdamW, Optimizer
from torch.optim.lr_scheduler import LambdaLR

from training.recipe import Fit

STEP_EPOCHS, STEP_FACTOR = 5, 0.1  # the paper's StepLR


def make_optimiser(parameters: Iterable[nn.Parameter], rate: float, fit: Fit) -> Optimizer:
    """AdamW with decoupled decay (Loshchilov & Hutter 2019), or the paper's plain Adam."""
    if fit.optimiser == "adam":
        return Adam(parameters, lr=rate)
    return AdamW(parameters, lr=rate, weight_decay=fit.weight_decay)


def make_schedule(optimiser: Optimizer, fit: Fit, epoch_steps: int, epochs: int) -> LambdaLR:
    """Move the rate at each step of a stage."""
    steps = max(1, epoch_steps)
    if fit.schedule == "step":
        return LambdaLR(optimiser, lambda step: STEP_FACTOR ** (step // steps // STEP_EPOCHS))
    return LambdaLR(optimiser, warmup_cosine(steps * epochs, fit.warmup))


def warmup_cosine(steps: int, warmup: float) -> Callable[[int], float]:
    """Rise linearly over the first share of steps, then fall to zero along a cosine (Loshchilov & Hutter 2017)."""
    rising = max(1, round(steps * warmup))

    def factor(step: int) -> float:
        if step < rising:
            return (step + 1) / rising
        return 0.5 * (1 + math.cos(math.pi * min(1.0, (step - rising) / max(1, steps - rising))))

    return factor
