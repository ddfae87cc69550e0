"""The one way from a photo to a model's input; training and serving share it."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from pydantic import BaseModel, ConfigDict, PositiveFloat, PositiveInt

CHANNELS = 3
DRAFT_FACTOR = 2


class InputSpec(BaseModel):
    """How a model wants its photos; written into the model card.

    The short side is resized to `resize` (or both sides to it, for `squash`), then the centre
    `size` × `size` is cut out, and each channel c in 0–255 becomes (c − mean) / std.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    size: PositiveInt = 224
    resize: PositiveInt = 224
    fit: Literal["crop", "squash"] = "crop"
    mean: tuple[float, float, float] = (127.0, 127.0, 127.0)
    std: tuple[PositiveFloat, PositiveFloat, PositiveFloat] = (128.0, 128.0, 128.0)

    @property
    def decode_side(self) -> int:
        """The short side in pixels below which a scaled decode would lose detail."""
        return DRAFT_FACTOR * self.resize


def preprocess(image: Image.Image, spec: InputSpec) -> NDArray[np.float32]:
    """Turn an RGB photo into a batch of one: float32, shape (1, 3, size, size)."""
    return normalise(np.asarray(frame(image, spec), dtype=np.uint8), spec)[np.newaxis]


def frame(image: Image.Image, spec: InputSpec) -> Image.Image:
    """Resize an RGB photo, or its middle, to exactly the pixels that the model sees."""
    box = _middle(image, spec) if spec.fit == "crop" else None
    return image.resize((spec.size, spec.size), Image.Resampling.BICUBIC, box, reducing_gap=2.0)


def normalise(pixels: NDArray[np.uint8], spec: InputSpec) -> NDArray[np.float32]:
    """Turn pixels of 0–255 (H, W, 3) into float32 (3, H, W) by the card's mean and std."""
    channels = np.ascontiguousarray(pixels.transpose(2, 0, 1)).astype(np.float32)
    channels -= np.array(spec.mean, dtype=np.float32)[:, None, None]
    channels /= np.array(spec.std, dtype=np.float32)[:, None, None]
    return channels


def _middle(image: Image.Image, spec: InputSpec) -> tuple[float, float, float, float]:
    """The box of a photo whose pixels come into the middle of the resized one: nothing else need be resized."""
    scale = spec.resize / min(image.size)
    (left, right), (top, bottom) = (_span(side, max(spec.size, round(side * scale)), spec.size) for side in image.size)
    return left, top, right, bottom


def _span(side: int, resized: int, size: int) -> tuple[float, float]:
    start = (resized - size) // 2
    return start * side / resized, (start + size) * side / resized
