"""ChangeFormer: a siamese hierarchical transformer with difference modules and an MLP decoder.

Bandara & Patel 2022, "A transformer-based siamese network for change detection" (arXiv:2201.01293), figure 1; the
encoder is that of Xie et al. 2021, "SegFormer" (arXiv:2105.15203). Two things differ: the widths are the recipe's, and
two maps come out instead of two classes, so that what appeared and what vanished are told apart.
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

MAPS = 2
REDUCTIONS = (8, 4, 2, 1)
EXPANSION = 4
FACTOR = 2
PIXELS = FACTOR * FACTOR


class ChangeFormer(nn.Module):
    """Frames before and after, (B, 3, S, S) each, to logits (B, 2, S, S): appeared, vanished. S is a multiple of 32."""

    def __init__(self, widths: Sequence[int], depths: Sequence[int], heads: Sequence[int], decoder: int) -> None:
        super().__init__()
        inputs = (3, *widths[:-1])
        self.stages = nn.ModuleList(
            Stage(inputs[i], widths[i], depth=depths[i], heads=heads[i], reduction=REDUCTIONS[i], first=i == 0)
            for i in range(len(widths))
        )
        self.differences = nn.ModuleList(Difference(width) for width in widths)
        self.decoder = Decoder(widths, decoder)

    def forward(self, before: Tensor, after: Tensor) -> Tensor:
        """Find what changed."""
        frames = torch.cat([before, after])
        differences = []
        for stage, difference in zip(self.stages, self.differences, strict=True):
            frames = stage(frames)
            differences.append(difference(*frames.chunk(2)))
        logits: Tensor = self.decoder(differences)
        return logits


class Stage(nn.Module):
    """Downsample by an overlapping convolution, then transformer blocks: (B, C, H, W) → (B, C', H/s, W/s).

    The paper's section 2.1: kernel 7, stride 4 for the first stage; kernel 3, stride 2 for the others.
    """

    def __init__(self, inputs: int, width: int, *, depth: int, heads: int, reduction: int, first: bool) -> None:
        super().__init__()
        kernel, stride = (7, 4) if first else (3, 2)
        self.embed = nn.Conv2d(inputs, width, kernel, stride, kernel // 2)
        self.norm_in, self.norm_out = nn.LayerNorm(width), nn.LayerNorm(width)
        self.blocks = nn.ModuleList(Block(width, heads, reduction) for _ in range(depth))

    def forward(self, x: Tensor) -> Tensor:
        """Run the stage."""
        tokens = self.norm_in(_to_tokens(self.embed(x)))
        for block in self.blocks:
            tokens = block(tokens)
        return _to_map(self.norm_out(tokens))


class Block(nn.Module):
    """Self-attention, then the feed-forward with its depthwise convolution, each with a skip."""

    def __init__(self, width: int, heads: int, reduction: int) -> None:
        super().__init__()
        self.attention = Attention(width, heads, reduction)
        self.feed = FeedForward(width)
        self.norm_attention, self.norm_feed = nn.LayerNorm(width), nn.LayerNorm(width)

    def forward(self, tokens: Tensor) -> Tensor:
        """Map tokens (B, H, W, C) to tokens of the same shape."""
        tokens = tokens + self.attention(self.norm_attention(tokens))
        mixed: Tensor = tokens + self.feed(self.norm_feed(tokens))
        return mixed


class Attention(nn.Module):
    """Softmax(QKᵀ/√d)·V (equation 1); keys and values come from a grid reduced R × R (equation 2)."""

    def __init__(self, width: int, heads: int, reduction: int) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key_value = nn.Linear(width, width), nn.Linear(width, 2 * width)
        self.reduce = nn.Conv2d(width, width, reduction, reduction) if reduction > 1 else None
        self.norm = nn.LayerNorm(width)
        self.out = nn.Linear(width, width)

    def forward(self, tokens: Tensor) -> Tensor:
        """Map tokens (B, H, W, C) to tokens (B, H, W, C)."""
        source = tokens
        if self.reduce is not None:
            source = self.norm(_to_tokens(self.reduce(_to_map(tokens))))
        query = self._split(self.query(tokens))
        key, value = (self._split(part) for part in self.key_value(source).chunk(2, dim=-1))
        weights = (query @ key.transpose(-2, -1) * query.shape[-1] ** -0.5).softmax(-1)
        mixed: Tensor = self.out((weights @ value).transpose(1, 2).reshape(tokens.shape))
        return mixed

    def _split(self, tokens: Tensor) -> Tensor:
        """(B, H, W, C) → (B, heads, H·W, C/heads)."""
        batch, width = len(tokens), tokens.shape[-1]
        return tokens.reshape(batch, -1, self.heads, width // self.heads).transpose(1, 2)


class FeedForward(nn.Module):
    """MLP(GELU(Conv3×3(MLP(x)))) (equation 3): the depthwise convolution tells tokens where they are.

    Both MLPs are convolutions of kernel 1: the same linear layers, in a form that int8 has.
    """

    def __init__(self, width: int) -> None:
        super().__init__()
        hidden = width * EXPANSION
        self.widen, self.narrow = nn.Conv2d(width, hidden, 1), nn.Conv2d(hidden, width, 1)
        self.position = nn.Conv2d(hidden, hidden, 3, padding=1, groups=hidden)

    def forward(self, tokens: Tensor) -> Tensor:
        """Map tokens (B, H, W, C) to tokens (B, H, W, C)."""
        return _to_tokens(self.narrow(functional.gelu(self.position(self.widen(_to_map(tokens))))))


class Difference(nn.Module):
    """BN(ReLU(Conv3×3(Cat(before, after)))) (equation 4): a learnt distance that knows the direction of time."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(nn.Conv2d(2 * width, width, 3, padding=1), nn.ReLU(), nn.BatchNorm2d(width))

    def forward(self, before: Tensor, after: Tensor) -> Tensor:
        """Map two (B, C, H, W) to one (B, C, H, W)."""
        difference: Tensor = self.layers(torch.cat([before, after], dim=1))
        return difference


class Decoder(nn.Module):
    """Unify the widths, upsample to S/4, fuse, upsample to S, classify (section 2.2).

    The paper upsamples fourfold at once; here, as in its published networks, in two doublings with a residual block
    between them. Widths halve with each doubling, for most of the time goes into the last one. A doubling is a
    sub-pixel convolution, which a transposed one of kernel 4 is a case of (Shi et al. 2016, arXiv:1609.07009) and which
    int8 knows; the last is put off until after the classification, so that no layer works at full size.
    """

    def __init__(self, widths: Sequence[int], width: int) -> None:
        super().__init__()
        self.unify = nn.ModuleList(nn.Conv2d(inputs, width, 1) for inputs in widths)
        self.fuse = nn.Sequential(nn.Conv2d(width * len(widths), width, 1), nn.BatchNorm2d(width), nn.ReLU())
        self.upsample = nn.Sequential(
            _subpixel(width, width // 2),
            nn.PixelShuffle(FACTOR),
            Residual(width // 2),
            _subpixel(width // 2, width // 4),
            nn.ReLU(),
            _subpixel(width, MAPS),
            nn.PixelShuffle(FACTOR),
        )

    def forward(self, differences: Sequence[Tensor]) -> Tensor:
        """Map the differences of all stages to logits (B, 2, S, S)."""
        size = differences[0].shape[-2:]
        unified = [
            functional.interpolate(unify(difference), size=size, mode="bilinear", align_corners=False)
            for unify, difference in zip(self.unify, differences, strict=True)
        ]
        logits: Tensor = self.upsample(self.fuse(torch.cat(unified, dim=1)))
        return logits


class Residual(nn.Module):
    """Two 3×3 convolutions with a skip: (B, C, H, W) → (B, C, H, W)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(width, width, 3, padding=1, bias=False),
            nn.BatchNorm2d(width),
            nn.ReLU(),
            nn.Conv2d(width, width, 3, padding=1, bias=False),
            nn.BatchNorm2d(width),
        )

    def forward(self, x: Tensor) -> Tensor:
        """Refine."""
        return functional.relu(x + self.layers(x))


def _subpixel(inputs: int, outputs: int) -> nn.Module:
    """Convolve to the pixels that a grid twice as fine has at each place, as channels: what PixelShuffle takes."""
    return nn.Conv2d(inputs, PIXELS * outputs, 3, padding=1)


def _to_tokens(x: Tensor) -> Tensor:
    """(B, C, H, W) → (B, H, W, C): no flatter, so that the turn beside a convolution is one it can do without."""
    return x.permute(0, 2, 3, 1)


def _to_map(tokens: Tensor) -> Tensor:
    """(B, H, W, C) → (B, C, H, W)."""
    return tokens.permute(0, 3, 1, 2)
