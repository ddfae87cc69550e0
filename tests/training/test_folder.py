"""`greengrocer train --data DIR`: from a plain folder of two kinds never seen to a served domain, without Python."""

import json
import logging
import shutil
from pathlib import Path

import httpx
import numpy as np
import pytest
from PIL import Image, ImageDraw

from catalog.domains import Domain, load_domains
from catalog.toml_data import load_toml
from inference.processes.ports import free_port
from tests.contract.test_cli import greengrocer
from tests.processes import await_ready, start
from training.data.dataset import load_dataset
from training.data.slugs import slug
from training.domain_file import write_domain
from training.errors import DatasetError, RecipeError, RunError
from training.fitting.checkpoint import CHECKPOINT
from training.folder_recipe import recipe_for_folder
from training.kept_photos import keep_photos
from training.kept_recipe import keep_recipe
from training.recipe import load_recipe

DIAMETERS = {"Small parts": (30, 60), "Крупные детали": (130, 180)}


def draw_parts(folder: Path, *, each: int) -> Path:
    """Photos of washers on a bench: those of one folder are small, those of the other large."""
    random = np.random.default_rng(1)
    for name, diameters in DIAMETERS.items():
        (folder / name).mkdir(parents=True)
        for number in range(each):
            image = Image.fromarray(random.integers(150, 200, (224, 224, 3), dtype=np.uint8))
            side = int(random.integers(*diameters))
            left, top = random.integers(5, 219 - side, 2).tolist()
            grey = int(random.integers(30, 90))
            draw = ImageDraw.Draw(image)
            draw.ellipse((left, top, left + side, top + side), fill=(grey, grey, grey + 10))
            hole = side // 3
            draw.ellipse((left + hole, top + hole, left + side - hole, top + side - hole), fill=(175, 175, 175))
            image.save(folder / name / f"{number}.jpg")
    return folder


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which `greengrocer train --data Parts` has run."""
    folder = tmp_path_factory.mktemp("workplace")
    draw_parts(folder / "Parts", each=24)
    done = greengrocer(folder, "train", "--data", "Parts", "--epochs", "1", seconds=500)
    assert done.returncode == 0, done.stderr
    assert "INFERENCE_DOMAIN=parts" in done.stdout
    return folder


@pytest.mark.slow
def test_plain_folder_becomes_a_model_with_a_report(workplace: Path) -> None:
    card = json.loads((workplace / "models" / "parts" / "card.json").read_text())
    assert card["labels"] == ["krupnye_detali", "small_parts"]
    assert card["metrics"]["parts"]["accuracy"]["value"] >= 0.9
    assert (workplace / "models" / "parts" / "report" / "report.md").is_file()


@pytest.mark.slow
def test_its_run_is_compared_reported_and_exported_again(workplace: Path) -> None:
    compared = greengrocer(workplace, "compare", "parts", "--no-timed")
    assert "| parts | efficientnet_lite0 | fine-tuned from ImageNet | 1 |" in compared.stdout
    assert greengrocer(workplace, "report", "parts").returncode == 0
    assert "data:image/jpeg" in (workplace / "runs" / "parts" / "report" / "report.html").read_text("utf-8")
    exported = greengrocer(workplace, "export", "parts", "--out", "again", seconds=300)
    assert exported.returncode == 0, exported.stderr
    first, again = (json.loads((workplace / out / "parts" / "card.json").read_text()) for out in ("models", "again"))
    assert (again["labels"], again["metrics"]) == (first["labels"], first["metrics"])
    assert "data:image/jpeg" not in (workplace / "again" / "parts" / "report" / "report.html").read_text("utf-8")


@pytest.mark.slow
def test_its_domain_is_served_by_the_folders_own_names(workplace: Path) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    own = {"INFERENCE_MODELS_DIR": str(workplace / "models"), "INFERENCE_DOMAIN": "parts"}
    running = start(workplace, "up", "--port", str(port), **own)
    try:
        await_ready(url, running)
        photo = (workplace / "Parts" / "Крупные детали" / "0.jpg").read_bytes()
        answer = httpx.post(f"{url}/v1/classify", content=photo, headers={"Content-Type": "image/jpeg"}).json()
        (domain,) = httpx.get(f"{url}/v1/domains").json()["domains"]
    finally:
        assert running.end() == 0
    assert answer["label"] == "krupnye_detali"
    assert [label["names"]["ru"] for label in domain["labels"]] == ["Крупные детали", "Small parts"]


@pytest.mark.parametrize(
    ("name", "expected"), [("Small parts", "small_parts"), ("Крупные-детали", "krupnye_detali"), ("3 mm", "kind_3_mm")]
)
def test_any_name_becomes_a_slug(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_folder_of_one_kind_is_refused(tmp_path: Path) -> None:
    (draw_parts(tmp_path / "Parts", each=1) / "Small parts" / "0.jpg").unlink()
    with pytest.raises(DatasetError, match="found 1"):
        recipe_for_folder(tmp_path / "Parts")


def test_other_things_are_no_kind(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = draw_parts(tmp_path / "Parts", each=1)
    shutil.copytree(folder / "Small parts", folder / "other")
    with caplog.at_level(logging.INFO):
        assert load_dataset(recipe_for_folder(folder), tmp_path).labels == ("krupnye_detali", "small_parts")
    assert "other: 1 photos of none of the kinds" in caplog.text
    shutil.rmtree(folder / "other")
    (folder / "Small parts").rename(folder / "Other")
    with pytest.raises(DatasetError, match='found 1; a folder "other" is none'):
        recipe_for_folder(folder)


def test_shipped_domain_is_not_overwritten(tmp_path: Path) -> None:
    folder = draw_parts(tmp_path / "vegetables", each=1)
    with pytest.raises(RecipeError, match="--name"):
        recipe_for_folder(folder)
    assert recipe_for_folder(folder, name="My parts").domain == "my_parts"


def test_run_is_not_continued_with_another_recipe(tmp_path: Path) -> None:
    recipe = recipe_for_folder(draw_parts(tmp_path / "Parts", each=1))
    keep_recipe(recipe, tmp_path / "run")
    (tmp_path / "run" / CHECKPOINT).write_bytes(b"one epoch")
    keep_recipe(recipe, tmp_path / "run")
    longer = recipe.model_copy(update={"licence": "MIT", "fit": recipe.fit.model_copy(update={"epochs": 9})})
    with pytest.raises(RunError, match=r"another recipe \(fit\.epochs, licence\); --fresh"):
        keep_recipe(longer, tmp_path / "run")


def test_recipe_that_failed_at_once_may_be_corrected(tmp_path: Path) -> None:
    recipe = recipe_for_folder(draw_parts(tmp_path / "Parts", each=1))
    keep_recipe(recipe, tmp_path / "run")
    corrected = recipe.model_copy(update={"licence": "MIT"})
    assert load_recipe(keep_recipe(corrected, tmp_path / "run")) == corrected


def test_run_is_not_continued_with_other_photos(tmp_path: Path) -> None:
    recipe = recipe_for_folder(draw_parts(tmp_path / "Parts", each=3))
    keep_photos(load_dataset(recipe, tmp_path), tmp_path / "run")
    (tmp_path / "run" / CHECKPOINT).write_bytes(b"one epoch")
    keep_photos(load_dataset(recipe, tmp_path), tmp_path / "run")
    first, second = ((tmp_path / "Parts" / kind / "0.jpg") for kind in DIAMETERS)
    one, other = first.read_bytes(), second.read_bytes()
    first.write_bytes(other)
    second.write_bytes(one)
    with pytest.raises(RunError, match="--fresh"):
        keep_photos(load_dataset(recipe, tmp_path), tmp_path / "run")


def test_student_goes_on_with_its_teacher(tmp_path: Path) -> None:
    (tmp_path / "teacher.toml").write_text('name = "teacher"\ndomain = "parts"\ndata = []\n')
    student = (tmp_path / "teacher.toml").read_text().replace('"teacher"', '"student"')
    (tmp_path / "student.toml").write_text(student + '[distillation]\nteacher = "teacher.toml"\n')
    recipe = load_recipe(tmp_path / "student.toml")
    kept = keep_recipe(recipe, tmp_path / "runs" / "student")
    assert keep_recipe(recipe, tmp_path / "runs" / "student") == kept
    assert load_recipe(kept).distillation == recipe.distillation


def test_words_that_a_person_wrote_stay(tmp_path: Path) -> None:
    path = write_domain("Parts", {"large": "large part", "small": "small part"}, tmp_path)
    edited = path.read_text().replace("small part", "tiny part")
    path.write_text(edited)
    assert write_domain("Parts", {"large": "large", "small": "small"}, tmp_path).read_text() == edited
    (tmp_path / "parts").mkdir()
    path.rename(tmp_path / "parts" / "domain.toml")
    assert load_domains(models=tmp_path)["parts"].label("small").names["en"] == "tiny part"


def test_words_stay_where_a_kind_is_added(tmp_path: Path) -> None:
    path = write_domain("Parts", {"large": "large part", "small": "small part"}, tmp_path)
    edited = path.read_text().replace("small part", "tiny part").replace('en = "Parts"', 'en = "Washers"')
    path.write_text(edited)
    write_domain("Parts", {"huge": "huge part", "large": "large part", "small": "small part"}, tmp_path)
    domain = load_toml(path, Domain)
    assert domain.titles["en"] == "Washers"
    assert [label.names["en"] for label in domain.labels] == ["huge part", "large part", "tiny part"]


def test_words_that_cannot_be_read_are_told_in_one_line(tmp_path: Path) -> None:
    path = write_domain("Parts", {"large": "large part", "small": "small part"}, tmp_path)
    path.write_text("titles = ")
    with pytest.raises(RunError, match="no valid TOML"):
        write_domain("Parts", {"large": "large part", "small": "small part"}, tmp_path)


def test_neither_recipe_nor_folder_is_a_usage_error(tmp_path: Path) -> None:
    done = greengrocer(tmp_path, "train")
    assert done.returncode == 2
    assert "--data" in done.stderr
