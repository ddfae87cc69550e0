"""Layers that keep their weights: what the pre-training knows of edges is not to be unlearnt."""

from training.models.recogniser import Recogniser


def freeze(model: Recogniser, layers: int) -> None:
    """Let the first layers keep their weights, and all others learn."""
    for position, layer in enumerate(model.features.children()):
        for parameter in layer.parameters():
            parameter.requires_grad = position >= layers


def begin_training(model: Recogniser) -> None:
    """Batch statistics stay those of the pre-training where a layer's weights are frozen."""
    model.train()
    for layer in model.features.children():
        if not any(parameter.requires_grad for parameter in layer.parameters()):
            layer.eval()
