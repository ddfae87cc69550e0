"""Whom a student may learn from."""

from pathlib import Path

import pytest

from tests.training.fitting.test_strategies import recipe_of
from tests.training.test_workshop import cut_recipe
from training.data.dataset import load_dataset
from training.errors import RecipeError, WeightsMissing
from training.fitting.trained import build, save_weights
from training.kept_recipe import keep_recipe
from training.recipe import Distillation, ModelPart
from training.teacher import load_teacher
from training.workshop import Places, ship


def test_student_without_a_trained_teacher_is_told_so(tmp_path: Path) -> None:
    teacher = tmp_path / "teacher.toml"
    teacher.write_text('name = "teacher"\ndomain = "dogs"\ndata = [{name = "dogs", path = "dogs"}]\n')
    with pytest.raises(WeightsMissing, match="train the recipe teacher first"):
        load_teacher(cut_recipe(distillation=Distillation(teacher=teacher)), tmp_path / "runs", ["beagle", "collie"])


def test_student_must_see_what_its_teacher_sees(tmp_path: Path) -> None:
    teacher = tmp_path / "teacher.toml"
    lines = ['name = "t"', 'domain = "dogs"', 'data = [{name = "dogs", path = "dogs"}]']
    teacher.write_text("\n".join([*lines, "[model]", 'architecture = "efficientnet_lite2"']))
    with pytest.raises(RecipeError, match="same pixels"):
        load_teacher(cut_recipe(distillation=Distillation(teacher=teacher)), tmp_path / "runs", ["beagle", "collie"])


def test_teacher_of_other_kinds_is_refused(discs: Path) -> None:
    recipe = recipe_of(model=ModelPart(architecture="mobilenet_v3_small", weights="none"), int8=False)
    run, data = discs / "runs" / "discs", load_dataset(recipe, discs)
    model = build(recipe, data.labels)
    save_weights(model, run)
    ship(model, recipe, data, Places(discs, run, None), recipe_name="discs.toml")
    student = recipe.model_copy(update={"distillation": Distillation(teacher=keep_recipe(recipe, run))})
    assert load_teacher(student, run.parent, ["green", "red"])
    with pytest.raises(RecipeError, match="differ in blue, red"):
        load_teacher(student, run.parent, ["blue", "green"])
    with pytest.raises(RecipeError, match="differ in blue"):
        load_teacher(student, run.parent, ["blue", "green", "red"])
