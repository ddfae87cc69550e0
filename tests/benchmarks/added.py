"""The three ways to find what was added, on one set of composed pairs, and whether the item is then named rightly."""

import statistics
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import torch
from PIL import Image
from threadpoolctl import threadpool_limits

from inference.analysis import Analyst
from inference.resources import build_analyst
from inference.settings import InferenceSettings
from inference.vision.change.detector import ChangeDetector
from inference.vision.change.finding import find_change
from inference.vision.change.naming import name_item
from inference.vision.registry import ModelRegistry
from tests.benchmarks.measure import write_figures
from tests.real_photos import REAL_PHOTOS
from training.change.compose import Material, Pair, Shape, compose_pair
from training.change.dataset import compose_test, load_material
from training.change.measures import GOOD_IOU, Finding, look_at, measure
from training.change.recipe import ChangeRecipe, load_change_recipe
from training.change.workshop import compose_tests
from training.models.registry import build_recogniser

ROOT = Path(__file__).resolve().parents[2]
RECIPE = ROOT / "training" / "recipes" / "change" / "changeformer.toml"
PICTURES = ROOT / "docs" / "added"
ROUNDS, FRAME = 25, (640, 480)
DRAWN_PAIRS = 60
PICTURE_SIDE = 192
NAMED_SIDE = 640
# what a domain calls the kinds that the cut-outs are named by
NAMES = {
    "vegetables": {"aubergine": "brinjal", "eggplant": "brinjal", "pepper": "capsicum"},
    "grocery": {"carrot": "carrots", "eggplant": "aubergine"},
}


def run() -> None:
    """Measure, and write docs/figures/added.json and the pictures."""
    threadpool_limits(limits=1, user_api="blas")  # as in the service: more would cost more
    analyst = build_analyst(InferenceSettings())
    pairs = compose_tests(load_change_recipe(RECIPE), REAL_PHOTOS)
    large = compose_large(load_change_recipe(RECIPE), REAL_PHOTOS)
    figures: dict[str, Any] = {"pairs": dict(Counter(pair.kind for pair in pairs)), "methods": {}, "named": {}}
    times = time_in_turn(calls_to_time(analyst))
    for method in analyst.detectors.methods:
        findings = [look_at(analyst.detectors.get(method), pair) for pair in pairs]
        added = [finding for finding in findings if finding.kind == "added"]
        figures["methods"][method] = measure(findings) | times.pop(method) | {"added_iou": measure(added)["iou"]}
        seen = [look_at(analyst.detectors.get(method), pair) for pair in large]
        figures["named"][method] = name_items(analyst.models, large, seen)
    figures["naming"] = times
    draw_extremes(analyst.detectors.get())
    print(write_figures("added", figures).read_text())  # noqa: T201  # a command


def compose_large(recipe: ChangeRecipe, data: Path) -> list[Pair]:
    """The test's pairs with something added, in frames as large as a camera's: their items are to be named."""
    pairs = recipe.pairs.model_copy(update={"test_side": NAMED_SIDE})
    return compose_test(pairs, load_material(recipe.pairs, data, "test"), "added", recipe.pairs.test)


def calls_to_time(analyst: Analyst) -> dict[str, Callable[[], object]]:
    """By method, to find a change between frames of 640 × 480; by domain, to name the item."""
    pair = compose_pair(Material([], [], 1, 1), Shape(side=FRAME[0]), (1, 1))
    frames = pair.before.resize(FRAME), pair.after.resize(FRAME)
    crop = find_change(analyst.detectors.get(), *frames).crop
    find = {name: partial(find_change, analyst.detectors.get(name), *frames) for name in analyst.detectors.methods}
    return find | {name: partial(name_item, analyst.models.get(name), crop) for name in NAMES}


