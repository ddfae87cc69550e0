"""Pairs to learn from: composed once into memory-mapped arrays, or read from LEVIR-style triples."""

import csv
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from training.change.compose import APPEARED, KINDS, VANISHED, Kind, Material, Pair, Shape, compose_pair
from training.change.items import load_items
from training.change.recipe import Pairs
from training.data.sample import PartName as TriplePart
from training.errors import DatasetError

PartName = Literal["train", "test"]
FRAMES = ("before", "after", "truth", "kind")
SEEDS = {"train": 1, "test": 2}
GIVEN_SPLIT = {"train": "train", "val": "test", "test": "test"}
PICTURES = {".png", ".jpg", ".jpeg", ".tif", ".bmp"}
COMPOSE_SIDE = 256
VAL_EVERY = 10  # without val/, one in so many of the training triples is left to validate on


@dataclass(frozen=True)
class PairArrays:
    """N pairs: frames uint8 (N, S, S, 3), truth uint8 (N, S, S) with APPEARED, VANISHED or 0, kind index (N,)."""

    before: NDArray[np.uint8]
    after: NDArray[np.uint8]
    truth: NDArray[np.uint8]
    kind: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.kind)

    def pair(self, position: int) -> Pair:
        """One of them."""
        before, after = (Image.fromarray(np.asarray(part[position])) for part in (self.before, self.after))
        return Pair(before, after, np.asarray(self.truth[position]), KINDS[int(self.kind[position])], "")

    def between(self, start: int, end: int) -> "PairArrays":
        """Those from one position up to another."""
        return PairArrays(*(getattr(self, name)[start:end] for name in FRAMES))


def load_pairs(recipe: Pairs, data: Path, cache: Path) -> PairArrays:
    """The training pairs of a recipe: triples where it names a folder, else composed, once, into `cache`."""
    if recipe.levir is not None:
        return read_learnt_triples(data / recipe.levir, recipe.side)[0]
    facts = recipe.model_dump_json(include={"train", "side", "held_out", "seed"})
    key = hashlib.sha256(facts.encode()).hexdigest()[:12]
    folder = cache / f"pairs-{key}"
    if not (folder / "done").is_file():
        _compose_into(folder, recipe, load_material(recipe, data, "train"))
    return PairArrays(*(np.load(folder / f"{name}.npy", mmap_mode="r") for name in FRAMES))


def load_material(recipe: Pairs, data: Path, part: PartName) -> Material:
    """Cut-outs and scenes of one part: what is held out, and scenes of the validation shops, are for the test alone."""
    items = load_items(data)
    absent = set(recipe.held_out) - {item.name for item in items}
    if absent:
        raise DatasetError(f"held out, but not there: {', '.join(sorted(absent))}")
    chosen = [item for item in items if (item.name in recipe.held_out) == (part == "test")]
    material = Material(chosen, _find_scenes(data / "grocerystore", part))
    return material if part == "train" else replace(material, drawn_share=0.0)


def compose_test(recipe: Pairs, material: Material, kind: Kind, count: int) -> list[Pair]:
    """Test pairs of one kind, at the test's side."""
    shape = Shape(side=recipe.test_side, kinds=_only(kind))
    offset = KINDS.index(kind)
    return [compose_pair(material, shape, (recipe.seed, SEEDS["test"], offset, n)) for n in range(count)]


