"""Photos with labels, and how they are split."""

import csv
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import tomli_w
from PIL import Image

from training.data.dataset import load_dataset
from training.data.rows import rows_of_folders
from training.data.sample import OTHER
from training.data.similarity import similar_groups
from training.errors import DatasetError, RecipeError
from training.recipe import Recipe, Source, load_recipe


def recipe(**source: object) -> Recipe:
    own = {"name": "discs", "path": Path("discs"), "csv": "photos.csv", "group": "group"} | source
    return Recipe(name="discs", domain="discs", data=(Source.model_validate(own),))


def test_near_duplicates_stay_in_one_part(discs: Path) -> None:
    dataset = load_dataset(recipe(), discs)
    parts: dict[str, set[str]] = {}
    for sample in dataset.samples:
        parts.setdefault(sample.group, set()).add(sample.part)
    assert all(len(found) == 1 for found in parts.values())
    assert set(Counter(sample.part for sample in dataset.samples)) == {"train", "val", "test"}


def test_group_of_two_labels_is_not_parted_either(discs: Path) -> None:
    table = discs / "discs" / "photos.csv"
    table.write_text(table.read_text().replace(",Red_", ",scene_").replace(",Green_", ",scene_"))
    dataset = load_dataset(recipe(), discs)
    parts = [{sample.part for sample in dataset.samples if sample.group == f"scene_{n}"} for n in range(10)]
    assert {len(found) for found in parts} == {1}
    assert set.union(*parts) == {"train", "val", "test"}


def test_photos_of_one_name_in_two_kinds_are_no_group(tmp_path: Path) -> None:
    for kind in ("a", "b"):
        (tmp_path / kind).mkdir()
        Image.new("RGB", (8, 8)).save(tmp_path / kind / "1.jpg")
    assert [row.group for row in rows_of_folders(tmp_path)] == ["a/1.jpg", "b/1.jpg"]


def test_same_seed_gives_the_same_split_and_another_does_not(discs: Path) -> None:
    first, again = (load_dataset(recipe(), discs).fingerprint() for _ in range(2))
    other = recipe().model_copy(update={"split": recipe().split.model_copy(update={"seed": 2})})
    assert first == again
    assert load_dataset(other, discs).fingerprint() != first


def test_corrupt_photo_is_listed_and_skipped(discs: Path) -> None:
    (discs / "discs" / "Red_0.png").write_bytes(b"broken")
    dataset = load_dataset(recipe(), discs)
    assert len(dataset.samples) == 39
    assert "Red_0.png" in dataset.skipped[0]


def test_labels_that_are_not_mapped_are_other_or_skipped(discs: Path) -> None:
    mapped = {"Red": "tomato"}
    others = load_dataset(recipe(labels=mapped, others="other"), discs)
    assert Counter(sample.label for sample in others.samples) == {"tomato": 20, OTHER: 20}
    assert others.labels == ("tomato",)
    assert len(load_dataset(recipe(labels=mapped), discs).samples) == 20


def test_folder_per_label_needs_no_csv(discs: Path) -> None:
    for path in (discs / "discs").glob("*.png"):
        folder = discs / "folders" / path.name.split("_")[0]
        folder.mkdir(parents=True, exist_ok=True)
        path.rename(folder / path.name)
    dataset = load_dataset(recipe(path=Path("folders"), csv=None, group=None), discs)
    assert dataset.labels == ("green", "red")


def test_label_is_read_out_of_a_name_at_any_depth(discs: Path) -> None:
    (discs / "discs" / "deeper").mkdir()
    (discs / "discs" / "Red_0.png").rename(discs / "discs" / "deeper" / "Red_0.png")
    named = recipe(csv=None, group=None, name_pattern=r"([A-Z][a-z]+)_\d+", part="test")
    dataset = load_dataset(named, discs)
    assert Counter(sample.label for sample in dataset.samples) == {"green": 20, "red": 20}
    assert {sample.part for sample in dataset.samples} == {"test"}


