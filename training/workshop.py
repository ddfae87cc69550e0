"""From a recipe to a model folder: photos, fit, quantise, evaluate, report."""

import hashlib
import logging
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from inference.vision.model_card import ModelCard
from inference.vision.preprocess import InputSpec
from training.data.dataset import Dataset, load_dataset
from training.data.negatives import negatives_of
from training.data.sample import OTHER, Sample
from training.data.sufficiency import check_sufficiency, check_training_photos
from training.fitting.combining import check_combination
from training.fitting.fit import Plan, fit
from training.fitting.memory import keep_memory
from training.fitting.stages import stages_of
from training.fitting.trained import build, input_of, save_weights
from training.fitting.world import join_world
from training.kept_photos import keep_photos
from training.measuring.evaluation import Evaluation, Scorer, evaluate, load_input
from training.measuring.outcome import result_of
from training.measuring.predictions import write_predictions
from training.measuring.result import MODEL_FOLDER, write_result
from training.models.recogniser import Recogniser
from training.recipe import Recipe
from training.report.leakage import find_leakage, write_leakage
from training.shipping.export import export_float, export_int8, keeps_accuracy, write_folder
from training.shipping.prototypes import find_prototypes
from training.shipping.publishing import publish, report_run
from training.teacher import load_teacher

logger = logging.getLogger(__name__)

CALIBRATION_PHOTOS = 200
PARITY_PHOTOS = 8
DIGEST = 8


@dataclass(frozen=True)
class Places:
    """Where photos come from, where the run keeps its state, and where the model goes; a trial's stays in its run."""

    data: Path
    run: Path
    model: Path | None


def train(recipe: Recipe, places: Places, *, recipe_name: str) -> ModelCard | None:
    """Cook a recipe; resumes an interrupted run. The model is published only when all is done.

    Returns:
        The model's card; none in the processes that only helped to fit.
    """
    keep_memory()
    check_combination(recipe)
    dataset = load_dataset(recipe, places.data)
    check_sufficiency(dataset)
    if stages_of(recipe):
        check_training_photos(dataset)
    negatives_of(recipe, places.data, dataset)  # not to miss them only when all is learnt
    keep_photos(dataset, places.run)
    val = [sample for sample in dataset.part("val") if sample.label != OTHER]
    teacher = load_teacher(recipe, places.run.parent, dataset.labels)
    with join_world() as world:
        plan = Plan(recipe, dataset.part("train"), val, dataset.labels, input_of(recipe), places.run, teacher, world)
        model = fit(build(recipe, dataset.labels), plan)
    if not world.is_first:
        return None
    save_weights(model, places.run)
    return ship(model, recipe, dataset, places, recipe_name=recipe_name)


def ship(model: Recogniser, recipe: Recipe, dataset: Dataset, places: Places, *, recipe_name: str) -> ModelCard:
    """Export, quantise, evaluate what will be served, and write the folder with its report."""
    spec = input_of(recipe)
    negatives = negatives_of(recipe, places.data, dataset)
    to_look_at = [sample for sample in negatives if sample.part == "val"]
    photos = _calibration(dataset, to_look_at, spec, recipe.fit.seed)
    seen = find_prototypes(model, dataset.part("train"), spec) if dataset.part("train") else None
    float_file = export_float(model, np.concatenate(photos[:PARITY_PHOTOS]), places.run, prototypes=seen)
    served = export_int8(float_file, photos) if recipe.int8 else float_file
    evaluation = evaluate(Scorer(served, dataset.labels, spec), dataset, negatives)
    plain = Scorer(float_file, dataset.labels, spec)
    if recipe.int8 and not _keeps_accuracy(evaluation, plain):
        served, evaluation = float_file, evaluate(plain, dataset, negatives)
    write_predictions(evaluation.predictions, places.run)
    card = _card_of(recipe, dataset, evaluation, recipe_name=recipe_name)
    card = card.model_copy(update={"version": f"{card.version}-{_digest(served)}"})
    card = write_folder(served, card, places.run / MODEL_FOLDER)
    write_result(result_of(recipe, card, evaluation, model, places.run), places.run)
    write_leakage(find_leakage(dataset), places.run)
    report_run(places.run)
    if places.model:
        publish(places.run, places.model)
    return card


def _calibration(
    dataset: Dataset, negatives: Sequence[Sample], spec: InputSpec, seed: int
) -> list[np.typing.NDArray[np.float32]]:
    """Photos as they are served, to set the ranges of activations: of the training part, or else of other things."""
    known = [sample for sample in dataset.part("train") if sample.label != OTHER]
    samples = [sample for sample in known if not sample.is_thing] or known or negatives
    chosen = np.random.default_rng(seed).permutation(len(samples))[:CALIBRATION_PHOTOS]
    return [load_input(samples[position], spec) for position in chosen]


def _keeps_accuracy(evaluation: Evaluation, scorer: Scorer) -> bool:
    """Compare int8 with float on val; on the tests where a recipe has no val."""
    answers, kept = evaluation.predictions, True
    for int8 in [answers.val] if answers.val.samples else answers.tests.values():
        right = [float((s.logits.argmax(1) == s.targets).mean()) for s in (scorer.score(int8.samples), int8)]
        logger.info("float %.4f, int8 %.4f", *right)
        kept &= keeps_accuracy(*right, photos=len(int8.samples))
    return kept


def _card_of(recipe: Recipe, dataset: Dataset, evaluation: Evaluation, *, recipe_name: str) -> ModelCard:
    now = datetime.now(UTC)
    return ModelCard(
        domain=recipe.domain,
        version=f"{recipe.name}-{now:%Y%m%d%H%M}",
        architecture=recipe.model.architecture,
        labels=dataset.labels,
        input=input_of(recipe),
        temperature=evaluation.temperature,
        unknown_score="probability" if evaluation.predictions.val.nearness is None else "nearness",
        unknown_threshold=evaluation.threshold,
        metrics=evaluation.metrics,
        datasets={source.name: source.licence for source in recipe.data} | {"fingerprint": dataset.fingerprint()},
        licence=recipe.licence,
        recipe=recipe_name,
        git_commit=git_commit(),
        created=now.isoformat(timespec="seconds"),
    )


def _digest(model: Path) -> str:
    """Tell two models of one minute apart."""
    return hashlib.sha256(model.read_bytes()).hexdigest()[:DIGEST]


def git_commit() -> str:
    """The commit that is checked out, 12 digits, "-dirty" where files differ from it; "unknown" without one or git."""
    asked = ["git", "describe", "--always", "--dirty", "--abbrev=12", "--exclude", "*"]
    try:
        answer = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603  # git from PATH
    except OSError:
        return "unknown"
    return answer.stdout.strip() or "unknown"
