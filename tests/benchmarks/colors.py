"""How often each method names the colour that a photo's label says, what it costs, and how the paper's method leans."""

import csv
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from catalog.colors import Palette, load_palettes
from inference.analysis import Analyst
from inference.resources import build_analyst
from inference.settings import InferenceSettings
from inference.vision.color_naming import name_colors
from inference.vision.images import open_image
from inference.vision.paper_color import paper_colors
from tests.benchmarks.measure import compare, write_figures
from tests.benchmarks.plain_paper import broadcast, plain_winners
from tests.inference.vision.discs import CASES, draw_disc
from tests.real_photos import REAL_PHOTOS
from training.data.similarity import similar_groups
from training.measuring.metrics import share_of

TRUTH = {
    "Red-Bell-Pepper": {"red"},
    "Green-Bell-Pepper": {"green"},
    "Orange-Bell-Pepper": {"orange"},
    "Yellow-Bell-Pepper": {"yellow"},
    "Aubergine": {"purple", "black"},
    "Carrots": {"orange"},
    "Cucumber": {"green"},
    "Zucchini": {"green"},
    "Lemon": {"yellow"},
    "Lime": {"green"},
    "Regular-Tomato": {"red"},
    "Beef-Tomato": {"red"},
    "Vine-Tomato": {"red"},
}
OTHER_TRUTH = {
    "Granny-Smith": {"green"},
    "Red-Delicious": {"red"},
    "Asparagus": {"green"},
    "Cabbage": {"green"},
    "Banana": {"yellow"},
    "Orange": {"orange"},
    "Satsumas": {"orange"},
    "Kiwi": {"brown"},
    "Garlic": {"white"},
}
MARKET_TRUTH = {
    "Bean": {"green"},
    "Bitter_Gourd": {"green"},
    "Bottle_Gourd": {"green"},
    "Broccoli": {"green"},
    "Carrot": {"orange"},
    "Cauliflower": {"white"},
    "Cucumber": {"green"},
    "Radish": {"white"},
}
SAME_SHELF = 0.8  # cosine, as in the recipe of the vegetables
SIDE = 224
EVERY = 4  # of the photos of vegetables15
AREAS = range(5, 100, 5)
WHITE = (255, 255, 255)


@dataclass(frozen=True)
class LabelledPhoto:
    """A photo with its label and, where its set is parted, its part of it."""

    path: Path
    label: str
    split: str | None

    @property
    def kind(self) -> str:
        """What a row of the table is about."""
        return f"{self.label} ({self.split})" if self.split else self.label


def run() -> None:
    """Measure and write docs/figures/colors.json."""
    palettes, analyst = load_palettes(), build_analyst(InferenceSettings())
    kitchen = sorted((REAL_PHOTOS / "vegetables15").rglob("*.jpg"))[::EVERY]
    shop = list(_photos(REAL_PHOTOS / "grocerystore", TRUTH | OTHER_TRUTH))
    market = list(_photos(REAL_PHOTOS / "vegetables15", MARKET_TRUTH))
    figures = {
        "photos": _shares(shop, TRUTH, palettes, analyst),
        "other photos": _shares(shop, OTHER_TRUTH, palettes, analyst),
        "market photos": _shares(market, MARKET_TRUTH, palettes, analyst),
        "discs": _disc_share(palettes),
        "cost": _cost(kitchen[0], palettes, analyst),
        "paper": {
            "agreement": _agreement(kitchen, palettes),
            "winners": _winners([*kitchen, *(photo.path for photo in shop)], palettes),
            "least area on white": {name: _least_areas(palettes[name]) for name in ("rgb", "ryb")},
        },
    }
    print(write_figures("colors", figures).read_text())  # noqa: T201  # a command


