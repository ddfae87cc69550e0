"""Pairs as files in the layout of public change sets."""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from training.change.compose import Pair


def write_triples(pairs: Sequence[Pair], folder: Path) -> None:
    for name in ("A", "B", "label"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for number, pair in enumerate(pairs):
        for name, image in (("A", pair.before), ("B", pair.after), ("label", Image.fromarray(pair.truth))):
            image.save(folder / name / f"{number:05}.png")
