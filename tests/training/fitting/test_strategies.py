"""Each way to train provably learns."""

import dataclasses
import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
import torch
from PIL import Image

from inference.vision.preprocess import InputSpec
from training.data.batches import Look, evaluation_batches, training_batches
from training.data.dataset import Dataset, load_dataset
from training.data.sample import PartName, Sample
from training.data.split import take_share
from training.errors import RecipeError
from training.fitting.checkpoint import BEST, CHECKPOINT
from training.fitting.combining import check_combination
from training.fitting.fit import Plan, Run, fit
from training.fitting.losses import cross_correlation
from training.fitting.mixing import cutmix, mix, mixup
from training.fitting.objectives import CrossEntropy, Distilled, _lot
from training.fitting.stages import stages_of
from training.fitting.world import World
from training.models.recogniser import Recogniser
from training.recipe import BarlowTwins, Distillation, Fit, Recipe, Source, Split
from training.workshop import Places, train

SPEC = InputSpec(size=32, resize=32)
QUICK = {"head_epochs": 0, "epochs": 6, "batch": 8, "rate": 2e-2, "ema": 0.5, "augmentation": "none"}


def tiny_model() -> Recogniser:
    conv = torch.nn.Sequential(torch.nn.Conv2d(3, 8, 3, stride=2, padding=1), torch.nn.BatchNorm2d(8), torch.nn.ReLU6())
    return Recogniser(conv, channels=8, classes=2, dropout=0.0)


def recipe_of(own_fit: dict[str, object] | None = None, **parts: object) -> Recipe:
    source = Source(name="discs", path=Path("discs"), csv="photos.csv", group="group")
    steps = Fit.model_validate(QUICK | (own_fit or {}))
    return Recipe(name="discs", domain="discs", data=(source,), input=SPEC, fit=steps, split=Split(seed=3), **parts)


def plan_of(recipe: Recipe, discs: Path) -> tuple[Plan, Dataset]:
    data = load_dataset(recipe, discs)
    return Plan(recipe, data.part("train"), data.part("val"), data.labels, SPEC, discs / "run"), data


def losses_of(run: Run) -> list[float]:
    while run.goes_on:
        run.train_epoch()
    return [float(line["loss"]) for line in run.history]


def answers(model: Recogniser, data: Dataset, part: PartName = "test") -> torch.Tensor:
    with torch.inference_mode():
        return torch.cat([model.eval()(photos) for photos, _ in evaluation_batches(data.part(part), SPEC)])


def val_loss(model: Recogniser, data: Dataset) -> float:
    targets = torch.tensor([data.labels.index(sample.label) for sample in data.part("val")])
    return float(torch.nn.functional.cross_entropy(answers(model, data, "val"), targets))


def test_feature_extraction_leaves_the_features_as_they_were(discs: Path) -> None:
    plan, _ = plan_of(recipe_of({"head_epochs": 8, "epochs": 0, "head_rate": 5e-2}), discs)
    model = tiny_model()
    before = model.features[0].weight.clone()  # type: ignore[index]  # a Sequential
    losses = losses_of(Run(model, plan))
    assert losses[-1] < losses[0]
    assert torch.equal(before, model.features[0].weight)  # type: ignore[index]  # a Sequential


def test_head_alone_leaves_dense_layers_before_it_as_they_were(discs: Path) -> None:
    plan, _ = plan_of(recipe_of({"head_epochs": 1, "epochs": 0}), discs)
    conv = torch.nn.Sequential(torch.nn.Conv2d(3, 8, 3, stride=8, padding=1))
    neck = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(8 * 4 * 4, 6))
    model = Recogniser(conv, channels=6, classes=2, neck=neck)
    before = {name: value.clone() for name, value in model.state_dict().items()}
    losses_of(Run(model, plan))
    changed = {name for name, value in model.state_dict().items() if not torch.equal(before[name], value)}
    assert changed == {"head.weight", "head.bias"}


def test_paper_baseline_learns_by_adam_and_steps(discs: Path) -> None:
    plan, _ = plan_of(recipe_of({"optimiser": "adam", "schedule": "step", "augmentation": "paper"}), discs)
    run = Run(tiny_model(), plan)
    losses = losses_of(run)
    assert losses[-1] < losses[0] / 2
    assert run.schedule.get_last_lr()[0] < 2e-2 / 5


def test_mixed_photos_still_teach(discs: Path) -> None:
    plan, data = plan_of(recipe_of({"mixup": 0.2, "cutmix": 1.0, "epochs": 10}), discs)
    right = answers(fit(tiny_model(), plan), data).argmax(1)
    assert [data.labels[i] for i in right] == [sample.label for sample in data.part("test")]


def test_a_share_of_the_photos_comes_first_then_all(discs: Path) -> None:
    plan, _ = plan_of(recipe_of({"part_epochs": 3, "part_share": 0.5, "epochs": 3}), discs)
    run = Run(tiny_model(), plan)
    losses = losses_of(run)
    assert [line["stage"] for line in run.history] == ["part"] * 3 + ["all"] * 3
    assert losses[-1] < losses[0]
    chosen = take_share(plan.train, 0.5, seed=1)
    assert len(plan.train) > len(chosen) >= len(plan.train) // 2
    assert {sample.label for sample in chosen} == set(plan.labels)


