"""One photo to learn from or to be tried on."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

PartName = Literal["train", "val", "test"]
OTHER = "other"


@dataclass(frozen=True)
class Sample:
    """One photo: where it lies, its slug (or "other"), origin, near-duplicate group and part of the split.

    `is_thing` says that it shows one thing, cut out or on white, which is laid on plain grounds while a model learns.
    """

    path: Path
    label: str
    source: str
    group: str
    part: PartName = "train"
    is_thing: bool = False