def write_splits(discs: Path, words: tuple[str, str]) -> None:
    """Name the part of the first 32 photos and of the last 8 in a column of the table."""
    with (discs / "discs" / "photos.csv").open() as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(rows):
        row["split"] = words[number >= 32]
    with (discs / "discs" / "photos.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.parametrize("words", [("train", "val"), ("Train", "valid"), ("TRAIN", "TEST"), ("train", "Dev")])
def test_given_val_is_the_test_and_val_is_taken_from_train(discs: Path, words: tuple[str, str]) -> None:
    write_splits(discs, words)
    dataset = load_dataset(recipe(split="split"), discs)
    assert {int(s.path.stem.split("_")[1]) for s in dataset.part("test")} == set(range(32, 40))
    groups = [{sample.group for sample in dataset.part(name)} for name in ("train", "val")]
    assert all(groups)
    assert not groups[0] & groups[1]


def test_word_that_names_no_part_is_refused(discs: Path) -> None:
    write_splits(discs, ("train", "held out"))
    with pytest.raises(DatasetError, match=r"photos\.csv, line 34: no part is called 'held out'"):
        load_dataset(recipe(split="split"), discs)


def test_folders_of_parts_are_known_by_any_of_their_names(discs: Path) -> None:
    for number, path in enumerate(sorted((discs / "discs").glob("*.png"))):
        folder = discs / "parted" / ("Train", "valid", "test")[number % 3] / path.name.split("_")[0]
        folder.mkdir(parents=True, exist_ok=True)
        path.rename(folder / path.name)
    dataset = load_dataset(recipe(path=Path("parted"), csv=None, group=None), discs)
    assert {sample.path.parts[-3]: sample.part for sample in dataset.samples} == {
        "Train": "train",
        "valid": "val",
        "test": "test",
    }


@pytest.mark.parametrize(("cell", "empty"), [(",Red,", ", ,"), ("Red_0.png,", ",")])
def test_photo_without_path_or_label_is_refused_by_its_line(discs: Path, cell: str, empty: str) -> None:
    table = discs / "discs" / "photos.csv"
    table.write_text(table.read_text().replace(cell, empty, 1))
    with pytest.raises(DatasetError, match=r"photos\.csv, line 2: nothing in (label|path)$"):
        load_dataset(recipe(), discs)


def test_photos_without_a_group_are_each_their_own(discs: Path) -> None:
    table = discs / "discs" / "photos.csv"
    lines = table.read_text().splitlines()
    table.write_text("\n".join([lines[0], *(line.rsplit(",", 1)[0] + ", " for line in lines[1:])]))
    dataset = load_dataset(recipe(), discs)
    assert len({sample.group for sample in dataset.samples}) == 40
    assert {sample.part for sample in dataset.samples} == {"train", "val", "test"}


@pytest.mark.parametrize("names", [("Training", "Validation", "Test"), ("training", "validation", "testing")])
def test_parts_may_be_called_by_what_is_done_with_them(tmp_path: Path, names: tuple[str, str, str]) -> None:
    place(tmp_path, *(f"{name}/apple/1.png" for name in names))
    assert {(row.path.parts[-3], row.part) for row in rows_of_folders(tmp_path)} == set(
        zip(names, ("train", "val", "test"), strict=True)
    )


def test_folder_with_nothing_but_train_is_tested_as_well(tmp_path: Path) -> None:
    place(tmp_path / "fruit", *(f"train/{kind}/{number}.png" for kind in ("apple", "pear") for number in range(10)))
    dataset = load_dataset(recipe(path=Path("fruit"), csv=None, group=None), tmp_path)
    assert Counter(sample.part for sample in dataset.samples) == {"train": 14, "val": 4, "test": 2}


def test_folder_beside_the_parts_is_named(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    place(tmp_path, "train/apple/1.png", "held out/apple/2.png")
    (tmp_path / "notes").mkdir()
    assert len(rows_of_folders(tmp_path)) == 1
    assert "left out held out, which name no part; known are train" in caplog.text


def test_links_to_folders_are_followed_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    place(tmp_path / "elsewhere", "1.png")
    place(tmp_path / "fruit", "pear/2.png")
    (tmp_path / "fruit" / "apple").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "fruit" / "pear" / "back").symlink_to(tmp_path / "fruit")
    rows = rows_of_folders(tmp_path / "fruit")
    assert [(row.label, row.group) for row in rows] == [("apple", "apple/1.png"), ("pear", "pear/2.png")]
    assert "back: left out, for it is another name of" in caplog.text


def test_photos_that_look_alike_are_one_group(tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    scenes = [random.integers(0, 256, (96, 96, 3), dtype=np.uint8) for _ in range(2)]
    scenes[1][20:70, 20:70] = (250, 20, 20)
    paths = []
    for scene in (0, 1):
        for brighter in (1.0, 0.9):
            paths.append(tmp_path / f"{scene}-{brighter}.png")
            Image.fromarray((scenes[scene] * brighter).astype(np.uint8)).save(paths[-1])
    groups = similar_groups(paths, ["a"] * 4, 0.9)
    assert groups[0] == groups[1] != groups[2] == groups[3]


def test_missing_folder_is_named(discs: Path) -> None:
    with pytest.raises(DatasetError, match="nowhere"):
        load_dataset(recipe(path=Path("nowhere")), discs)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ({"csv": "absent.csv"}, r"absent\.csv cannot be read"),
        ({"label": "kind"}, r"photos\.csv: no column kind; it has path, label, group"),
        ({"labels": {"red": "tomato"}}, "no photo is labelled red; there are Green, Red"),
    ],
)
def test_source_that_does_not_fit_its_photos_is_refused(discs: Path, source: dict[str, object], reason: str) -> None:
    with pytest.raises(DatasetError, match=reason):
        load_dataset(recipe(**source), discs)


