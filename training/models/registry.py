"""Every architecture by name: how to build it, what it takes and where its weights come from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from pickle import UnpicklingError

import torch
from torch import nn

from inference.vision.preprocess import InputSpec
from training.errors import RecipeError, WeightsMissing
from training.models import efficientnet_lite, plain_cnn
from training.models.parts import Parts
from training.models.recogniser import Recogniser
from training.models.torchvision_models import features_of, inception_v3, vgg16

LITE_NORMALISATION = {"mean": (127.0, 127.0, 127.0), "std": (128.0, 128.0, 128.0)}
IMAGENET_NORMALISATION = {"mean": (123.675, 116.28, 103.53), "std": (58.395, 57.12, 57.375)}
INCEPTION_NORMALISATION = {"mean": (127.5, 127.5, 127.5), "std": (127.5, 127.5, 127.5)}  # torchvision: transform_input


@dataclass(frozen=True)
class Architecture:
    """One entry of the registry; `build(weights)` gives its parts, `channels` wide where the head begins."""

    build: Callable[[str], Parts]
    channels: int
    input: InputSpec


def architecture(name: str) -> Architecture:
    """Find an architecture, or say which there are."""
    if name not in ARCHITECTURES:
        raise RecipeError(f"no architecture {name!r}; there are {', '.join(sorted(ARCHITECTURES))}")
    return ARCHITECTURES[name]


def build_recogniser(name: str, *, classes: int, weights: str = "imagenet", dropout: float = 0.2) -> Recogniser:
    """Build a model; `weights` is "imagenet", "none", or the path of a model's state dict, of which the head is left.

    Raises:
        WeightsMissing: there are none by that name.
        RecipeError: the file is no state dict, or that of another architecture.
    """
    parts = build_parts(name, weights)
    return Recogniser(
        parts.features,
        channels=architecture(name).channels,
        classes=classes,
        dropout=dropout,
        neck=parts.neck,
        auxiliary=parts.auxiliary(classes) if parts.auxiliary else None,
    )


def build_parts(name: str, weights: str) -> Parts:
    """Build what a recogniser is made of, with its features' weights."""
    parts = architecture(name).build(weights if weights == "imagenet" else "none")
    if weights not in {"imagenet", "none"}:
        _load_features(parts, Path(weights), name)
    return parts


def imagenet_head(name: str, classes: Sequence[int]) -> dict[str, torch.Tensor]:
    """Cut ImageNet's linear layer to some of its classes, numbered from 0 in the order of their synsets.

    Raises:
        RecipeError: the architecture's weights come without that layer.
    """
    head = architecture(name).build("imagenet").head
    if head is None:
        raise RecipeError(f"{name} comes without ImageNet's head; EfficientNet-Lite has it")
    return {key: value[list(classes)].clone() for key, value in head.items()}


def _load_features(parts: Parts, path: Path, name: str) -> None:
    """Load what a model sees by, out of the state dict of a whole one or of its features alone."""
    if not path.is_file():
        raise WeightsMissing(f"no weights at {path}")
    try:
        state: dict[str, torch.Tensor] = torch.load(path, map_location="cpu", weights_only=True)
        parts.features.load_state_dict(_below("features", state) or state)
        neck = _below("neck", state)
        if parts.neck is not None and neck:
            parts.neck.load_state_dict(neck)
    except (RuntimeError, UnpicklingError, EOFError, LookupError) as error:
        raise RecipeError(f"{path} holds no weights of {name}: {error}") from error


def _below(prefix: str, state: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    return {key.removeprefix(f"{prefix}."): value for key, value in state.items() if key.startswith(f"{prefix}.")}


def _lite(variant: int) -> Callable[[str], Parts]:
    def build(weights: str) -> Parts:
        features = efficientnet_lite.build_features(variant)
        if weights != "imagenet":
            return Parts(features)
        state, head = efficientnet_lite.load_imagenet_weights(variant)
        features.load_state_dict(state)
        return Parts(features, head=head)

    return build


def _without_weights(name: str, build: Callable[[], Parts]) -> Callable[[str], Parts]:
    def checked(weights: str) -> Parts:
        if weights == "imagenet":
            raise WeightsMissing(f'{name} was never trained on ImageNet: weights = "none"')
        return build()

    return checked


ARCHITECTURES = (
    {
        f"efficientnet_lite{variant}": Architecture(
            _lite(variant), 1280, InputSpec(size=side, resize=side, **LITE_NORMALISATION)
        )
        for variant, side in ((0, 224), (1, 240), (2, 260))
    }
    | {
        name: Architecture(features_of(name), channels, InputSpec(size=side, resize=side, **IMAGENET_NORMALISATION))
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
    | {
        "vgg16": Architecture(vgg16, 4096, InputSpec(**IMAGENET_NORMALISATION)),
        "inception_v3": Architecture(inception_v3, 2048, InputSpec(size=299, resize=342, **INCEPTION_NORMALISATION)),
        "plain_cnn": Architecture(
            _without_weights("plain_cnn", lambda: Parts(plain_cnn.build_cnn_features(), plain_cnn.build_cnn_neck())),
            128,
            InputSpec(size=150, resize=150, fit="squash", **LITE_NORMALISATION),
        ),
        "tiny_vgg": Architecture(
            _without_weights("tiny_vgg", lambda: Parts(plain_cnn.build_tiny_vgg_features(), nn.Flatten())),
            10 * 16 * 16,
            InputSpec(size=64, resize=64, **LITE_NORMALISATION),
        ),
    }
)
