"""Cut-outs of things that may be put on a scale, from photos with alpha or with a white background."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image
from scipy.ndimage import binary_erosion

from training.data.things import OPAQUE, WHITE, crop_to_opaque, cut_from_white
from training.errors import DatasetError

PALE, MOST_PALE_RIM = 205, 0.2
MOST_A_KIND = 8


@dataclass(frozen=True)
class Item:
    """A thing cut out of its photo: its name, the kind it shows, and RGBA cropped to what is opaque."""

    name: str
    kind: str
    image: Image.Image


def load_items(folder: Path) -> list[Item]:
    """All cut-outs below a data folder: `cutouts` (alpha), `icons` and white-ground photos of `vegetables15`."""
    items = [*_with_alpha(folder / "cutouts"), *_icons(folder / "icons", _coarse_labels(folder / "grocerystore"))]
    if not items:
        raise DatasetError(f"no cut-outs below {folder}: expected cutouts/*.png and icons/*/*.jpg")
    return [*items, *_plain_photos(folder / "vegetables15")]


def has_pale_rim(item: Image.Image) -> bool:
    """Whether the rim is almost white: a shadow or a halo that was cut out with the thing."""
    pixels = np.asarray(item)
    solid = pixels[..., 3] >= OPAQUE
    rim = solid & ~binary_erosion(solid, iterations=3)
    return bool((pixels[rim, :3].min(1) >= PALE).mean() > MOST_PALE_RIM)


def _with_alpha(folder: Path) -> Iterable[Item]:
    for path in sorted(folder.glob("*.png")):
        kind = path.stem.partition("_")[2].split("_")[0].lower().rstrip("0123456789")
        yield Item(path.stem, kind, crop_to_opaque(Image.open(path).convert("RGBA")))


def _icons(folder: Path, coarse: dict[str, str]) -> Iterable[Item]:
    for path in sorted(folder.glob("*/*.jpg")):
        cut = cut_from_white(Image.open(path))
        name = path.stem.removesuffix("_Iconic")
        if cut is not None:
            yield Item(name, slug(coarse.get(name, name)), cut)


def _plain_photos(folder: Path) -> Iterable[Item]:
    rows = _rows(folder / "photos.csv")
    taken: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        groups = taken[row["label"]]
        if row["group"] in groups or len(groups) == MOST_A_KIND:
            continue
        path = folder / row["path"]
        cut = cut_from_white(Image.open(path)) if _may_be_white(path) else None
        if cut is not None and not has_pale_rim(cut):
            groups.add(row["group"])
            yield Item(row["group"], slug(row["label"]), cut)


def _may_be_white(path: Path) -> bool:
    """A glance at an eighth of the scale, which most photos do not pass."""
    with Image.open(path) as photo:
        photo.draft("L", (photo.width // 8, photo.height // 8))
        rows = np.asarray(photo.convert("L"))
    return bool(np.median(np.concatenate([rows[0], rows[-1], rows[:, 0], rows[:, -1]])) >= WHITE)


def _coarse_labels(folder: Path) -> dict[str, str]:
    return {row["label"]: row["coarse_label"] for row in _rows(folder / "photos.csv")}


def _rows(path: Path) -> Sequence[dict[str, str]]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def slug(label: str) -> str:
    """Write a label of a data set as a kind."""
    return label.lower().replace(" ", "_").replace("-", "_")
