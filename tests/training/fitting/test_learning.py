"""What learns, learns: losses, averages, resuming, and a model from photos to service."""

import dataclasses
from pathlib import Path

import pytest
import torch

from inference.vision.images import open_image
from inference.vision.onnx_classifier import OnnxClassifier
from inference.vision.preprocess import InputSpec
from training.data.dataset import load_dataset
from training.data.sample import OTHER, Sample
from training.fitting.fit import Plan, Run, fit
from training.fitting.glance import choose_learnt
from training.fitting.history import load_history
from training.fitting.losses import barlow_twins, cross_correlation, distillation, exposed_cross_entropy
from training.fitting.schedule import warmup_cosine
from training.fitting.trained import build, input_of
from training.models.recogniser import Recogniser
from training.recipe import Fit, ModelPart, Recipe, Source, Split
from training.workshop import Places, ship

SPEC = InputSpec(size=32, resize=32)


def tiny_model() -> Recogniser:
    conv = torch.nn.Sequential(torch.nn.Conv2d(3, 8, 3, stride=2, padding=1), torch.nn.BatchNorm2d(8), torch.nn.ReLU6())
    return Recogniser(conv, channels=8, classes=2, dropout=0.0)


def disc_recipe(**own: object) -> Recipe:
    source = Source(name="discs", path=Path("discs"), csv="photos.csv", group="group")
    steps = Fit(head_epochs=1, epochs=6, batch=8, rate=2e-2, ema=0.5)
    return Recipe(name="discs", domain="discs", data=(source,), input=SPEC, fit=steps, split=Split(seed=3), **own)


def test_model_learns_and_is_served_as_it_was_trained(discs: Path) -> None:
    recipe = disc_recipe()
    dataset = load_dataset(recipe, discs)
    plan = Plan(recipe, dataset.part("train"), dataset.part("val"), dataset.labels, SPEC, discs / "run")
    model = fit(tiny_model(), plan)
    card = ship(model, recipe, dataset, Places(discs, discs / "run", discs / "models" / "discs"), recipe_name="discs")
    assert card.metrics["discs"]["accuracy"].value == 1
    served = OnnxClassifier(discs / "models" / "discs")
    red = next(sample for sample in dataset.part("test") if sample.label == "red")
    assert served.classify(open_image(red.path.read_bytes()).image).label == "red"
    assert (discs / "models" / "discs" / "report" / "report.html").stat().st_size > 10_000


def test_interrupted_run_goes_on_where_it_stopped(discs: Path) -> None:
    recipe = disc_recipe()
    dataset = load_dataset(recipe, discs)
    plan = Plan(recipe, dataset.part("train"), dataset.part("val"), dataset.labels, SPEC, discs / "run")
    once = recipe.model_copy(update={"fit": recipe.fit.model_copy(update={"epochs": 1})})
    short = dataclasses.replace(plan, recipe=once)
    fit(tiny_model(), short)
    fit(tiny_model(), plan)
    history = (discs / "run" / "history.jsonl").read_text().splitlines()
    assert [f'"epoch": {number}' in line for number, line in enumerate(history, 1)] == [True] * 7


def test_each_epoch_says_how_many_photos_are_named_rightly(discs: Path) -> None:
    recipe = disc_recipe()
    dataset = load_dataset(recipe, discs)
    plan = Plan(recipe, dataset.part("train"), dataset.part("val"), dataset.labels, SPEC, discs / "run")
    fit(tiny_model(), plan)
    last = load_history(discs / "run")[-1]
    assert (last["accuracy"], last["val_accuracy"]) == (1, 1)


def test_photos_to_look_at_are_those_of_kinds_as_they_are() -> None:
    photos = [Sample(Path(f"{number}.jpg"), "red", "shop", str(number)) for number in range(4)]
    others = [dataclasses.replace(photos[0], label=OTHER), dataclasses.replace(photos[0], is_thing=True)]
    chosen = choose_learnt([*others, *photos], 3, seed=1)
    assert len(chosen) == 3
    assert set(chosen) <= set(photos)


def test_run_that_was_interrupted_comes_to_the_same_weights(discs: Path) -> None:
    model = ModelPart(architecture="tiny_vgg", weights="none", dropout=0.5)
    steps = Fit(head_epochs=1, epochs=2, batch=8, mixup=0.4, cutmix=1.0)
    recipe = disc_recipe().model_copy(update={"model": model, "fit": steps, "input": None})
    dataset = load_dataset(recipe, discs)
    spec = input_of(recipe)
    whole = Plan(recipe, dataset.part("train"), dataset.part("val"), dataset.labels, spec, discs / "whole")
    broken = dataclasses.replace(whole, folder=discs / "broken")
    for _ in range(2):
        run = Run(build(recipe, dataset.labels), broken)
        run.resume()
        run.train_epoch()
        run.save()
    once, again = (fit(build(recipe, dataset.labels), plan).state_dict() for plan in (whole, broken))
    assert all(torch.equal(once[name], again[name]) for name in once)


def test_exposure_pushes_others_to_uniform() -> None:
    logits = torch.tensor([[4.0, 0.0], [0.0, 0.0]])
    known, other = torch.tensor([0]), torch.tensor([-1])
    assert exposed_cross_entropy(logits[:1], known) < 0.05
    confident = exposed_cross_entropy(logits[:1], other, outlier_weight=1)
    assert exposed_cross_entropy(logits[1:], other, outlier_weight=1) < confident


def test_distilled_student_comes_to_agree_with_its_teacher() -> None:
    teacher, student = torch.randn(16, 4), torch.zeros(16, 4, requires_grad=True)
    before = distillation(student, teacher, temperature=4)
    optimiser = torch.optim.SGD([student], lr=5)
    for _ in range(50):
        optimiser.zero_grad()
        distillation(student, teacher, temperature=4).backward()
        optimiser.step()
    assert distillation(student, teacher, temperature=4) < before / 10
    assert (student.argmax(1) == teacher.argmax(1)).float().mean() > 0.9


def test_barlow_twins_brings_cross_correlation_near_identity() -> None:
    photos = torch.randn(64, 8)
    layer = torch.nn.Linear(8, 4)
    optimiser = torch.optim.Adam(layer.parameters(), lr=0.02)
    for _ in range(150):
        optimiser.zero_grad()
        noise = 0.05 * torch.randn(64, 8)
        barlow_twins(layer(photos), layer(photos + noise), off_diagonal_weight=0.1).backward()
        optimiser.step()
    correlation = cross_correlation(layer(photos), layer(photos))
    assert torch.allclose(correlation, torch.eye(4), atol=0.25)


def test_schedule_warms_up_and_ends_at_nothing() -> None:
    factor = warmup_cosine(100, 0.1)
    assert factor(0) == pytest.approx(0.1)
    assert factor(10) == pytest.approx(1, abs=0.01)
    assert factor(100) == pytest.approx(0, abs=1e-6)