def test_patience_stops_and_keeps_the_best(discs: Path) -> None:
    plan, data = plan_of(recipe_of({"epochs": 30, "patience": 2, "rate": 0.5}), discs)
    model = fit(tiny_model(), plan)
    lines = (discs / "run" / "history.jsonl").read_text().splitlines()
    assert len(lines) < 30
    best = min(json.loads(line)["val_loss"] for line in lines)
    assert val_loss(model, data) == pytest.approx(best, abs=1e-4)


def test_best_weights_lie_there_before_the_checkpoint_that_counts_on_them(discs: Path) -> None:
    plan, _ = plan_of(recipe_of({"epochs": 1, "patience": 2}), discs)
    run = Run(tiny_model(), plan)
    run.train_epoch()
    (discs / "run" / CHECKPOINT).mkdir(parents=True)
    with pytest.raises(OSError, match="checkpoint"):
        run.save()
    assert (discs / "run" / BEST).is_file()


def test_best_weights_are_asked_of_the_process_that_keeps_them(discs: Path) -> None:
    plan, _ = plan_of(recipe_of({"epochs": 1, "patience": 2}), discs)
    second = World(1, 2, torch.device("cpu"))
    run = Run(tiny_model(), dataclasses.replace(plan, world=second))
    assert run.result() is run.average
    assert not (discs / "run").exists()


def test_best_weights_are_kept_only_where_there_is_patience(discs: Path) -> None:
    plan, _ = plan_of(recipe_of({"epochs": 2}), discs)
    fit(tiny_model(), plan)
    assert (discs / "run" / CHECKPOINT).is_file()
    assert not (discs / "run" / BEST).exists()


def test_student_comes_to_agree_with_its_teacher(discs: Path) -> None:
    torch.manual_seed(7)
    teacher = tiny_model().eval()
    part = Distillation(teacher=Path("teacher.toml"), temperature=2, alpha=1)
    plan, data = plan_of(recipe_of({"epochs": 25, "rate": 5e-2}, distillation=part), discs)
    student = tiny_model()
    before = (answers(student, data) - answers(teacher, data)).softmax(1).sub(0.5).abs().mean()
    taught = fit(student, dataclasses.replace(plan, teacher=teacher))
    after = (answers(taught, data) - answers(teacher, data)).softmax(1).sub(0.5).abs().mean()
    assert after < before / 2


def test_twins_pull_cross_correlation_to_identity(tmp_path: Path) -> None:
    paint_tints(tmp_path / "discs")
    twins = BarlowTwins(epochs=4, projection=3, off_diagonal_weight=0.5, rate=2e-2)
    plan, _ = plan_of(recipe_of({"batch": 32, "epoch_photos": 640}, barlow_twins=twins), tmp_path)
    run = Run(tiny_model(), plan)
    start = distance_to_identity(run, plan)
    while run.stages[run.epoch].name == "barlow_twins":
        run.train_epoch()
    assert distance_to_identity(run, plan) < start / 3
    assert losses_of(run)[-1] < losses_of(run)[0]


def test_joint_objective_lowers_both_losses(discs: Path) -> None:
    twins = BarlowTwins(joint_weight=0.5, projection=4)
    plan, _ = plan_of(recipe_of({"epochs": 10}, barlow_twins=twins), discs)
    run = Run(tiny_model(), plan)
    losses = losses_of(run)
    assert losses[-1] < losses[0] / 2
    assert float(run.history[-1]["val_accuracy"]) == 1


def test_mixing_keeps_shares_of_photos_and_of_loss() -> None:
    photos = torch.stack([torch.zeros(3, 8, 8), torch.ones(3, 8, 8)])
    random = np.random.default_rng(1)
    blended = mixup(photos, 0.75, random)
    assert blended.loss(lambda targets: targets.float().mean(), torch.tensor([1, 1])) == 1
    pasted = cutmix(photos[:1].repeat(2, 1, 1, 1), 0.5, random)
    assert torch.equal(pasted.photos, torch.zeros(2, 3, 8, 8))
    assert mix(photos, Fit(), random).photos is photos


class TwoHeaded(torch.nn.Module):
    """Answers each photo by its own colour, by both heads alike."""

    def heads(self, photos: torch.Tensor) -> list[torch.Tensor]:
        return [photos.mean((2, 3))[:, :2]] * 2


def test_both_heads_are_told_what_was_mixed() -> None:
    photos, targets = torch.rand(8, 1, 3, 8, 8), torch.arange(8) % 2
    mixing = Fit(mixup=1.0, label_smoothing=0)
    torch.manual_seed(3)
    loss = CrossEntropy(mixing).loss(cast("Recogniser", TwoHeaded()), photos, targets)
    torch.manual_seed(3)
    mixed = mix(photos[:, 0], mixing, _lot())
    (main, _) = TwoHeaded().heads(mixed.photos)
    assert loss == pytest.approx(1.4 * mixed.loss(partial(torch.nn.functional.cross_entropy, main), targets).item())