def time_in_turn(calls: Mapping[str, Callable[[], object]]) -> dict[str, dict[str, float]]:
    """Milliseconds of CPU a call, one thread, in turn with one MobileNetV2 (float32, 224) inference."""
    mobilenet = load_mobilenet()
    rows = [[_milliseconds(call) for call in (mobilenet, *calls.values())] for _ in range(ROUNDS + 1)][1:]
    return {
        name: {
            "ms": round(statistics.median(row[position + 1] for row in rows), 1),
            "mobilenets": round(statistics.median(row[position + 1] / row[0] for row in rows), 2),
        }
        for position, name in enumerate(calls)
    }


def load_mobilenet() -> Callable[[], object]:
    """One inference of MobileNetV2 at 224 × 224; what it costs does not hang on its weights."""
    model = build_recogniser("mobilenet_v2", classes=1000, weights="none").eval()
    photo = torch.zeros(1, 3, 224, 224)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mobilenet.onnx"
        torch.onnx.export(model, (photo,), path, input_names=["photo"], opset_version=17, dynamo=False)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        session = onnxruntime.InferenceSession(str(path), options)
    return lambda: session.run(None, {"photo": photo.numpy()})


def name_items(models: ModelRegistry, pairs: Sequence[Pair], findings: Sequence[Finding]) -> dict[str, Any]:
    """By domain: how often the crop is named rightly, and rightly with IoU > 0.5; F1 by kind."""
    answers = {}
    for domain in models.domains:
        classifier, names = models.get(domain), NAMES.get(domain, {})
        told: list[tuple[str, str, bool]] = []
        for pair, finding in zip(pairs, findings, strict=True):
            true = names.get(pair.item, pair.item)
            if pair.kind != "added" or true not in classifier.card.labels:
                continue
            crop = finding.change.crop if finding.change else None
            label = name_item(classifier, crop).label if crop else ""
            told.append((true, label, finding.iou > GOOD_IOU))
        if told:
            right = [true == label for true, label, _ in told]
            both = [true == label and good for true, label, good in told]
            answers[domain] = {
                "pairs": len(told),
                "right": round(float(np.mean(right)), 4),
                "right_and_found": round(float(np.mean(both)), 4),
                "f1": f1_by_kind([(true, label) for true, label, _ in told]),
            }
    return answers


def f1_by_kind(told: Sequence[tuple[str, str]]) -> dict[str, float]:
    """2·TP / (2·TP + FP + FN) for each kind that occurs."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for true, label in told:
        counts[true]["true"] += 1
        counts[label]["told"] += 1
        counts[true]["right"] += true == label
    return {
        kind: round(2 * count["right"] / (count["true"] + count["told"]), 3)
        for kind, count in sorted(counts.items())
        if count["true"]
    }


def draw_extremes(detector: ChangeDetector) -> None:
    """The best, the median and the worst of pairs that hold no photo of a data set: before, after, truth, found."""
    material, shape = Material([], [], 1, 1), Shape(kinds=(1, 0, 0, 0))
    pairs = [compose_pair(material, shape, (1, 9, number)) for number in range(DRAWN_PAIRS)]
    findings = [look_at(detector, pair) for pair in pairs]
    order = sorted(range(len(pairs)), key=lambda position: -findings[position].iou)
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name, position in (("best", order[0]), ("median", order[len(order) // 2]), ("worst", order[-1])):
        draw_row(pairs[position], findings[position]).save(PICTURES / f"{name}.jpg", quality=85)


def draw_row(pair: Pair, finding: Finding) -> Image.Image:
    """Four pictures side by side."""
    found = finding.change.mask if finding.change else np.zeros_like(pair.truth)
    parts = [pair.before, pair.after, Image.fromarray(pair.truth), Image.fromarray(found)]
    row = Image.new("RGB", (len(parts) * PICTURE_SIDE, PICTURE_SIDE))
    for position, part in enumerate(parts):
        row.paste(part.resize((PICTURE_SIDE, PICTURE_SIDE)).convert("RGB"), (position * PICTURE_SIDE, 0))
    return row


def _milliseconds(call: Callable[[], object]) -> float:
    begin = time.process_time()
    call()
    return (time.process_time() - begin) * 1000


if __name__ == "__main__":
    run()
