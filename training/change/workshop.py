"""From a change recipe to a served detector: pairs, fit, export, threshold, measures, card."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import torch
from torch import nn

from inference.vision.change.card import ChangeCard
from inference.vision.change.registry import FOLDER
from inference.vision.preprocess import InputSpec, preprocess
from training.change.changeformer import ChangeFormer
from training.change.changenet import ChangeNet, build_backbone
from training.change.compose import KINDS, Pair, Shape, compose_pair
from training.change.dataset import compose_test, load_material, load_pairs, read_learnt_triples, read_triples
from training.change.export import Frames, check_loss, export_change, quantize_change, write_change_folder
from training.change.fit import Plan, fit
from training.change.measures import look_at, measure
from training.change.recipe import ChangeRecipe, Network, Pairs
from training.fitting.memory import keep_memory
from training.kept_recipe import keep_keys
from training.workshop import git_commit

logger = logging.getLogger(__name__)

CALIBRATION_PAIRS, PARITY_PAIRS, VAL_PAIRS = 60, 4, 120
VAL_SEED = 3
THRESHOLDS = tuple(round(0.3 + 0.05 * step, 2) for step in range(13))
DRAFT = "draft"
TEST_SHARES = {"added": 1.0, "removed": 0.25, "moved": 0.25}


@dataclass(frozen=True)
class ChangePlaces:
    """Where the data lie, where runs keep their state, and where model folders go."""

    data: Path
    runs: Path
    models: Path


@dataclass(frozen=True)
class Tuned:
    """A network's ONNX file, its card with the threshold that suits it, and the IoU on validation pairs."""

    path: Path
    card: ChangeCard
    iou: float


def train_change(recipe: ChangeRecipe, places: ChangePlaces, *, recipe_name: str) -> ChangeCard:
    """Cook a recipe; resumes an interrupted run. The model folder is written only when all is done.

    Raises:
        RunError: the run was begun with another recipe.
    """
    keep_memory()
    torch.manual_seed(recipe.fit.seed)
    run = places.runs / recipe.name
    keep_keys(recipe, run)
    tests = compose_tests(recipe, places.data)  # not to miss them only when all is learnt
    pairs = load_pairs(recipe.pairs, places.data, places.runs)
    model = fit(build_network(recipe.network), Plan(pairs, input_of(recipe), recipe.fit, run))
    card = draw_up_card(recipe, recipe_name)
    network = export_network(model, recipe, card, _validation_pairs(recipe, places.data), run)
    detector = write_change_folder(network.path, network.card, network.path.parent / DRAFT)
    metrics = measure([look_at(detector, pair) for pair in tests])
    logger.info("threshold %.2f, %s", network.card.threshold, metrics)
    complete = network.card.model_copy(update={"metrics": metrics})
    return write_change_folder(network.path, complete, places.models / FOLDER / card.method).card


def build_network(network: Network) -> nn.Module:
    """Build what the recipe lays out."""
    if network.architecture == "changeformer":
        return ChangeFormer(network.widths, network.depths, network.heads, network.decoder)
    return ChangeNet(build_backbone(network.backbone, network.weights), network.strides, network.decoder)


def input_of(recipe: ChangeRecipe) -> InputSpec:
    """What a recipe's network takes: the whole frame as a square."""
    return InputSpec(size=recipe.side, resize=recipe.side, fit="squash")


def draw_up_card(recipe: ChangeRecipe, recipe_name: str) -> ChangeCard:
    """What is known of a network before anything is measured."""
    now = datetime.now(UTC)
    return ChangeCard(
        method=recipe.network.architecture,
        version=f"{recipe.name}-{now:%Y%m%d%H%M}",
        architecture=recipe.network.model_dump_json(exclude_defaults=True),
        input=input_of(recipe),
        threshold=0.5,
        metrics={},
        datasets={"pairs": facts_of(recipe.pairs)},
        licence=recipe.licence,
        recipe=recipe_name,
        git_commit=git_commit(),
        created=now.isoformat(timespec="seconds"),
    )


def facts_of(pairs: Pairs) -> str:
    """What a recipe says of its pairs, as JSON; of triples, which nobody composes, where they lie and their sides."""
    composed = {"train", "test", "none_test", "seed"} if pairs.levir else set()
    return pairs.model_dump_json(exclude={"held_out", *composed})


def export_network(
    model: nn.Module, recipe: ChangeRecipe, card: ChangeCard, val: Sequence[Pair], folder: Path
) -> Tuned:
    """Write ONNX, int8 where the recipe asks for it, with the threshold that does best on validation pairs.

    Raises:
        ExportError: as int8 it finds changes worse.
    """
    frames = [to_frames(pair, card.input) for pair in val]
    path = export_change(model, frames[:PARITY_PAIRS], folder)
    plain = tune(path, card, val)
    if not recipe.int8:
        return plain
    quantised = tune(quantize_change(path, frames[:CALIBRATION_PAIRS]), card, val)
    logger.info("IoU on validation pairs: %.4f, as int8 %.4f", plain.iou, quantised.iou)
    check_loss(plain.iou, quantised.iou, pairs=len(val))
    return quantised


def tune(path: Path, card: ChangeCard, pairs: Sequence[Pair]) -> Tuned:
    """Find the share above which a pixel changed that gives the best IoU of what the service answers."""
    detector = write_change_folder(path, card, path.parent / DRAFT)
    found = {level: measure([look_at(detector.at(level), pair) for pair in pairs])["iou"] for level in THRESHOLDS}
    best = max(THRESHOLDS, key=lambda level: found[level])
    return Tuned(path, card.model_copy(update={"threshold": best}), found[best])


def compose_tests(recipe: ChangeRecipe, data: Path) -> list[Pair]:
    """The test pairs: of every kind where they are composed, or the test triples."""
    if recipe.pairs.levir is not None:
        triples = read_triples(data / recipe.pairs.levir, "test", recipe.pairs.test_side)
        return [triples.pair(position) for position in range(len(triples))]
    material = load_material(recipe.pairs, data, "test")
    counts = {kind: round(recipe.pairs.test * TEST_SHARES.get(kind, 0)) for kind in KINDS}
    counts["none"] = recipe.pairs.none_test
    return [pair for kind in KINDS for pair in compose_test(recipe.pairs, material, kind, counts[kind])]


def to_frames(pair: Pair, spec: InputSpec) -> Frames:
    """A pair as the network takes it."""
    return preprocess(pair.before, spec), preprocess(pair.after, spec)


def _validation_pairs(recipe: ChangeRecipe, data: Path) -> list[Pair]:
    """Pairs that no step is trained on: fresh ones of the training material, or triples that are left out of it."""
    if recipe.pairs.levir is not None:
        _, triples = read_learnt_triples(data / recipe.pairs.levir, recipe.pairs.side)
        return [triples.pair(position) for position in range(min(VAL_PAIRS, len(triples)))]
    material = load_material(recipe.pairs, data, "train")
    shape = Shape(side=recipe.pairs.test_side)
    return [compose_pair(material, shape, (recipe.pairs.seed, VAL_SEED, number)) for number in range(VAL_PAIRS)]
