"""The words by which people name the parts of a split."""

from training.data.sample import PartName

PARTS: dict[str, PartName] = {
    "train": "train",
    "training": "train",
    "val": "val",
    "valid": "val",
    "validation": "val",
    "dev": "val",
    "test": "test",
    "testing": "test",
}


def part_named(word: str) -> PartName | None:
    """The part that a word names, in whatever case; none where it names none."""
    return PARTS.get(word.strip().lower())
