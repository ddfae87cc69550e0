"""The parts that an architecture brings to a recogniser."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import nn

from training.models.recogniser import Auxiliary


@dataclass(frozen=True)
class Parts:
    """What a recogniser is built of; `head` is the state of ImageNet's linear layer, where it is to be had."""

    features: nn.Module
    neck: nn.Module | None = None
    head: dict[str, torch.Tensor] | None = None
    auxiliary: Callable[[int], Auxiliary] | None = None
