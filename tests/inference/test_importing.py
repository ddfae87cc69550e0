"""Folders and zips of photos become catalogue entries."""

import json
import shutil
import zipfile
from pathlib import Path

import numpy as np
from PIL import Image

from catalog.domains import load_domains
from inference.importing import label_of
from tests.contract.test_cli import greengrocer


def fill(folder: Path) -> None:
    for number, kind in enumerate(("Bitter_Gourd", "Eggplant", "odd")):
        (folder / kind).mkdir(parents=True)
        pixels = np.full((40, 40, 3), 60 * (number + 1), dtype=np.uint8)
        Image.fromarray(pixels).save(folder / kind / "1.png")
    (folder / "odd" / "broken.jpg").write_bytes(b"broken")
    (folder / "odd" / "notes.txt").write_text("no photo")


def test_folder_is_imported_once_with_true_labels_and_bad_files_listed(tmp_path: Path) -> None:
    fill(tmp_path / "photos")
    first, again = (greengrocer(tmp_path, "catalog", "import", "photos") for _ in range(2))
    assert "3 photos taken in, 0 already there, 1 refused" in first.stdout
    assert "0 photos taken in, 3 already there, 1 refused" in again.stdout
    for done in (first, again):
        assert done.returncode == 1
        assert "odd/broken.jpg" in done.stderr
    stats = json.loads(greengrocer(tmp_path, "catalog", "stats", "--json").stdout)
    assert (stats["total"], stats["labels"]) == (3, {"bitter_gourd": 1, "brinjal": 1})


def test_zip_is_imported_like_a_folder(tmp_path: Path) -> None:
    fill(tmp_path / "photos")
    with zipfile.ZipFile(tmp_path / "photos.zip", "w") as archive:
        for path in (tmp_path / "photos").rglob("*.png"):
            archive.write(path, path.relative_to(tmp_path / "photos"))
    assert (
        "3 photos taken in, 0 already there, 0 refused"
        in greengrocer(tmp_path, "catalog", "import", "photos.zip").stdout
    )


def test_import_tells_of_twins_of_what_it_passes_over_and_of_the_work_that_is_owed(tmp_path: Path) -> None:
    fill(tmp_path / "photos")
    shutil.copy(tmp_path / "photos" / "odd" / "1.png", tmp_path / "photos" / "odd" / "twin.png")
    for suffix in ("tiff", "tiff", "svg"):
        (tmp_path / "photos" / f"{len(list((tmp_path / 'photos').iterdir()))}.{suffix}").write_bytes(b"other")
    told = greengrocer(tmp_path, "catalog", "import", "photos").stdout
    assert "3 photos taken in, 1 already there, 1 refused" in told
    assert "4 other files passed over: 2 .tiff, 1 .svg, 1 .txt" in told
    assert "3 photos wait for a worker to label them: greengrocer up, or greengrocer worker" in told


def test_what_is_neither_folder_nor_zip_is_refused(tmp_path: Path) -> None:
    done = greengrocer(tmp_path, "catalog", "import", "nowhere")
    assert (done.returncode, "neither a folder nor a zip" in done.stderr) == (1, True)


def test_named_set_that_already_lies_here_is_imported_from_there(tmp_path: Path) -> None:
    fill(tmp_path / "photos")
    done = greengrocer(tmp_path, "catalog", "import", "vegetables", "--from", "photos")
    assert "3 photos taken in, 0 already there, 1 refused" in done.stdout


def test_nearest_folder_that_names_a_kind_gives_the_label() -> None:
    vegetables = load_domains()["vegetables"]
    names = {
        "Bottle_Gourd/1.jpg": "bottle_gourd",
        "train/eggplant/1.jpg": "brinjal",
        "Tomato/Regular-Tomato/1.jpg": "tomato",
        "carrot/papaya/1.jpg": "papaya",
        "misc/1.jpg": None,
        "1.jpg": None,
    }
    assert {name: label_of(name, vegetables) for name in names} == names