def test_teacher_and_student_see_the_same_mixed_photos() -> None:
    seen: list[torch.Tensor] = []
    teacher, student = tiny_model(), tiny_model()
    for model in (teacher, student):
        model.register_forward_pre_hook(lambda _, photos: seen.append(photos[0]))
    photos = torch.rand(8, 1, 3, 32, 32)
    part = Distillation(teacher=Path("teacher.toml"))
    Distilled(teacher, part, Fit(mixup=1.0)).loss(student, photos, torch.arange(8) % 2)
    assert torch.equal(seen[0], seen[1])
    assert not torch.equal(seen[0], photos[:, 0])


@pytest.mark.parametrize(("own", "key"), [({"mixup": 0.2}, "fit.mixup"), ({"cutmix": 1.0}, "fit.cutmix")])
def test_mixing_beside_twins_is_refused(own: dict[str, object], key: str, discs: Path) -> None:
    recipe = recipe_of(own, barlow_twins=BarlowTwins(joint_weight=0.5))
    with pytest.raises(RecipeError, match=f"joint_weight does not go with {key}"):
        train(recipe, Places(discs, discs / "run", None), recipe_name="discs.toml")


def test_teacher_beside_twins_is_refused() -> None:
    part = Distillation(teacher=Path("teacher.toml"))
    check_combination(recipe_of(barlow_twins=BarlowTwins(epochs=1), distillation=part))
    with pytest.raises(RecipeError, match="joint_weight does not go with distillation"):
        check_combination(recipe_of(barlow_twins=BarlowTwins(joint_weight=0.5), distillation=part))


def test_stages_follow_the_recipe() -> None:
    stages = stages_of(recipe_of({"head_epochs": 1, "part_epochs": 2}, barlow_twins=BarlowTwins(epochs=3)))
    assert [(stage.name, stage.epochs) for stage in stages] == [
        ("barlow_twins", 3),
        ("head", 1),
        ("part", 2),
        ("all", 6),
    ]


def test_plain_grounds_come_last_or_all_along() -> None:
    def plainness(epochs: int) -> list[tuple[str, bool]]:
        recipe = recipe_of({"head_epochs": 1, "epochs": 2, "plain_epochs": epochs})
        return [(stage.name, stage.has_plain_grounds) for stage in stages_of(recipe)]

    assert plainness(0) == [("head", True), ("all", True)]
    assert plainness(3) == [("head", False), ("all", False), ("plain", True)]


def test_things_are_shown_in_the_epochs_of_plain_grounds_alone(discs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan, _ = plan_of(recipe_of({"epochs": 1, "plain_epochs": 1, "plain_ground": 0.5}), discs)
    first, *rest = plan.train
    run = Run(tiny_model(), dataclasses.replace(plan, train=[dataclasses.replace(first, is_thing=True), *rest]))
    shown = []

    def batches(samples: Sequence[Sample], labels: Sequence[str], look: Look, **order: Any) -> Any:
        shown.append((len(samples), look.plain_ground))
        return training_batches(rest, labels, Look(SPEC, "none"), **order)

    monkeypatch.setattr("training.fitting.fit.training_batches", batches)
    assert len(losses_of(run)) == 2
    assert shown == [(len(rest), 0.0), (len(rest) + 1, 0.5)]


@pytest.mark.parametrize(
    ("own", "things", "reason"),
    [({"patience": 1}, False, "patience would watch"), ({}, True, "all sources are of things")],
)
def test_plain_grounds_last_are_refused_beside(own: dict[str, object], things: bool, reason: str) -> None:
    recipe = recipe_of(own | {"plain_epochs": 1})
    recipe = recipe.model_copy(update={"data": tuple(s.model_copy(update={"things": things}) for s in recipe.data)})
    with pytest.raises(RecipeError, match=reason):
        check_combination(recipe)


def paint_tints(folder: Path) -> None:
    """Sixty plain photos of any tint: three independent things to know of each, and its red makes its label."""
    folder.mkdir()
    random = np.random.default_rng(1)
    lines = ["path,label,group"]
    for number, tint in enumerate(random.integers(0, 256, (60, 3))):
        Image.new("RGB", (32, 32), tuple(tint.tolist())).save(folder / f"{number}.png")
        lines.append(f"{number}.png,{'Red' if tint[0] > 127 else 'Green'},{number}")
    (folder / "photos.csv").write_text("\n".join(lines) + "\n")


def distance_to_identity(run: Run, plan: Plan) -> float:
    """How far the projections of two views of the training photos are from uncorrelated and alike."""
    run._enter(run.stages[0])  # the projector belongs to the stage
    photos = torch.cat([photos for photos, _ in evaluation_batches(plan.train, SPEC)])
    with torch.inference_mode():
        run.model.eval(), run.objective.modules.eval()
        views = [run.objective.modules[0](run.model.embed(view)) for view in (photos, photos.flip(3))]
    return float((cross_correlation(*views) - torch.eye(len(run.objective.modules[0][-1].weight))).square().mean())
