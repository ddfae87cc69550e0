"""A short run leaves ImageNet's batch statistics behind; a long one keeps its pace."""

from pathlib import Path

import pytest
import torch

from inference.vision.preprocess import InputSpec
from training.data.batches import evaluation_batches
from training.data.dataset import Dataset, load_dataset
from training.fitting.fit import Plan, fit
from training.fitting.statistics import set_momentum
from training.fitting.trained import build, input_of
from training.models.recogniser import Recogniser
from training.recipe import Fit, ModelPart, Recipe, Source

FRUIT = {"Kiwi": "kiwi", "Lemon": "lemon", "Orange": "orange"}
STEPS = {"head_epochs": 1, "epochs": 6, "batch": 16, "epoch_photos": 48, "ema": 0.8, "augmentation": "none"}


def fruit_recipe() -> Recipe:
    source = Source(name="fruit", path=Path("grocerystore"), csv="photos.csv", label="coarse_label", labels=FRUIT)
    spec = InputSpec(size=96, resize=96, mean=(127.0, 127.0, 127.0), std=(128.0, 128.0, 128.0))
    model = ModelPart(frozen_layers=8)
    return Recipe(name="fruit", domain="fruit", data=(source,), input=spec, model=model, fit=Fit.model_validate(STEPS))


def share_right(model: Recogniser, recipe: Recipe, data: Dataset) -> float:
    right = []
    with torch.inference_mode():
        for photos, samples in evaluation_batches(data.part("train"), input_of(recipe)):
            best = model.eval()(photos).argmax(1).tolist()
            right += [data.labels[index] == sample.label for index, sample in zip(best, samples, strict=True)]
    return sum(right) / len(right)


def test_short_run_recognises_the_photos_it_learnt_from(shared_data: Path, tmp_path: Path) -> None:
    recipe = fruit_recipe()
    data = load_dataset(recipe, shared_data, check=False)
    plan = Plan(recipe, data.part("train"), (), data.labels, input_of(recipe), tmp_path / "run")
    assert share_right(fit(build(recipe, data.labels), plan), recipe, data) > 0.85


@pytest.mark.parametrize(("steps", "momentum"), [(31, 0.1), (200, 0.03), (900, 0.01)])
def test_momentum_follows_from_the_number_of_steps(steps: int, momentum: float) -> None:
    norm = torch.nn.BatchNorm2d(4, momentum=0.01)
    set_momentum(Recogniser(torch.nn.Sequential(norm), channels=4, classes=2), steps)
    assert norm.momentum == pytest.approx(momentum)


def test_momentum_is_never_lowered() -> None:
    norm = torch.nn.BatchNorm2d(4)
    set_momentum(Recogniser(torch.nn.Sequential(norm), channels=4, classes=2), 10_000)
    assert norm.momentum == pytest.approx(0.1)
