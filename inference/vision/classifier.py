"""What a classifier does, whatever runs it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from inference.vision.model_card import ModelCard


@dataclass(frozen=True)
class LabelScore:
    """A label and its calibrated probability, 0–1."""

    label: str
    score: float


@dataclass(frozen=True)
class Classification:
    """What a model says of a photo.

    `label` and `score` are the best of `top`; `known` tells whether the model knows the photo at all. `embedding` is
    float32 (C,); `heat` shows where the best label was seen: float32 (h, w), 0–1.
    """

    label: str
    score: float
    known: bool
    top: tuple[LabelScore, ...]
    embedding: NDArray[np.float32]
    heat: NDArray[np.float32]


@dataclass(frozen=True)
class Outputs:
    """What a model gives for one photo, float32: logits (K,), an embedding (C,) and class maps (K, h, w).

    `nearness` is the cosine (−1…1) to the nearest of the embeddings that stand for what it has seen, where it has them.
    """

    logits: NDArray[np.float32]
    embedding: NDArray[np.float32]
    maps: NDArray[np.float32]
    nearness: np.float32 | None = None


class Classifier(Protocol):
    """A model of one domain."""

    @property
    def card(self) -> ModelCard:
        """What the model is."""
        ...

    @property
    def output_shapes(self) -> Mapping[str, tuple[int, ...]]:
        """The shapes of `Outputs`, by name."""
        ...

    def classify(self, image: Image.Image) -> Classification:
        """Say what an RGB photo shows."""
        ...

    def run(self, photo: NDArray[np.float32]) -> Outputs:
        """Run the model on its own input, float32 (3, S, S)."""
        ...

    def interpret(self, outputs: Outputs) -> Classification:
        """Say what the outputs mean."""
        ...
