"""Try a model, as it will be served, on every part of its data."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from inference.vision.images import open_image
from inference.vision.model_card import Figure
from inference.vision.onnx_classifier import INPUT_NAME, NEARNESS_NAME
from inference.vision.preprocess import InputSpec, preprocess
from inference.vision.softmax import softmax
from training.data.dataset import Dataset
from training.data.negatives import NEGATIVES
from training.data.sample import OTHER, PartName, Sample
from training.measuring.metrics import (
    accuracy,
    fit_temperature,
    fit_threshold,
    recall_by_label,
    share_of,
    threshold_at,
    unknown_auroc,
)
from training.measuring.predictions import Predictions, Scored

logger = logging.getLogger(__name__)

LET_IN = 0.1  # without val: the share of other things that the threshold takes for known
LEFT_OUT = 0.03  # without photos of other things: the share of val that the threshold calls unknown at the most


@dataclass(frozen=True)
class Calibration:
    """The temperature of the softmax, and the score below which a photo is of something else."""

    temperature: float
    threshold: float


@dataclass(frozen=True)
class Evaluation:
    """Calibration, set on val; metrics by test set; all answers."""

    temperature: float
    threshold: float
    metrics: dict[str, dict[str, Figure]]
    predictions: Predictions


class Scorer:
    """Runs an ONNX file over samples, on the pixels that the service would give it."""

    def __init__(self, model: Path, labels: Sequence[str], spec: InputSpec) -> None:
        self._session = onnxruntime.InferenceSession(str(model))
        given = {output.name for output in self._session.get_outputs()}
        self._outputs = ["logits", *({NEARNESS_NAME} & given)]
        self._index = {label: position for position, label in enumerate(labels)} | {OTHER: -1}
        self._spec = spec

    def score(self, samples: Sequence[Sample]) -> Scored:
        """Give logits for samples."""
        answers = [self._session.run(self._outputs, {INPUT_NAME: load_input(s, self._spec)}) for s in samples]
        targets = np.array([self._index[sample.label] for sample in samples], dtype=np.int64)
        shape = (len(samples), len(self._index) - 1)
        logits = np.asarray([answer[0][0] for answer in answers], dtype=np.float64).reshape(shape)
        near = np.array([answer[1][0] for answer in answers], dtype=np.float64) if self.says_nearness else None
        return Scored(list(samples), logits, targets, near)

    @property
    def says_nearness(self) -> bool:
        """Whether the model says how near a photo is to what it has seen."""
        return NEARNESS_NAME in self._outputs


def load_input(sample: Sample, spec: InputSpec) -> NDArray[np.float32]:
    """Decode and preprocess one photo exactly as the service does."""
    return preprocess(open_image(sample.path.read_bytes(), min_side=spec.decode_side).image, spec)


def evaluate(scorer: Scorer, dataset: Dataset, negatives: Sequence[Sample]) -> Evaluation:
    """Calibrate on val; measure on test, and against photos of other things.

    Where no such photos set the threshold, the metrics of `negatives` say what share of val it takes for known.
    """
    val, to_look_at = (
        scorer.score(samples) for samples in (_known(dataset, "val"), [s for s in negatives if s.part == "val"])
    )
    calibration = _calibrate(val, to_look_at)
    held_out = scorer.score([s for s in negatives if s.part == "test"])
    sources = sorted({sample.source for sample in dataset.samples})
    scored = {source: scorer.score(_known(dataset, "test", source)) for source in sources}
    tests = {source: test for source, test in scored.items() if test.samples}
    metrics = {source: _measure(test, held_out, calibration, dataset.labels) for source, test in tests.items()}
    if val.samples and not to_look_at.samples:
        known = _known_score(val, calibration.temperature) >= calibration.threshold
        metrics[NEGATIVES] = {"val_known": share_of(known, groups_of(val))}
    if held_out.samples:
        unknown = _known_score(held_out, calibration.temperature) < calibration.threshold
        metrics.setdefault(NEGATIVES, {})["unknown"] = share_of(unknown, groups_of(held_out))
    return Evaluation(
        calibration.temperature,
        calibration.threshold,
        metrics,
        Predictions(dataset.labels, val, tests, held_out),
    )


def _calibrate(val: Scored, negatives: Scored) -> Calibration:
    """Set temperature and threshold on val; without photos of other things, or without val, by the other alone."""
    temperature = fit_temperature(val.logits, val.targets) if val.samples else 1.0
    scores = [_known_score(scored, temperature) for scored in (val, negatives)]
    if val.samples and negatives.samples:
        return Calibration(temperature, fit_threshold(scores[0], [sample.source for sample in val.samples], scores[1]))
    if val.samples:
        threshold = threshold_at(scores[0], LEFT_OUT)
        left_out = (scores[0] < threshold).mean()
        logger.warning("no photos of other things: the threshold calls %.1f%% of val unknown", 100 * left_out)
        return Calibration(temperature, threshold)
    if negatives.samples:
        return Calibration(temperature, threshold_at(scores[1], 1 - LET_IN))
    logger.warning("neither photos of other things nor val: this model will never say that it does not know")
    return Calibration(temperature, 0.0)


def groups_of(scored: Scored) -> list[str]:
    """The near-duplicate group of each sample."""
    return [sample.group for sample in scored.samples]


def _known(dataset: Dataset, part: PartName, source: str | None = None) -> list[Sample]:
    return [sample for sample in dataset.part(part, source=source) if sample.label != OTHER]


def _known_score(scored: Scored, temperature: float) -> NDArray[np.float64]:
    """What tells known from unknown: the nearness, or else the best label's probability."""
    if scored.nearness is not None:
        return scored.nearness
    best: NDArray[np.float64] = softmax(scored.logits / temperature).max(1)
    return best


def _measure(test: Scored, negatives: Scored, calibration: Calibration, labels: Sequence[str]) -> dict[str, Figure]:
    probabilities = softmax(test.logits / calibration.temperature)
    groups = groups_of(test)
    figures = {"accuracy": accuracy(probabilities, test.targets, groups)}
    scores = _known_score(test, calibration.temperature)
    figures["known"] = share_of(scores >= calibration.threshold, groups)
    if negatives.samples:
        figures["unknown_auroc"] = unknown_auroc(scores, groups, _known_score(negatives, calibration.temperature))
    recalls = recall_by_label(probabilities, test.targets, groups, labels)
    return figures | {f"recall.{label}": figure for label, figure in recalls.items()}
