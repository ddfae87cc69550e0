"""Folders and zips of photos become catalogue entries."""

import json
import shutil
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import numpy as np
import pytest
from PIL import Image

from catalog.domains import load_domains
from inference.errors import BrokenImage, ImageError
from inference.transfer.importing import PhotoSource, label_of
from tests.contract.test_cli import greengrocer

LARGE = 50_000_000


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


def zip_with_one_good_photo(path: Path, harm: Callable[[bytearray], None]) -> PhotoSource:
    """A zip of a large file that compresses well, whose bytes are then harmed, and a small one that stays as it is."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("harmed.jpg", bytes(LARGE), zipfile.ZIP_DEFLATED)
        archive.writestr("whole.jpg", b"whole")
    data = bytearray(path.read_bytes())
    harm(data)
    path.write_bytes(data)
    return PhotoSource(path)


def harm_checksum(data: bytearray) -> None:
    for header, offset in ((b"PK\x03\x04", 14), (b"PK\x01\x02", 16)):
        data[data.find(header) + offset] ^= 0xFF


def claim_to_be_small(data: bytearray) -> None:
    for header, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        begin = data.find(header) + offset
        data[begin : begin + 4] = (1000).to_bytes(4, "little")


def claim_to_be_encrypted(data: bytearray) -> None:
    for header, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(header) + offset] |= 1


def claim_unknown_compression(data: bytearray) -> None:
    for header, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        data[data.find(header) + offset] = 97


def break_the_stream(data: bytearray) -> None:
    data[40:44] = b"\xff\xff\xff\xff"


@pytest.mark.parametrize(
    "harm", [harm_checksum, claim_to_be_small, claim_to_be_encrypted, claim_unknown_compression, break_the_stream]
)
def test_member_that_cannot_be_read_is_refused_alone(tmp_path: Path, harm: Callable[[bytearray], None]) -> None:
    source = zip_with_one_good_photo(tmp_path / "photos.zip", harm)
    read = dict(source.read(source.names(), largest=2 * LARGE))
    assert isinstance(read["harmed.jpg"], BrokenImage)
    assert read["whole.jpg"] == b"whole"


def test_no_more_of_a_member_is_unpacked_than_is_allowed(tmp_path: Path) -> None:
    source = zip_with_one_good_photo(tmp_path / "photos.zip", claim_to_be_small)
    tracemalloc.start()
    ((_, harmed),) = source.read(["harmed.jpg"], largest=1_000_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(harmed, ImageError)
    assert peak < LARGE / 4


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
    assert {name: label_of(PurePosixPath(name).parent, vegetables) for name in names} == names
