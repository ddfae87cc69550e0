"""ChangeNet and ChangeFormer: their shapes, what they learn, and how they are shipped."""

import json
import tomllib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from inference.errors import CardMismatch
from inference.vision.change.registry import ChangeDetectors
from inference.vision.preprocess import InputSpec
from tests.contract.test_cli import greengrocer
from tests.training.change.triples import write_triples
from training.change.changeformer import Attention, ChangeFormer
from training.change.changenet import Branch, ChangeNet, bilinear_kernel, build_backbone, find_depths
from training.change.compose import APPEARED, VANISHED, Material, Shape, compose_pair
from training.change.dataset import PairArrays, stack
from training.change.export import check_loss, export_change, write_change_folder
from training.change.fit import Plan, Run, change_loss, fit, to_target, training_batches
from training.change.measures import look_at, measure
from training.change.recipe import ChangeFit, ChangeRecipe, load_change_recipe
from training.change.workshop import THRESHOLDS, ChangePlaces, draw_up_card, to_frames, train_change, tune
from training.errors import DatasetError, ExportError, RecipeError, RunError
from training.fitting.checkpoint import CHECKPOINT

RECIPES = Path(__file__).resolve().parents[3] / "training" / "recipes" / "change"
SPEC = InputSpec(size=64, resize=64, fit="squash")
RECIPE = """
task = "change"
name = "tiny"
side = 64
int8 = INT8
pairs = {levir = "triples", side = 64, test_side = 64}
fit = {epochs = 1, batch = 4}

[network]
architecture = "changeformer"
widths = [8, 8, 16, 16]
depths = [1, 1, 1, 1]
heads = [1, 1, 2, 2]
decoder = 16
"""


def drawn_pairs(count: int) -> PairArrays:
    shape = Shape(side=64, size=(0.4, 0.5), clutter=0)
    material = Material([], [], drawn_share=1, surface_share=1)
    return stack([compose_pair(material, shape, (5, number)) for number in range(count)])


def changeformer() -> ChangeFormer:
    return ChangeFormer((8, 8, 16, 16), (1, 1, 1, 1), (1, 1, 2, 2), 16)


def changenet() -> ChangeNet:
    return ChangeNet(build_backbone("efficientnet_lite0", "none"), (4, 8, 16), 8)


def loss_of(network: nn.Module, plan: Plan) -> float:
    network.eval()
    with torch.inference_mode():
        losses = [change_loss(network(before, after), truth) for before, after, truth in training_batches(plan, 0)]
    return float(torch.stack(losses).mean())


@pytest.mark.parametrize("build", [changeformer, changenet])
def test_network_gives_two_maps_of_the_size_of_the_frames(build: Callable[[], nn.Module]) -> None:
    network = build().eval()
    before, after = torch.rand(2, 3, 64, 64), torch.rand(2, 3, 64, 64)
    with torch.inference_mode():
        logits = network(before, after)
        assert logits.shape == (2, 2, 64, 64)
        assert not torch.allclose(logits, network(after, before))


def test_attention_over_a_reduced_grid_keeps_the_tokens() -> None:
    attention = Attention(16, heads=2, reduction=4)
    assert attention(torch.rand(3, 8, 8, 16)).shape == (3, 8, 8, 16)


def test_upsampling_begins_as_bilinear_interpolation() -> None:
    layer = nn.ConvTranspose2d(1, 1, 8, stride=4, padding=2, bias=False)
    layer.weight.data.copy_(bilinear_kernel(4)[None, None])
    ramp = torch.arange(6.0).repeat(6, 1)[None, None]
    inner = layer(ramp)[0, 0, 8:16, 6:18]
    assert torch.allclose(inner.diff(dim=1), torch.full((8, 11), 0.25), atol=1e-5)


