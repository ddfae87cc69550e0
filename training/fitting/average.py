"""The exponential moving average of a model's weights."""

import torch
from torch import nn

AVERAGE_WARMUP = 30


def warm_decay(decay: float, step: int) -> float:
    """A decay that is small at first, so that a short run's average forgets where it began."""
    return min(decay, (1 + step) / (AVERAGE_WARMUP + step))


@torch.no_grad()
def average(target: nn.Module, source: nn.Module, decay: float) -> None:
    """Move an exponential moving average of parameters; buffers are copied."""
    for mean, value in zip(target.parameters(), source.parameters(), strict=True):
        mean.lerp_(value, 1 - decay)
    for kept, current in zip(target.buffers(), source.buffers(), strict=True):
        kept.copy_(current)
