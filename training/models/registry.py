"""Every architecture by name: how to build it, what it takes and where its weights come from."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import nn

from inference.vision.preprocess import InputSpec
from training.errors import RecipeError, WeightsMissing
from training.models import efficientnet_lite
from training.models.recogniser import Recogniser
from training.torchvision_operators import declare_operators

LITE_NORMALISATION = {"mean": (127.0, 127.0, 127.0), "std": (128.0, 128.0, 128.0)}
IMAGENET_NORMALISATION = {"mean": (123.675, 116.28, 103.53), "std": (58.395, 57.12, 57.375)}


@dataclass(frozen=True)
class Architecture:
    """One entry of the registry; `build(weights)` gives features with `channels` output channels."""

    build: Callable[[str], nn.Module]
    channels: int
    input: InputSpec


def architecture(name: str) -> Architecture:
    """Find an architecture, or say which there are."""
    if name not in ARCHITECTURES:
        raise RecipeError(f"no architecture {name!r}; there are {', '.join(sorted(ARCHITECTURES))}")
    return ARCHITECTURES[name]


def build_recogniser(name: str, *, classes: int, weights: str = "imagenet", dropout: float = 0.2) -> Recogniser:
    """Build a model; `weights` is "imagenet", "none" or the path of a state dict of the features."""
    entry = architecture(name)
    features = entry.build(weights if weights == "imagenet" else "none")
    if weights not in {"imagenet", "none"}:
        features.load_state_dict(_read_state(Path(weights)))
    return Recogniser(features, channels=entry.channels, classes=classes, dropout=dropout)


def _read_state(path: Path) -> dict[str, torch.Tensor]:
    if not path.is_file():
        raise WeightsMissing(f"no weights at {path}")
    state: dict[str, torch.Tensor] = torch.load(path, map_location="cpu", weights_only=True)
    return state


def _lite(variant: int) -> Callable[[str], nn.Module]:
    def build(weights: str) -> nn.Module:
        features = efficientnet_lite.build_features(variant)
        if weights == "imagenet":
            features.load_state_dict(efficientnet_lite.load_imagenet_weights(variant)[0])
        return features

    return build


def _torchvision(name: str) -> Callable[[str], nn.Module]:
    """Take the convolutional part of a torchvision model; ImageNet weights are downloaded by torchvision."""

    def build(weights: str) -> nn.Module:
        declare_operators()
        from torchvision import models

        model = models.get_model(name, weights="DEFAULT" if weights == "imagenet" else None)
        if hasattr(model, "features"):
            features: nn.Module = model.features
            return features
        return nn.Sequential(*list(model.children())[:-2])

    return build


ARCHITECTURES = {
    f"efficientnet_lite{variant}": Architecture(
        _lite(variant), 1280, InputSpec(size=side, resize=side, **LITE_NORMALISATION)
    )
    for variant, side in ((0, 224), (1, 240), (2, 260))
} | {
    name: Architecture(_torchvision(name), channels, InputSpec(size=side, resize=side, **IMAGENET_NORMALISATION))
    for name, channels, side in (
        ("mobilenet_v2", 1280, 224),
        ("mobilenet_v3_small", 576, 224),
        ("mobilenet_v3_large", 960, 224),
        ("resnet18", 512, 224),
        ("resnet34", 512, 224),
        ("resnet50", 2048, 224),
        ("efficientnet_b0", 1280, 224),
        ("efficientnet_b1", 1280, 240),
        ("efficientnet_b2", 1408, 260),
        ("efficientnet_b3", 1536, 300),
        ("efficientnet_b4", 1792, 380),
        ("convnext_tiny", 768, 224),
    )
}
