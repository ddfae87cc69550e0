"""Layers that keep their weights: what the pre-training knows of edges is not to be unlearnt."""

from torch import nn

from training.models.recogniser import Recogniser


def freeze(model: Recogniser, layers: int) -> None:
    """Let the first layers keep their weights, and all others learn; a neck counts as the last of them."""
    for position, layer in enumerate(_layers_of(model)):
        for parameter in layer.parameters():
            parameter.requires_grad = position >= layers


def begin_training(model: Recogniser) -> None:
    """Batch statistics stay those of the pre-training where a layer's weights are frozen."""
    model.train()
    for layer in _layers_of(model):
        if not any(parameter.requires_grad for parameter in layer.parameters()):
            layer.eval()


def _layers_of(model: Recogniser) -> list[nn.Module]:
    return [*model.features.children(), *([] if model.neck is None else [model.neck])]
