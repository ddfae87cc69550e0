"""A backbone with a linear head: what every architecture of the workshop becomes."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn


@dataclass(frozen=True)
class Outputs:
    """What one forward pass gives: logits (B, K), embedding (B, C), class maps (B, K, h, w)."""

    logits: Tensor
    embedding: Tensor
    maps: Tensor


class Recogniser(nn.Module):
    """Features, global average pooling, dropout and a linear layer.

    The class maps are those of Zhou et al. 2016, "Learning deep features for discriminative localization", equation 2:
    the linear layer applied to each place of the feature map, so that their mean is the logit less its bias.
    """

    def __init__(self, features: nn.Module, *, channels: int, classes: int, dropout: float = 0.2) -> None:
        super().__init__()
        self.features = features
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(channels, classes)

    def forward(self, x: Tensor) -> Tensor:
        """Map photos (B, 3, S, S) to logits (B, K)."""
        return self.classify(self.embed(x))

    def heads(self, x: Tensor) -> list[Tensor]:
        """Map photos to the logits of every head that learns; this one has one."""
        return [self(x)]

    def classify(self, embedding: Tensor) -> Tensor:
        """Map embeddings (B, C) to logits (B, K)."""
        logits: Tensor = self.head(self.dropout(embedding))
        return logits

    def embed(self, x: Tensor) -> Tensor:
        """Map photos (B, 3, S, S) to embeddings (B, C)."""
        pooled: Tensor = self.features(x).mean((2, 3))
        return pooled

    def explain(self, x: Tensor) -> Outputs:
        """Map photos to logits, embeddings and class maps."""
        places = self.features(x)
        embedding = places.mean((2, 3))
        maps = torch.einsum("kc,bchw->bkhw", self.head.weight, places)
        return Outputs(self.head(embedding), embedding, maps)
