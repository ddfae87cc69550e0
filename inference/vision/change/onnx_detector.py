"""Change by a network, run by ONNX Runtime."""

from copy import copy
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from inference.errors import CardMismatch
from inference.vision.change.card import ChangeCard
from inference.vision.change.detector import ChangeMaps, Method
from inference.vision.onnx_session import open_session
from inference.vision.preprocess import preprocess
from inference.vision.provider import Provider

INPUT_NAMES = ("before", "after")
OUTPUT_NAME = "change"
MAPS = 2


class OnnxChangeDetector:
    """One session, safe to share between threads.

    It takes two frames, float32 (1, 3, S, S) each, and gives shares (1, 2, S, S), 0–1: appeared, vanished.
    """

    def __init__(self, folder: Path, *, threads: int = 1, provider: Provider = "cpu") -> None:
        self.card = ChangeCard.load(folder)
        self._session = open_session(folder, self.card, threads=threads, provider=provider)
        shape = {output.name: output.shape for output in self._session.get_outputs()}.get(OUTPUT_NAME)
        if shape != [1, MAPS, self.card.input.size, self.card.input.size]:
            raise CardMismatch(f"{folder}: expected an output {OUTPUT_NAME!r} of two maps, found {shape}")

    @property
    def method(self) -> Method:
        """What the card says."""
        return self.card.method

    @property
    def side(self) -> int:
        """What the card says."""
        return self.card.input.size

    def at(self, threshold: float) -> Self:
        """The same network, its session shared, with another share above which a pixel changed."""
        other = copy(self)
        other.card = self.card.model_copy(update={"threshold": threshold})
        return other

    def compare(self, before: Image.Image, after: Image.Image) -> ChangeMaps:
        """Compare two RGB frames."""
        shares = self.measure(before, after)
        return ChangeMaps(*(shares > self.card.threshold))

    def measure(self, before: Image.Image, after: Image.Image) -> NDArray[np.float32]:
        """How sure the network is of each pixel: float32 (2, S, S), 0–1."""
        frames = [preprocess(image, self.card.input) for image in (before, after)]
        outputs = self._session.run([OUTPUT_NAME], dict(zip(INPUT_NAMES, frames, strict=True)))
        shares: NDArray[np.float32] = outputs[0][0]
        return shares
