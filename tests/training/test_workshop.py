"""From a recipe to a model folder: what is refused, and models that need no training."""

import re
import subprocess
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from inference.vision.model_card import Figure
from inference.vision.preprocess import InputSpec
from training.data.dataset import Dataset
from training.data.negatives import load_negatives
from training.data.sample import OTHER, Sample
from training.errors import DatasetError, ExportError, RecipeError, RunError
from training.fitting.trained import build
from training.recipe import Fit, ModelPart, Recipe, Source
from training.shipping.export import keeps_accuracy
from training.shipping.onnx_file import quantize, trace
from training.workshop import Places, _calibration, git_commit, train

DOGS = {"beagle": 162, "golden_retriever": 207}


def cut_recipe(**own: object) -> Recipe:
    source = Source(name="dogs", path=Path("dogs"), name_pattern=r"n\d+_(.+)", part="test")
    model = ModelPart(architecture="efficientnet_lite0", imagenet_classes=DOGS)
    fit = Fit(head_epochs=0, epochs=0)
    parts = {"data": (source,), "model": model, "fit": fit, "negatives": Path("other")} | own
    return Recipe.model_validate({"name": "dogs", "domain": "dogs"} | parts)


@pytest.fixture
def drawn(tmp_path: Path) -> Path:
    random = np.random.default_rng(1)
    for folder, names in (("dogs", ["n1_beagle", "n2_golden_retriever"]), ("other", ["a", "b", "c", "d"])):
        (tmp_path / folder).mkdir()
        for name in names:
            pixels = random.integers(0, 256, (8, 8, 3), dtype=np.uint8)
            Image.fromarray(pixels).resize((240, 240)).save(tmp_path / folder / f"{name}.jpg")
    return tmp_path


def test_head_of_imagenet_makes_a_model_without_training(drawn: Path) -> None:
    card = train(cut_recipe(), Places(drawn, drawn / "runs" / "dogs", drawn / "models"), recipe_name="dogs.toml")
    assert card.labels == ("beagle", "golden_retriever")
    assert card.temperature == 1
    assert isinstance(card.metrics["negatives"]["unknown"], Figure)


def test_classes_of_imagenet_must_name_every_label() -> None:
    with pytest.raises(RecipeError, match="differ in collie"):
        build(cut_recipe(), ["beagle", "collie", "golden_retriever"])


@pytest.mark.parametrize(
    ("learnt", "chosen"),
    [("photo thing", "photo"), ("thing", "thing"), ("", "strange")],
    ids=["both", "things", "none"],
)
def test_ranges_of_int8_are_set_by_photos_as_they_are_served(
    learnt: str, chosen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("training.workshop.load_input", lambda sample, _: sample.path.name)
    train_part = tuple(Sample(Path(n), "disc", n, n, is_thing=n == "thing") for n in learnt.split())
    strange = [Sample(Path("strange"), OTHER, "negatives", "1")]
    assert _calibration(Dataset(train_part, ()), strange, InputSpec(), 1) == [chosen]


def test_seed_of_a_recipe_decides_where_its_model_begins() -> None:
    model = ModelPart(architecture="tiny_vgg", weights="none")
    recipes = [cut_recipe(model=model, fit=Fit(seed=seed)) for seed in (1, 1, 2)]
    first, again, other = (build(recipe, ["red", "green"]).state_dict() for recipe in recipes)
    assert all(torch.equal(first[name], again[name]) for name in first)
    assert not any(torch.equal(first[name], other[name]) for name in first)


@pytest.mark.parametrize("name", ["plain_cnn", "inception_v3"])
def test_photos_too_small_for_an_architecture_are_refused(name: str) -> None:
    part = ModelPart(architecture=name, weights="none")
    recipe = cut_recipe(model=part, input=InputSpec(size=128, resize=128))
    with pytest.raises(RecipeError, match=f"dogs: {name} takes no photos of 128 px"):
        build(recipe, ["red", "green"])


def test_words_that_cannot_be_read_keep_a_model_from_being_published(drawn: Path) -> None:
    (drawn / "models").mkdir()
    (drawn / "models" / "domain.toml").write_text("titles = ")
    with pytest.raises(RunError, match="no valid TOML"):
        train(cut_recipe(domain="hounds"), Places(drawn, drawn / "run", drawn / "models"), recipe_name="dogs.toml")
    assert [path.name for path in (drawn / "models").iterdir()] == ["domain.toml"]


def test_model_without_git_is_of_an_unknown_commit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert git_commit() == "unknown"


def test_commit_with_changes_is_called_dirty(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    Path("recipe.toml").write_text("name = 1")
    me = ["-c", "user.name=me", "-c", "user.email=me@localhost"]
    for command in (["init", "-q"], ["add", "."], [*me, "commit", "-qm", "Begin"], ["tag", "v1"]):
        subprocess.run(["git", *command], check=True)
    assert re.fullmatch("[0-9a-f]{12}", git_commit())
    Path("recipe.toml").write_text("name = 2")
    assert re.fullmatch("[0-9a-f]{12}-dirty", git_commit())


def test_every_second_negative_is_kept_for_the_test(drawn: Path) -> None:
    assert [sample.part for sample in load_negatives(drawn / "other")] == ["val", "test", "val", "test"]


def test_negatives_are_found_at_any_depth_and_missed_at_once(drawn: Path) -> None:
    (drawn / "other" / "b.jpg").rename(drawn / "other" / "b.JPEG")
    (drawn / "more").mkdir()
    (drawn / "other").rename(drawn / "more" / "other")
    (drawn / "more" / "broken.png").write_bytes(b"broken")
    assert len(load_negatives(drawn / "more")) == 4
    with pytest.raises(DatasetError, match=r"no photo in .*nowhere"):
        train(cut_recipe(negatives=Path("nowhere")), Places(drawn, drawn / "run", None), recipe_name="dogs.toml")


def test_recipe_that_learns_wants_photos_to_learn_from(drawn: Path) -> None:
    with pytest.raises(DatasetError, match="no photo to learn from"):
        train(cut_recipe(fit=Fit(epochs=1)), Places(drawn, drawn / "run", None), recipe_name="dogs.toml")


def test_quantised_model_that_lost_a_point_is_refused() -> None:
    assert keeps_accuracy(0.990, 0.986, photos=500)
    assert keeps_accuracy(1, 29 / 30, photos=30)
    with pytest.raises(ExportError, match=r"int8 loses 1\.0% .* int8 = false"):
        keeps_accuracy(0.990, 0.980, photos=500)


def test_quantised_model_that_lost_two_photos_of_few_gives_way(caplog: pytest.LogCaptureFixture) -> None:
    assert not keeps_accuracy(1, 16 / 18, photos=18)
    assert "int8 loses 11.1% of accuracy (100.0% in float, 18 photos)" in caplog.text


def test_quantiser_says_nothing_of_its_scales(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    layer = torch.nn.Conv2d(3, 4, 1).eval()
    layer.weight.data *= 1e-12
    feed = {"photo": torch.rand(1, 3, 8, 8).numpy()}
    with caplog.at_level("INFO"):
        quantize(trace(layer, feed, tmp_path, outputs=["places"]), [feed])
    assert "Increased scale" not in caplog.text
