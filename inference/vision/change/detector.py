"""What a change detector does, whatever the method."""

from dataclasses import dataclass
from typing import Literal, Protocol

from PIL import Image

from inference.vision.change.mask import Mask

Method = Literal["changenet", "changeformer", "ssim"]


METHODS: tuple[Method, ...] = ("changenet", "changeformer", "ssim")


@dataclass(frozen=True)
class ChangeMaps:
    """Where something appeared and where something vanished: bool (h, w), in the picture of `after`."""

    appeared: Mask
    vanished: Mask


class ChangeDetector(Protocol):
    """Compares two frames of one place."""

    @property
    def method(self) -> Method:
        """What it is called."""
        ...

    @property
    def side(self) -> int:
        """How many pixels it looks at each way; larger frames tell it nothing more."""
        ...

    def compare(self, before: Image.Image, after: Image.Image) -> ChangeMaps:
        """Compare two aligned RGB frames of one size; the maps may be smaller than the frames."""
        ...