@pytest.mark.parametrize("stride", [4, 8, 16])
def test_upsampling_and_classifying_at_once_is_one_after_the_other(stride: int) -> None:
    branch, joined = Branch(16, 8, stride), torch.rand(1, 8, 6, 6)
    nn.init.normal_(branch.upsample.weight)
    with torch.inference_mode():
        expected = branch.classify(branch.upsample(joined))
        assert torch.allclose(branch.upsample_and_classify(joined), expected, atol=1e-4)


def test_backbone_without_a_stride_is_refused() -> None:
    with pytest.raises(RecipeError, match=r"no strides \[64\]"):
        find_depths(build_backbone("efficientnet_lite0", "none"), (8, 16, 64))


def test_truth_becomes_two_maps() -> None:
    target = to_target(np.array([[[APPEARED, VANISHED, 0]]], dtype=np.uint8))
    assert target.tolist() == [[[[1, 0, 0]], [[0, 1, 0]]]]


def test_loss_of_the_truth_is_smallest() -> None:
    truth = to_target(drawn_pairs(2).truth)
    right, wrong = change_loss(truth * 40 - 20, truth), change_loss(20 - truth * 40, truth)
    assert right < 0.01 < wrong


def test_augmented_frames_and_truth_turn_together() -> None:
    pairs = drawn_pairs(4)
    marked = PairArrays(pairs.truth[..., None].repeat(3, 3), pairs.after, pairs.truth, pairs.kind)
    plan = Plan(marked, SPEC, ChangeFit(batch=4), Path())
    before, _, truth = next(training_batches(plan, 0))
    brightest = before.mean(1)
    assert brightest[truth[:, 0] > 0].mean() > brightest[truth.sum(1) == 0].mean() + 0.5


def test_fitting_lowers_the_loss_and_resumes_where_it_stopped(tmp_path: Path) -> None:
    torch.manual_seed(1)
    pairs, network = drawn_pairs(24), changeformer()
    whole = fit(network, Plan(pairs, SPEC, ChangeFit(epochs=3, batch=4, rate=3e-3), tmp_path))
    losses = [json.loads(line)["loss"] for line in (tmp_path / "history.jsonl").read_text().splitlines()]
    assert len(losses) == 3
    assert losses[2] < losses[0]
    again = fit(changeformer(), Plan(pairs, SPEC, ChangeFit(epochs=3, batch=4, rate=3e-3), tmp_path))
    for left, right in zip(whole.parameters(), again.parameters(), strict=True):
        assert torch.equal(left, right)


def test_average_of_a_short_run_has_learnt_what_the_network_has(tmp_path: Path) -> None:
    torch.manual_seed(1)
    pairs = drawn_pairs(16)
    plan = Plan(pairs, SPEC, ChangeFit(epochs=5, batch=4, rate=3e-3), tmp_path)
    run = Run(changeformer(), plan)
    begin = loss_of(run.model, plan)
    for _ in range(plan.fit.epochs):
        run.train_epoch()
    assert run.steps == 20
    assert loss_of(run.model, plan) < 0.9 * begin
    assert loss_of(run.average, plan) < 1.2 * loss_of(run.model, plan)


@pytest.mark.parametrize("int8", ["true", "false"])
def test_triples_become_a_served_detector(tmp_path: Path, int8: str) -> None:
    pairs = drawn_pairs(12)
    for part in ("train", "test"):
        write_triples([pairs.pair(number) for number in range(12)], tmp_path / "triples" / part)
    (tmp_path / "tiny.toml").write_text(RECIPE.replace("INT8", int8))
    recipe = load_change_recipe(tmp_path / "tiny.toml")
    card = train_change(recipe, ChangePlaces(tmp_path, tmp_path / "runs", tmp_path / "models"), recipe_name="tiny.toml")
    assert (card.method, card.recipe) == ("changeformer", "tiny.toml")
    detector = ChangeDetectors(tmp_path / "models").get()
    assert detector.method == "changeformer"
    figures = measure([look_at(detector, pairs.pair(number)) for number in range(4)])
    assert figures.keys() == {"iou", "f1", "median_iou", "good", "false_alarms", "kinds"}
    (tmp_path / "models" / "change" / "changeformer" / "model.onnx").write_bytes(b"other")
    with pytest.raises(CardMismatch):
        ChangeDetectors(tmp_path / "models").get()