def read_learnt_triples(folder: Path, side: int) -> tuple[PairArrays, PairArrays]:
    """Triples to learn from, and those of val/ to validate on: the last tenth of train/ where there is no val/."""
    train = read_triples(folder, "train", side)
    if (folder / "val").is_dir():
        return train, read_triples(folder, "val", side)
    if len(train) == 1:
        raise DatasetError(f"{folder}: one triple to learn from leaves none to validate on")
    end = len(train) - max(1, len(train) // VAL_EVERY)
    return train.between(0, end), train.between(end, len(train))


def read_triples(folder: Path, part: TriplePart, side: int) -> PairArrays:
    """Read the A/, B/ and label/ of a part, resized to `side`; label 128 means vanished.

    They lie in train/, val/ and test/, as LEVIR-CD has them; without train/, the folder's own are those to learn from.
    Any other label above 0 counts as appeared: the public sets say where, not which way.
    """
    root = folder if part == "train" and not (folder / "train").is_dir() else folder / part
    names = sorted(path.name for path in (root / "A").glob("*") if path.suffix.lower() in PICTURES)
    incomplete = [name for name in names if not all((root / side / name).is_file() for side in ("B", "label"))]
    if not names or incomplete:
        raise DatasetError(f"{root}: expected A/, B/ and label/ with the same names; {incomplete[:3] or 'A/ is empty'}")
    pairs = [_read_triple(root, name, side) for name in names]
    return stack(pairs)


def _only(kind: Kind) -> tuple[float, float, float, float]:
    added, removed, moved, none = (float(kind == other) for other in KINDS)
    return added, removed, moved, none


def _find_scenes(folder: Path, part: PartName) -> list[Path]:
    table = folder / "photos.csv"
    if not table.is_file():
        return []
    with table.open(encoding="utf-8", newline="") as file:
        return [folder / row["path"] for row in csv.DictReader(file) if GIVEN_SPLIT[row["split"]] == part]


def _compose_into(folder: Path, recipe: Pairs, material: Material) -> None:
    """Compose at twice the side or more and shrink, as a photo is shrunk before a network sees it."""
    folder.mkdir(parents=True, exist_ok=True)
    count, side = recipe.train, recipe.side
    shapes = {"before": (side, side, 3), "after": (side, side, 3), "truth": (side, side), "kind": ()}
    arrays = {
        name: np.lib.format.open_memmap(folder / f"{name}.npy", mode="w+", dtype=np.uint8, shape=(count, *shape))
        for name, shape in shapes.items()
    }
    shape = Shape(side=max(COMPOSE_SIDE, side))
    for number in range(count):
        pair = shrink(compose_pair(material, shape, (recipe.seed, SEEDS["train"], number)), side)
        for name, value in zip(FRAMES, (pair.before, pair.after, pair.truth, KINDS.index(pair.kind)), strict=True):
            arrays[name][number] = np.asarray(value)
    for array in arrays.values():
        array.flush()
    facts = {"material": {"items": len(material.items), "scenes": len(material.scenes)}, "shape": asdict(shape)}
    (folder / "done").write_text(json.dumps(facts), encoding="utf-8")


def shrink(pair: Pair, side: int) -> Pair:
    """The same pair with smaller frames; each pixel of the truth is what most of its pixels were."""
    if pair.before.width == side:
        return pair
    frames = [frame.resize((side, side), Image.Resampling.BICUBIC) for frame in (pair.before, pair.after)]
    shares = {
        value: np.asarray(
            Image.fromarray(np.where(pair.truth == value, np.uint8(255), np.uint8(0))).resize(
                (side, side), Image.Resampling.BOX
            )
        )
        for value in (VANISHED, APPEARED)
    }
    truth = np.zeros((side, side), dtype=np.uint8)
    for value, share in shares.items():
        truth[share > 127] = value  # noqa: PLR2004  # more than half of 255
    return Pair(frames[0], frames[1], truth, pair.kind, pair.item)


def _read_triple(root: Path, name: str, side: int) -> Pair:
    frames = [Image.open(root / part / name).convert("RGB").resize((side, side)) for part in ("A", "B")]
    label = np.asarray(Image.open(root / "label" / name).convert("L").resize((side, side), Image.Resampling.NEAREST))
    truth = np.where(label == VANISHED, VANISHED, np.where(label > 0, APPEARED, 0)).astype(np.uint8)
    return Pair(frames[0], frames[1], truth, kind_of(truth), "")


def kind_of(truth: NDArray[np.uint8]) -> Kind:
    """The kind that a truth shows."""
    appeared, vanished = bool((truth == APPEARED).any()), bool((truth == VANISHED).any())
    if appeared and vanished:
        return "moved"
    return "added" if appeared else "removed" if vanished else "none"


def stack(pairs: Sequence[Pair]) -> PairArrays:
    """Put pairs of one side into arrays."""
    return PairArrays(
        np.stack([np.asarray(pair.before) for pair in pairs]),
        np.stack([np.asarray(pair.after) for pair in pairs]),
        np.stack([pair.truth for pair in pairs]),
        np.array([KINDS.index(pair.kind) for pair in pairs], dtype=np.uint8),
    )
