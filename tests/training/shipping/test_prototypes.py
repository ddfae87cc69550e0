"""Embeddings that stand for what a model has seen."""

from pathlib import Path

import numpy as np

from inference.vision.preprocess import InputSpec
from tests.training.fitting.test_strategies import paint_tints, recipe_of, tiny_model
from training.data.dataset import load_dataset
from training.measuring.evaluation import Scorer
from training.shipping.export import export_float
from training.shipping.prototypes import PROTOTYPES, embed_all, find_prototypes

SPEC = InputSpec(size=32, resize=32)


def test_prototypes_are_unit_vectors_near_the_photos_they_stand_for(tmp_path: Path) -> None:
    paint_tints(tmp_path / "discs")
    samples = load_dataset(recipe_of(), tmp_path).part("train")
    model = tiny_model()
    prototypes = find_prototypes(model, samples, SPEC)
    assert prototypes.shape == (2 * PROTOTYPES, 8)
    assert np.allclose(np.linalg.norm(prototypes, axis=1), 1, atol=1e-5)
    assert (embed_all(model, samples, SPEC) @ prototypes.T).max(1).mean() > 0.95


def test_exported_model_says_how_near_a_photo_is(tmp_path: Path) -> None:
    paint_tints(tmp_path / "discs")
    samples = load_dataset(recipe_of(), tmp_path).part("train")
    model = tiny_model().eval()
    prototypes = find_prototypes(model, samples, SPEC)
    photos = np.random.default_rng(1).normal(size=(2, 3, 32, 32)).astype(np.float32)
    path = export_float(model, photos, tmp_path / "run", prototypes=prototypes)
    scored = Scorer(path, ("green", "red"), SPEC).score(samples[:5])
    assert scored.nearness is not None
    expected = (embed_all(model, samples[:5], SPEC) @ prototypes.T).max(1)
    assert np.allclose(scored.nearness, expected, atol=1e-4)