def test_corrupt_photo_does_not_hinder_the_search_for_alike_ones(discs: Path) -> None:
    (discs / "discs" / "Red_0.png").write_bytes(b"broken")
    assert len(load_dataset(recipe(similar=0.9), discs).samples) == 39


def place(folder: Path, *names: str) -> Path:
    """Put the same small photo at each place below a folder."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (8, 8)).save(folder / name, "PNG")
    return folder


def test_kind_may_be_called_like_a_part(tmp_path: Path) -> None:
    place(tmp_path, "train/1.png", "bus/1.png")
    assert [(row.label, row.part) for row in rows_of_folders(tmp_path)] == [("bus", None), ("train", None)]


@pytest.mark.parametrize("labels", [{}, {"red apple": "red_apple", "Red_Apple": "red_apple", "pear": "pear"}])
def test_kinds_of_one_slug_are_said_to_be_one(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, labels: dict[str, str]
) -> None:
    place(tmp_path / "fruit", "red apple/1.png", "Red_Apple/2.png", "pear/3.png")
    dataset = load_dataset(recipe(path=Path("fruit"), csv=None, group=None, labels=labels), tmp_path)
    assert dataset.labels == ("pear", "red_apple")
    assert "'Red_Apple' and 'red apple' are one kind, red_apple" in caplog.text


def test_kinds_that_a_recipe_brings_together_are_not_worth_a_word(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    place(tmp_path / "fruit", "gala/1.png", "fuji/2.png", "pear/3.png")
    labels = {"gala": "apple", "fuji": "apple", "pear": "pear"}
    load_dataset(recipe(path=Path("fruit"), csv=None, group=None, labels=labels), tmp_path)
    assert not caplog.records


def test_hidden_files_and_folders_are_no_photos(tmp_path: Path) -> None:
    place(tmp_path, "a/1.png", "a/._1.png", ".ipynb_checkpoints/1.png", "a/.thumbnails/1.png")
    assert [row.group for row in rows_of_folders(tmp_path)] == ["a/1.png"]


def test_formats_of_the_service_are_taken_and_other_files_named(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    place(tmp_path, "a/1.HEIC", "a/2.avif", "a/3.gif", "a/4.tiff", "5.png")
    (tmp_path / "a" / "read me.txt").write_text("hello")
    assert [row.path.name for row in rows_of_folders(tmp_path)] == ["1.HEIC", "2.avif", "3.gif"]
    assert "left out 3 files that are no photos of a kind: 5.png, a/4.tiff, a/read me.txt" in caplog.text


def test_recipe_that_extends_nothing_is_told_which_file_is_missing(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('extends = "gone.toml"')
    with pytest.raises(RecipeError, match=r"a\.toml: extends .*gone\.toml, which is not there"):
        load_recipe(tmp_path / "a.toml")


def test_recipe_that_extends_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('extends = "b.toml"')
    (tmp_path / "b.toml").write_text('extends = "a.toml"')
    with pytest.raises(RecipeError, match="extends itself"):
        load_recipe(tmp_path / "a.toml")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("fit = {source_share = {y = 1}}", "source_share names y; the sources are x"),
        ("split = {train = 0.9, val = 0.1}", "leaves no photo to test on"),
    ],
)
def test_recipe_that_contradicts_itself_is_refused(tmp_path: Path, line: str, reason: str) -> None:
    (tmp_path / "odd.toml").write_text(f'name = "a"\ndomain = "d"\ndata = [{{name = "x", path = "x"}}]\n{line}\n')
    with pytest.raises(RecipeError, match=reason):
        load_recipe(tmp_path / "odd.toml")


@pytest.mark.parametrize(
    ("own", "reason"),
    [
        ({"domain": "My Domain"}, "domain"),
        ({"domain": "../x"}, "domain"),
        ({"data": [{"name": "x", "path": "x", "labels": {"Bean": "Green Bean"}}]}, r"data\.0\.labels\.Bean"),
        ({"data": [{"name": "x", "path": "x", "name_pattern": "(.+"}]}, "is no regular expression"),
        ({"data": [{"name": "x", "path": "x", "name_pattern": ".+"}]}, r"has no group \(\) for the label"),
    ],
)
def test_recipe_that_cannot_be_cooked_is_refused_at_once(tmp_path: Path, own: dict[str, object], reason: str) -> None:
    (tmp_path / "odd.toml").write_text(tomli_w.dumps({"name": "a", "domain": "d", "data": []} | own))
    with pytest.raises(RecipeError, match=reason):
        load_recipe(tmp_path / "odd.toml")


def test_recipe_with_a_wrong_key_is_refused_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text('name = "x"\ndomain = "x"\ndata = []\nepoch = 3\n')
    with pytest.raises(RecipeError, match=r"bad\.toml: epoch"):
        load_recipe(tmp_path / "bad.toml")


def test_recipe_says_only_what_differs_from_the_one_it_extends(tmp_path: Path) -> None:
    base = 'name = "a"\ndomain = "d"\ndata = [{name = "x", path = "x"}]\nfit = {epochs = 3, batch = 4}\n'
    (tmp_path / "base.toml").write_text(base)
    (tmp_path / "own.toml").write_text('extends = "base.toml"\nname = "b"\nfit = {epochs = 5}\n')
    read = load_recipe(tmp_path / "own.toml")
    assert (read.name, read.domain, read.fit.epochs, read.fit.batch) == ("b", "d", 5, 4)


def test_sources_are_added_to_those_of_the_recipe_that_is_extended(discs: Path) -> None:
    base = 'name = "a"\ndomain = "d"\ndata = [{name = "discs", path = "discs", csv = "photos.csv", group = "group"}]\n'
    (discs / "base.toml").write_text(base)
    (discs / "corrected" / "green").mkdir(parents=True)
    (discs / "corrected" / "green" / "1.png").write_bytes((discs / "discs" / "Red_0.png").read_bytes())
    corrected = f'path = "{discs / "corrected"}"\npart = "train"\n'
    (discs / "own.toml").write_text(f'extends = "base.toml"\n[[more_data]]\nname = "corrected"\n{corrected}')
    dataset = load_dataset(load_recipe(discs / "own.toml"), discs)
    assert len(dataset.samples) == 41
    assert [sample.label for sample in dataset.part("train", source="corrected")] == ["green"]
    assert dataset.labels == ("green", "red")


def test_every_shipped_recipe_can_be_read(repository: Path) -> None:
    recipes = [
        path for path in (repository / "training" / "recipes").rglob("[!_]*.toml") if path.parent.name != "change"
    ]
    assert recipes
    assert all(load_recipe(path).data for path in recipes)
