"""Batch statistics that a short run takes from its own photos in place of the pre-training's."""

from torch import nn

from training.models.recogniser import Recogniser

TIME_CONSTANTS = 6.0  # within a run: e⁻⁶ or a four-hundredth of the statistics it began with is left
MOST_MOMENTUM = 0.1  # PyTorch's default; above it the statistics would be those of the last few batches


def set_momentum(model: Recogniser, steps: int) -> None:
    """Let the running mean and variance of batch normalisation forget the pre-training within so many steps.

    By EfficientNet's own 0.01 (Tan & Le 2019, section 5.1), which was meant for hundreds of epochs of ImageNet, thirty
    steps leave three quarters of ImageNet's statistics under weights that have moved on. A layer's own momentum is
    never lowered, so that runs of 600 steps and more stay as they are.
    """
    for layer in model.modules():
        if isinstance(layer, nn.modules.batchnorm._BatchNorm) and layer.momentum is not None:
            layer.momentum = max(layer.momentum, min(MOST_MOMENTUM, TIME_CONSTANTS / max(1, steps)))
