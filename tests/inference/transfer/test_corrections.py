"""What people corrected becomes a training set."""

import csv
from pathlib import Path

from PIL import Image

from catalog.database import write_session
from catalog.repository import correct_label
from inference.resources import Resources
from inference.transfer.corrections import export_corrected
from tests.inference.stocked import add, open_catalogue
from training.data.dataset import load_dataset
from training.folder_recipe import recipe_for_folder


def correct(resources: Resources, photo_id: str, label: str | None) -> None:
    with write_session(resources.engine) as session:
        correct_label(session, photo_id, label)


def test_only_corrected_photos_are_written_with_what_each_side_said(tmp_path: Path) -> None:
    resources = open_catalogue(tmp_path)
    corrected, _ = add(resources, 60, true_label="carrot"), add(resources, 90, true_label="radish")
    correct(resources, corrected.id, "papaya")
    assert [exported.label for exported in export_corrected(resources, tmp_path / "set")] == ["papaya"]
    row = next(csv.DictReader((tmp_path / "set" / "photos.csv").read_text("utf-8").splitlines()))
    assert (row["label"], row["true_label"], row["predicted_label"]) == ("papaya", "carrot", "tomato")
    with Image.open(tmp_path / "set" / row["path"]) as copy:
        assert (copy.format, copy.size) == ("JPEG", (40, 30))


def test_photo_corrected_again_moves_to_its_new_kind(tmp_path: Path) -> None:
    resources = open_catalogue(tmp_path)
    photo = add(resources, 60)
    for label in ("papaya", "carrot"):
        correct(resources, photo.id, label)
        assert len(list(export_corrected(resources, tmp_path / "set"))) == 1
    assert [path.parent.name for path in (tmp_path / "set").rglob("*.jpg")] == ["carrot"]


def test_training_takes_the_exported_folder_as_it_is(tmp_path: Path) -> None:
    resources = open_catalogue(tmp_path)
    for shade in range(20, 140, 10):
        correct(resources, add(resources, shade).id, "carrot" if shade % 20 else "papaya")
    assert len(list(export_corrected(resources, tmp_path / "mended_labels"))) == 12
    dataset = load_dataset(recipe_for_folder(tmp_path / "mended_labels"), tmp_path)
    assert dataset.labels == ("carrot", "papaya")
    assert len(dataset.samples) == 12
