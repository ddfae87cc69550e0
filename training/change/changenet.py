"""ChangeNet: siamese features of a pre-trained network at three depths, upsampled as in FCN and summed.

Varghese et al. 2018, "ChangeNet: a deep learning architecture for visual change detection" (ECCV workshops), figure 2.
The paper takes ResNet-50 after its third, fourth and fifth block (strides 8, 16, 32): recipe `changenet_paper.toml`. A
light network of the workshop takes its place where time counts. The pair is joined before the upsampling instead of
after it: a per-channel upsampling commutes with joining channels, and the convolution then runs on stride² fewer
places. Two maps come out: what appeared, what vanished.
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.errors import RecipeError
from training.models.registry import build_parts

MAPS = 2
PROBE = 64


class ChangeNet(nn.Module):
    """Frames before and after, (B, 3, S, S) each, to logits (B, 2, S, S): appeared, vanished."""

    def __init__(self, features: nn.Sequential, strides: Sequence[int], width: int) -> None:
        super().__init__()
        depths, channels = find_depths(features, strides)
        self.features = nn.ModuleList(list(features)[: max(depths) + 1])
        self.depths = tuple(depths)
        self.branches = nn.ModuleList(
            Branch(count, width, stride) for count, stride in zip(channels, strides, strict=True)
        )

    def forward(self, before: Tensor, after: Tensor) -> Tensor:
        """Find what changed: the sum of the three branches' maps."""
        frames = torch.cat([before, after])
        total = torch.zeros(())
        for position, layer in enumerate(self.features):
            frames = layer(frames)
            if position in self.depths:
                total = total + self.branches[self.depths.index(position)](*frames.chunk(2))
        return total


class Branch(nn.Module):
    """Reduce, join before and after, convolve, upsample by a per-channel transposed convolution, classify.

    (B, C, S/stride, S/stride) twice → (B, 2, S, S). The transposed convolution begins as bilinear interpolation
    (Long et al. 2015, "Fully convolutional networks", section 3.3).
    """

    def __init__(self, channels: int, width: int, stride: int) -> None:
        super().__init__()
        self.reduce = nn.Conv2d(channels, width, 1)
        self.join = nn.Sequential(
            nn.Conv2d(2 * width, width, 3, padding=1, bias=False),
            nn.BatchNorm2d(width),
            nn.ReLU(),
            nn.Conv2d(width, width, 3, padding=1, bias=False),
            nn.BatchNorm2d(width),
            nn.ReLU(),
        )
        self.upsample = nn.ConvTranspose2d(
            width, width, 2 * stride, stride=stride, padding=stride // 2, groups=width, bias=False
        )
        self.upsample.weight.data.copy_(bilinear_kernel(stride).expand_as(self.upsample.weight))
        self.classify = nn.Conv2d(width, MAPS, 1)

    def forward(self, before: Tensor, after: Tensor) -> Tensor:
        """Map one depth of both frames to its share of the logits."""
        joined = self.join(torch.cat([functional.relu(self.reduce(before)), functional.relu(self.reduce(after))], 1))
        return self.upsample_and_classify(joined)

    def upsample_and_classify(self, joined: Tensor) -> Tensor:
        """Both at once: they are linear, so that one transposed convolution gives the maps, in a third of the time."""
        weight = self.upsample.weight * self.classify.weight.permute(1, 0, 2, 3)
        stride = self.upsample.kernel_size[0] // 2
        return functional.conv_transpose2d(joined, weight, self.classify.bias, stride, stride // 2)


def build_backbone(name: str, weights: str) -> nn.Sequential:
    """Take the features of one of the workshop's architectures; `weights` is "imagenet", "none" or a state dict."""
    features = build_parts(name, weights).features
    if not isinstance(features, nn.Sequential):
        raise RecipeError(f"the features of {name} are no sequence of layers; ChangeNet takes three of their depths")
    return features


def find_depths(features: nn.Sequential, strides: Sequence[int]) -> tuple[list[int], list[int]]:
    """The last layer at each stride, and its channels."""
    last: dict[int, tuple[int, int]] = {}
    was_training = features.training
    with torch.inference_mode():
        x = torch.zeros(1, 3, PROBE, PROBE)
        features.eval()
        for position, layer in enumerate(features):
            x = layer(x)
            last[PROBE // int(x.shape[-1])] = (position, int(x.shape[1]))
    features.train(was_training)
    missing = set(strides) - last.keys()
    if missing:
        raise RecipeError(f"the backbone has no strides {sorted(missing)}; it has {sorted(last)}")
    return [last[stride][0] for stride in strides], [last[stride][1] for stride in strides]


def bilinear_kernel(stride: int) -> Tensor:
    """The (2s, 2s) kernel that makes a transposed convolution of stride s interpolate."""
    ramp = 1 - (torch.arange(2 * stride) - (stride - 0.5)).abs() / stride
    return ramp[:, None] * ramp[None, :]
