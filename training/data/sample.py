"""One photo to learn from or to be tried on."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

PartName = Literal["train", "val", "test"]
OTHER = "other"


@dataclass(frozen=True)
class Sample:
    """One photo: where it lies, its slug (or "other"), origin, near-duplicate group and part of the split."""

    path: Path
    label: str
    source: str
    group: str
    part: PartName = "train"
