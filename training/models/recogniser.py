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


@dataclass(frozen=True)
class Auxiliary:
    """A second head, which helps a deep model to learn: it sees what the layer at `position` gives."""

    position: int
    head: nn.Module


class Recogniser(nn.Module):
    """Features, a way from places to one embedding, dropout and a linear layer.

    The embedding is the mean over places, unless `neck` maps (B, C', h, w) to (B, C) in another way. With the mean, the
    class maps are those of Zhou et al. 2016, "Learning deep features for discriminative localization", equation 2: the
    linear layer applied to each place, so that their mean is the logit less its bias. With a neck they are, for every
    class alike, the mean activation of a place.
    """

    def __init__(  # its parts
        self,
        features: nn.Module,
        *,
        channels: int,
        classes: int,
        dropout: float = 0.2,
        neck: nn.Module | None = None,
        auxiliary: Auxiliary | None = None,
    ) -> None:
        super().__init__()
        self.features = features
        self.neck = neck
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(channels, classes)
        self.auxiliary = auxiliary.head if auxiliary else None
        self._auxiliary_position = auxiliary.position if auxiliary else -1

    def forward(self, x: Tensor) -> Tensor:
        """Map photos (B, 3, S, S) to logits (B, K)."""
        return self.classify(self.embed(x))

    def heads(self, x: Tensor) -> list[Tensor]:
        """Map photos to the logits of every head that learns: the main one first."""
        if self.auxiliary is None:
            return [self(x)]
        seen = x
        for position, layer in enumerate(self.features.children()):
            seen = layer(seen)
            if position == self._auxiliary_position:
                second = self.auxiliary(seen)
        return [self.classify(self._join(seen)), second]

    def classify(self, embedding: Tensor) -> Tensor:
        """Map embeddings (B, C) to logits (B, K)."""
        logits: Tensor = self.head(self.dropout(embedding))
        return logits

    def embed(self, x: Tensor) -> Tensor:
        """Map photos (B, 3, S, S) to embeddings (B, C)."""
        return self._join(self.features(x))

    def explain(self, x: Tensor) -> Outputs:
        """Map photos to logits, embeddings and class maps."""
        places = self.features(x)
        embedding = self._join(places)
        logits = self.head(embedding)
        if self.neck is None:
            return Outputs(logits, embedding, torch.einsum("kc,bchw->bkhw", self.head.weight, places))
        return Outputs(logits, embedding, places.mean(1, keepdim=True) * torch.ones_like(logits)[:, :, None, None])

    def _join(self, places: Tensor) -> Tensor:
        embedding: Tensor = places.mean((2, 3)) if self.neck is None else self.neck(places)
        return embedding