def test_triples_without_a_test_are_refused_before_any_epoch(tmp_path: Path) -> None:
    pairs = drawn_pairs(2)
    write_triples([pairs.pair(number) for number in range(2)], tmp_path / "triples")
    recipe = ChangeRecipe.model_validate(tomllib.loads(RECIPE.replace("INT8", "false")))
    with pytest.raises(DatasetError, match=r"test: expected A/, B/ and label/"):
        train_change(recipe, ChangePlaces(tmp_path, tmp_path / "runs", tmp_path / "models"), recipe_name="tiny.toml")
    assert not (tmp_path / "runs" / "tiny" / CHECKPOINT).exists()


def test_run_of_another_recipe_is_not_gone_on_with(tmp_path: Path) -> None:
    recipe = ChangeRecipe.model_validate(tomllib.loads(RECIPE.replace("INT8", "false")))
    places = ChangePlaces(tmp_path, tmp_path / "runs", tmp_path / "models")
    (places.runs / "tiny").mkdir(parents=True)
    for _ in range(2):
        with pytest.raises(DatasetError, match="triples"):
            train_change(recipe, places, recipe_name="tiny.toml")
        (places.runs / "tiny" / CHECKPOINT).write_bytes(b"one epoch")
    longer = recipe.model_copy(update={"fit": ChangeFit(epochs=9, batch=4)})
    with pytest.raises(RunError, match=r"another recipe \(fit\.epochs\); --fresh"):
        train_change(longer, places, recipe_name="tiny.toml")


def test_card_of_triples_says_nothing_of_pairs_that_nobody_composed() -> None:
    recipe = ChangeRecipe.model_validate(tomllib.loads(RECIPE.replace("INT8", "false")))
    facts = {"side": 64, "test_side": 64, "levir": "triples"}
    assert json.loads(draw_up_card(recipe, "tiny.toml").datasets["pairs"]) == facts


def test_int8_that_finds_changes_worse_is_refused() -> None:
    check_loss(0.91, 0.906, pairs=500)
    with pytest.raises(ExportError, match=r"IoU 0\.9040, float32 with 0\.9100"):
        check_loss(0.91, 0.904, pairs=500)


def test_threshold_is_the_best_of_what_the_service_answers(tmp_path: Path) -> None:
    network, pairs = changenet(), [drawn_pairs(6).pair(number) for number in range(6)]
    recipe = ChangeRecipe.model_validate(tomllib.loads(RECIPE.replace("INT8", "false")))
    path = export_change(network.eval(), [to_frames(pairs[0], SPEC)], tmp_path)
    tuned = tune(path, draw_up_card(recipe, "tiny.toml"), pairs)
    detector = write_change_folder(path, tuned.card, tmp_path / "again")
    assert tuned.iou == measure([look_at(detector, pair) for pair in pairs])["iou"]
    others = [measure([look_at(detector.at(level), pair) for pair in pairs])["iou"] for level in THRESHOLDS]
    assert tuned.iou == max(others)


@pytest.mark.parametrize("path", sorted(RECIPES.glob("*.toml")), ids=lambda path: path.stem)
def test_shipped_recipes_are_read(path: Path) -> None:
    assert isinstance(load_change_recipe(path), ChangeRecipe)


def test_command_refuses_a_recipe_that_is_not_there_in_one_line(tmp_path: Path) -> None:
    done = greengrocer(tmp_path, "train-change", "nowhere.toml")
    assert done.returncode == 1
    assert done.stderr.splitlines() == ["nowhere.toml: cannot be read: No such file or directory"]


def test_bad_change_recipe_names_the_key(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text('task = "change"\nname = "x"\nnetwork = {architecture = "unet"}')
    with pytest.raises(RecipeError, match=r"network\.architecture"):
        load_change_recipe(tmp_path / "bad.toml")