def _photos(folder: Path, truth: dict[str, set[str]]) -> Iterator[LabelledPhoto]:
    with (folder / "photos.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["label"] in truth:
                yield LabelledPhoto(folder / row["path"], row["label"], row.get("split"))


def _shares(
    photos: list[LabelledPhoto], truth: dict[str, set[str]], palettes: dict[str, Palette], analyst: Analyst
) -> dict[str, dict[str, Any]]:
    """By kind and part, then by method: how often the name is true; photos of one shelf count as alike."""
    wanted = [photo for photo in photos if photo.label in truth]
    kinds = [photo.kind for photo in wanted]
    groups = similar_groups([photo.path for photo in wanted], kinds, SAME_SHELF)
    methods = _methods(palettes, analyst)
    hits: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    members: dict[str, list[str]] = defaultdict(list)
    for photo, kind, group in zip(wanted, kinds, groups, strict=True):
        data = photo.path.read_bytes()
        members[kind].append(group)
        for method, name in methods.items():
            hits[kind][method].append(name(data) in truth[photo.label])
    return {
        kind: {name: share_of(np.array(found), members[kind]).model_dump() for name, found in by_method.items()}
        for kind, by_method in sorted(hits.items())
    }


def _methods(palettes: dict[str, Palette], analyst: Analyst) -> dict[str, Callable[[bytes], str]]:
    def by_paper(data: bytes, palette: str) -> str:
        pixels = np.asarray(open_image(data).image, dtype=np.uint8)
        return paper_colors(pixels, {palette: palettes[palette]})[palette].basic

    return {
        "perceptual": lambda data: analyst.name_colors(data, "vegetables").colors["basic"].name,
        "paper, rgb": lambda data: by_paper(data, "rgb"),
        "paper, ryb": lambda data: by_paper(data, "ryb"),
    }


def _disc_share(palettes: dict[str, Palette]) -> dict[str, Any]:
    right = [name_colors(draw_disc(*case), palettes).colors["basic"].name == case[0] for case in CASES]
    return share_of(np.array(right), [str(case) for case in CASES]).model_dump()


def _cost(path: Path, palettes: dict[str, Palette], analyst: Analyst) -> dict[str, dict[str, float]]:
    image = open_image(path.read_bytes()).image.resize((SIDE, SIDE))
    classifier = analyst.models.get("vegetables")
    heat, pixels = classifier.classify(image).heat, np.asarray(image, dtype=np.uint8)
    wheels = {name: palettes[name] for name in ("rgb", "ryb")}
    return {
        "perceptual colours | one classification": compare(
            lambda: name_colors(image, palettes, heat=heat), lambda: classifier.classify(image)
        ),
        "paper's 24 distances | NumPy broadcast": compare(
            lambda: paper_colors(pixels, wheels), lambda: broadcast(pixels, wheels)
        ),
    }


def _agreement(paths: list[Path], palettes: dict[str, Palette]) -> dict[str, int]:
    """On how many photos the fast way and the definition name the same colours in every palette."""
    same = 0
    for path in paths:
        pixels = np.asarray(open_image(path.read_bytes()).image, dtype=np.uint8)
        fast = {name: color.name for name, color in paper_colors(pixels, palettes).items()}
        same += fast == plain_winners(pixels, palettes)
    return {"photos": len(paths), "same": same}


def _winners(paths: list[Path], palettes: dict[str, Palette]) -> dict[str, dict[str, int]]:
    """How many photos each colour of the two wheels wins."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("rgb", "ryb")}
    for path in paths:
        image = open_image(path.read_bytes(), min_side=SIDE).image
        for name, color in paper_colors(np.asarray(image, dtype=np.uint8), {n: palettes[n] for n in counts}).items():
            counts[name][color.name] += 1
    return {name: {c.name: counts[name][c.name] for c in palettes[name].colors} for name in counts}


def _least_areas(palette: Palette) -> dict[str, int | None]:
    """The least percentage of a white picture that a thing of a palette's colour must fill to be called so."""
    return {
        color.name: next((area for area in AREAS if _named_on_white(color.rgb, area, palette) == color.name), None)
        for color in palette.colors
    }


def _named_on_white(rgb: tuple[int, int, int], area: int, palette: Palette) -> str:
    image = Image.new("RGB", (100, 100), WHITE)
    image.paste(rgb, (0, 0, 100, area))
    return paper_colors(np.asarray(image, dtype=np.uint8), {palette.name: palette})[palette.name].name
