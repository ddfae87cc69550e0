"""Single things on plain grounds, by the cut-outs that no recipe learns from: how the shipped models name them."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from PIL import Image

from inference.resources import build_analyst
from inference.settings import InferenceSettings
from inference.vision.classifier import Classifier
from tests.benchmarks.added import NAMES, RECIPE
from tests.benchmarks.measure import write_figures
from tests.real_photos import REAL_PHOTOS
from training.change.dataset import load_material
from training.change.items import Item
from training.change.recipe import load_change_recipe
from training.data.things import lay_on_plain

PICTURES_EACH = 8
DIGITS = 4


def run() -> None:
    """Measure, and write docs/figures/things.json."""
    items = load_material(load_change_recipe(RECIPE).pairs, REAL_PHOTOS, "test").items
    models = build_analyst(InferenceSettings()).models
    figures = {domain: name_things(models.get(domain), items, names) for domain, names in NAMES.items()}
    print(write_figures("things", {"pictures_each": PICTURES_EACH, "domains": figures}).read_text())  # noqa: T201  # a command


def name_things(model: Classifier, items: Sequence[Item], names: dict[str, str]) -> dict[str, Any]:
    """Shares of pictures that are named rightly, and taken for known; and of other things that are called unknown."""
    taken, refused = [], []
    by_kind: dict[str, list[bool]] = {}
    for item in items:
        kind = names.get(item.kind, item.kind)
        seen = [model.classify(picture) for picture in lay_out(item)]
        if kind in model.card.labels:
            by_kind.setdefault(kind, []).extend(one.label == kind for one in seen)
            taken += [one.label == kind and one.known for one in seen]
        else:
            refused += [not one.known for one in seen]
    right = [told for own in by_kind.values() for told in own]
    return {
        "known": {"pictures": len(right), "right": _mean(right), "right_and_known": _mean(taken)},
        "other": {"pictures": len(refused), "called_unknown": _mean(refused)},
        "right_by_kind": {kind: _mean(own) for kind, own in sorted(by_kind.items())},
    }


def lay_out(item: Item) -> list[Image.Image]:
    """The same pictures at each run."""
    return [
        lay_on_plain(item.image, np.random.default_rng([number, *item.name.encode()]))
        for number in range(PICTURES_EACH)
    ]


def _mean(told: Sequence[bool]) -> float:
    return round(float(np.mean(told)), DIGITS)


if __name__ == "__main__":
    run()
