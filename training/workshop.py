"""From a recipe to a model folder: photos, fit, quantise, evaluate, report."""

import logging
import subprocess
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from inference.vision.model_card import ModelCard
from inference.vision.preprocess import InputSpec
from training.dataset import Dataset, load_dataset
from training.evaluation import Scorer, evaluate, load_input, load_negatives
from training.export import export_float, quantize, write_folder
from training.fit import Plan, fit
from training.models.recogniser import Recogniser
from training.outcome import result_of
from training.predictions import write_predictions
from training.recipe import Recipe
from training.report.leakage import find_leakage, write_leakage
from training.report.publishing import publish, report_run
from training.report.story import MODEL_FOLDER
from training.result import write_result
from training.sample import OTHER
from training.trained import build, input_of, load_teacher, save_weights

logger = logging.getLogger(__name__)

CALIBRATION_PHOTOS = 200
QUANTISED_FILE = "int8.onnx"
SECONDS = 60


@dataclass(frozen=True)
class Places:
    """Where photos come from, where the run keeps its state, and where the model goes."""

    data: Path
    run: Path
    model: Path


def train(recipe: Recipe, places: Places, *, recipe_name: str) -> ModelCard:
    """Cook a recipe; resumes an interrupted run. The model folder is written only when all is done."""
    started = time.monotonic()
    dataset = load_dataset(recipe, places.data)
    val = [sample for sample in dataset.part("val") if sample.label != OTHER]
    teacher = load_teacher(recipe, places.run.parent, len(dataset.labels))
    plan = Plan(recipe, dataset.part("train"), val, dataset.labels, input_of(recipe), places.run, teacher)
    model = fit(build(recipe, len(dataset.labels)), plan)
    save_weights(model, places.run, minutes=(time.monotonic() - started) / SECONDS)
    return ship(model, recipe, dataset, places, recipe_name=recipe_name)


def ship(model: Recogniser, recipe: Recipe, dataset: Dataset, places: Places, *, recipe_name: str) -> ModelCard:
    """Export, quantise, evaluate what will be served, and write the folder with its report."""
    spec = input_of(recipe)
    quantised = places.run / QUANTISED_FILE
    quantize(export_float(model, spec.size, places.run), _calibration(dataset, spec, recipe.fit.seed), quantised)
    negatives = load_negatives(places.data / recipe.negatives) if recipe.negatives else []
    evaluation = evaluate(Scorer(quantised, dataset.labels, spec), dataset, negatives)
    write_predictions(evaluation.predictions, places.run)
    now = datetime.now(UTC)
    card = ModelCard(
        domain=recipe.domain,
        version=f"{recipe.name}-{now:%Y%m%d%H%M}",
        architecture=recipe.model.architecture,
        labels=dataset.labels,
        input=spec,
        temperature=evaluation.temperature,
        unknown_threshold=evaluation.threshold,
        metrics=evaluation.metrics,
        datasets={source.name: source.licence for source in recipe.data} | {"fingerprint": dataset.fingerprint()},
        licence=recipe.licence,
        recipe=recipe_name,
        git_commit=_git_commit(),
        created=now.isoformat(timespec="seconds"),
    )
    complete = write_folder(quantised, card, places.run / MODEL_FOLDER)
    write_result(result_of(recipe, complete, evaluation, model, places.run), places.run)
    write_leakage(find_leakage(dataset), places.run)
    report_run(places.run)
    publish(places.run, places.model)
    return complete


def _calibration(dataset: Dataset, spec: InputSpec, seed: int) -> list[np.typing.NDArray[np.float32]]:
    """Photos of the training part, spread over sources and labels, to set the ranges of activations."""
    samples = [sample for sample in dataset.part("train") if sample.label != OTHER]
    chosen = np.random.default_rng(seed).permutation(len(samples))[:CALIBRATION_PHOTOS]
    return [load_input(samples[position], spec) for position in chosen]


def _git_commit() -> str:
    answer = subprocess.run(["git", "rev-parse", "--short=12", "HEAD"], capture_output=True, text=True, check=False)  # noqa: S607  # git from PATH
    return answer.stdout.strip() or "unknown"
