"""How often each method names the colour that a photo's label says, on photos that nobody tuned on and on all."""

import csv
import os
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from catalog.colors import load_palettes
from inference.resources import build_analyst
from inference.settings import InferenceSettings
from inference.vision.color_naming import paper_color
from inference.vision.images import open_image
from tests.benchmarks.measure import write_figures
from training.metrics import wilson

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


def run() -> None:
    """Measure and write docs/figures/colors.json."""
    data = Path(os.environ.get("GREENGROCER_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))
    palettes = load_palettes()
    analyst = build_analyst(InferenceSettings())
    basic_of = {(p.name, c.name): c.basic for p in palettes.values() for c in p.colors}
    methods: dict[str, Callable[[bytes], str]] = {
        "perceptual": lambda data: analyst.name_colors(data, "vegetables").colors["basic"].name,
        "paper, rgb": lambda data: basic_of["rgb", paper_color(open_image(data).image, palettes["rgb"]).name],
        "paper, ryb": lambda data: basic_of["ryb", paper_color(open_image(data).image, palettes["ryb"]).name],
    }
    hits: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    with (data / "grocerystore" / "photos.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["label"] in TRUTH:
                photo = (data / "grocerystore" / row["path"]).read_bytes()
                for method, name in methods.items():
                    hits[f"{row['label']} ({row['split']})"][method].append(name(photo) in TRUTH[row["label"]])
    figures = {
        label: {method: wilson(sum(found), len(found)).model_dump() for method, found in by_method.items()}
        for label, by_method in sorted(hits.items())
    }
    print(write_figures("colors", figures).read_text())  # noqa: T201  # a command
