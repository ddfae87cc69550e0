"""The shipped models, and what happens to a folder that was tampered with."""

import json
import shutil
from pathlib import Path

import onnxruntime
import pytest

from catalog.domains import load_domains
from inference.errors import CardMismatch, ModelNotFound, ProviderMissing
from inference.vision.images import open_image
from inference.vision.model_card import CARD_FILE, MODEL_FILE
from inference.vision.onnx_classifier import OnnxClassifier
from inference.vision.provider import NAMES
from inference.vision.registry import ModelRegistry

LARGEST_BYTES = 8_000_000


@pytest.fixture(scope="session")
def models(repository: Path) -> Path:
    return repository / "models"


@pytest.fixture
def copy(models: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(models / "vegetables", tmp_path / "vegetables"))


def test_shipped_models_are_small_and_know_the_labels_of_their_domain(models: Path) -> None:
    registry = ModelRegistry(models)
    for name in registry.domains:
        assert set(registry.get(name).card.labels) == set(load_domains()[name].slugs)
        assert (models / name / MODEL_FILE).stat().st_size <= LARGEST_BYTES
        assert (models / name / "report" / "report.md").is_file()


def test_card_meets_the_bars_of_the_first_release(models: Path) -> None:
    metrics = ModelRegistry(models).get("vegetables").card.metrics
    assert metrics["vegetables15"]["accuracy"].value >= 0.99
    assert metrics["grocerystore"]["accuracy"].value >= 0.95
    assert min(metrics[test]["unknown_auroc"].value for test in ("vegetables15", "grocerystore")) >= 0.95


def test_model_names_photos_as_its_card_says(models: Path, shared_data: Path) -> None:
    classifier = OnnxClassifier(models / "vegetables")
    expected = {"Aubergine": "brinjal", "Cabbage": "cabbage", "Carrots": "carrot", "Cucumber": "cucumber"}
    for folder, label in expected.items():
        paths = sorted((shared_data / "grocerystore" / "val").rglob(f"{folder}/*.jpg"))
        seen = [classifier.classify(open_image(path.read_bytes(), min_side=448).image).label for path in paths]
        assert paths
        assert seen.count(label) >= len(paths) - 1


def test_other_things_are_mostly_unknown(models: Path, shared_data: Path) -> None:
    classifier = OnnxClassifier(models / "vegetables")
    paths = sorted((shared_data / "negatives").glob("*.jpg"))[::10]
    known = [classifier.classify(open_image(path.read_bytes(), min_side=448).image).known for path in paths]
    assert sum(known) <= len(paths) * 0.1


def test_explanation_is_a_map_from_zero_to_one(models: Path, shared_data: Path) -> None:
    path = sorted((shared_data / "vegetables15" / "Tomato").glob("*.jpg"))[0]
    heat = OnnxClassifier(models / "vegetables").classify(open_image(path.read_bytes()).image).heat
    assert heat.shape == (7, 7)
    assert 0 <= heat.min() < heat.max() == 1


def test_missing_domain_is_refused_with_those_there_are(models: Path) -> None:
    with pytest.raises(ModelNotFound, match="vegetables"):
        ModelRegistry(models).get("mushrooms")


def test_provider_that_is_not_there_is_refused_rather_than_passed_over(models: Path) -> None:
    if NAMES["openvino"] in onnxruntime.get_available_providers():
        assert OnnxClassifier(models / "vegetables", provider="openvino").card.domain == "vegetables"
        return
    with pytest.raises(ProviderMissing, match="OpenVINO"):
        OnnxClassifier(models / "vegetables", provider="openvino")


def test_model_changed_by_a_byte_is_refused(copy: Path) -> None:
    data = bytearray((copy / MODEL_FILE).read_bytes())
    data[len(data) // 2] ^= 1
    (copy / MODEL_FILE).write_bytes(data)
    with pytest.raises(CardMismatch, match="sha256"):
        OnnxClassifier(copy)


@pytest.mark.parametrize(
    ("key", "value"), [("unknown_threshold", 0.01), ("labels", ["a", "b"]), ("temperature", -1), ("extra", 1)]
)
def test_card_that_was_changed_is_refused(copy: Path, key: str, value: object) -> None:
    card = json.loads((copy / CARD_FILE).read_text())
    (copy / CARD_FILE).write_text(json.dumps(card | {key: value}))
    with pytest.raises(CardMismatch):
        OnnxClassifier(copy)
