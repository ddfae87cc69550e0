"""What is taken of torchvision's models; their ImageNet weights are downloaded by torchvision."""

from collections.abc import Callable
from typing import Any, cast

from torch import nn

from training.models.parts import Parts
from training.models.recogniser import Auxiliary
from training.torchvision_operators import declare_operators

AUXILIARY_CHANNELS = 768
DENSE_OF_VGG = 5


def features_of(name: str) -> Callable[[str], Parts]:
    """Take the convolutional part of a model."""

    def build(weights: str) -> Parts:
        model = _load(name, weights)
        if hasattr(model, "features"):
            return Parts(model.features)
        return Parts(nn.Sequential(*list(model.children())[:-2]))

    return build


def vgg16(weights: str) -> Parts:
    """Keep both dense layers of 4096."""
    model = _load("vgg16", weights)
    return Parts(model.features, nn.Sequential(model.avgpool, nn.Flatten(), *model.classifier[:DENSE_OF_VGG]))


def inception_v3(weights: str) -> Parts:
    """Keep the auxiliary head behind the last block of 17×17 places.

    Szegedy et al. 2016, "Rethinking the Inception architecture" (arXiv:1512.00567), figure 8.
    """
    model = _load("inception_v3", weights)
    from torchvision.models.inception import InceptionAux

    layers = [layer for name, layer in model.named_children() if name not in {"AuxLogits", "avgpool", "dropout", "fc"}]
    position = layers.index(model.Mixed_6e)
    return Parts(
        nn.Sequential(*layers),
        auxiliary=lambda classes: Auxiliary(position, InceptionAux(AUXILIARY_CHANNELS, classes)),
    )


def _load(name: str, weights: str) -> Any:  # a module whose children depend on its name
    declare_operators()
    from torchvision import models

    own = {"init_weights": False} if name == "inception_v3" else {}
    return cast("Any", models.get_model(name, weights="DEFAULT" if weights == "imagenet" else None, **own))
