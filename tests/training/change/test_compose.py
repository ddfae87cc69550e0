"""Composed pairs: the same ones always, and their truth is what one sees."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from tests.training.change.triples import write_triples
from training.change.compose import APPEARED, KINDS, VANISHED, Material, Pair, Shape, compose_pair
from training.change.conditions import displace
from training.change.dataset import compose_test, kind_of, load_material, read_learnt_triples, read_triples, shrink
from training.change.drawn import draw_item
from training.change.items import has_pale_rim
from training.change.recipe import Pairs
from training.data.things import cut_from_white
from training.errors import DatasetError

DRAWN = Material([], [], drawn_share=1, surface_share=1)
SHAPE = Shape(side=96, clutter=2)


def compose(number: int, shape: Shape = SHAPE) -> Pair:
    return compose_pair(DRAWN, shape, (7, number))


def test_pair_is_the_same_for_the_same_seed() -> None:
    first, again, other = compose(1), compose(1), compose(2)
    assert (np.asarray(first.after) == np.asarray(again.after)).all()
    assert (first.truth == again.truth).all()
    assert (np.asarray(first.after) != np.asarray(other.after)).any()


@pytest.mark.parametrize("kind", KINDS)
def test_truth_shows_the_kind(kind: str) -> None:
    shape = Shape(side=96, clutter=2, kinds=tuple(float(kind == other) for other in KINDS))  # type: ignore[arg-type]  # four of them
    pairs = [compose(number, shape) for number in range(4)]
    assert {pair.kind for pair in pairs} == {kind}
    assert {kind_of(pair.truth) for pair in pairs} <= ({kind} if kind != "moved" else {"moved", "added"})


def test_what_appeared_differs_from_before_and_the_rest_does_not_much() -> None:
    shape = Shape(side=96, clutter=0, kinds=(1, 0, 0, 0))
    for number in range(4):
        pair = compose(number, shape)
        before, after = (np.asarray(frame, dtype=float).mean(2) for frame in (pair.before, pair.after))
        light = np.median(after / (before + 1))
        difference = np.abs(after - before * light)
        assert difference[pair.truth == APPEARED].mean() > difference[pair.truth == 0].mean()


def test_no_pixel_is_displaced_by_more_than_two_percent_of_the_width() -> None:
    side, margin = 200, 20
    dots = [(25, 25), (175, 30), (30, 170), (100, 100), (172, 174)]
    for seed in range(5):
        for x, y in dots:
            canvas = Image.new("L", (side + 2 * margin, side + 2 * margin))
            ImageDraw.Draw(canvas).rectangle((x + margin - 1, y + margin - 1, x + margin + 1, y + margin + 1), fill=255)
            seen = np.asarray(displace(canvas, np.random.default_rng(seed), side), dtype=float)
            rows, columns = np.indices(seen.shape)
            centre = (seen * columns).sum() / seen.sum(), (seen * rows).sum() / seen.sum()
            assert np.hypot(centre[0] - x, centre[1] - y) <= 0.02 * side


def test_shrunk_truth_keeps_its_share() -> None:
    pair = compose_pair(DRAWN, Shape(side=128, kinds=(1, 0, 0, 0)), (1, 3))
    small = shrink(pair, 64)
    assert small.truth.shape == (64, 64)
    assert abs((small.truth == APPEARED).mean() - (pair.truth == APPEARED).mean()) < 0.01


def test_triples_are_read_as_they_were_written(tmp_path: Path) -> None:
    pairs = [compose(number) for number in range(4)]
    write_triples(pairs, tmp_path / "test")
    arrays = read_triples(tmp_path, "test", 96)
    assert len(arrays) == 4
    assert (arrays.truth == np.stack([pair.truth for pair in pairs])).all()
    assert (arrays.after[2] == np.asarray(pairs[2].after)).all()


def test_each_part_of_the_triples_is_read_from_its_own_folder(tmp_path: Path) -> None:
    pairs = [compose(number) for number in range(5)]
    for count, part in ((3, "train"), (4, "val"), (5, "test")):
        write_triples(pairs[:count], tmp_path / part)
    assert len(read_triples(tmp_path, "test", 32)) == 5
    assert [len(arrays) for arrays in read_learnt_triples(tmp_path, 32)] == [3, 4]


def test_without_val_the_last_triples_are_not_learnt_from(tmp_path: Path) -> None:
    pairs = [compose(number) for number in range(20)]
    write_triples(pairs, tmp_path)
    train, val = read_learnt_triples(tmp_path, 96)
    assert [len(train), len(val)] == [18, 2]
    assert (val.truth == np.stack([pair.truth for pair in pairs[18:]])).all()


def test_labels_of_public_sets_count_as_appeared(tmp_path: Path) -> None:
    for name in ("A", "B", "label"):
        (tmp_path / name).mkdir()
        Image.new("L", (32, 32), 1 if name == "label" else 90).save(tmp_path / name / "x.png")
    truth = read_triples(tmp_path, "train", 32).truth
    assert set(np.unique(truth)) == {APPEARED}
    assert VANISHED not in truth


def test_incomplete_triples_are_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "A").mkdir()
    Image.new("RGB", (8, 8)).save(tmp_path / "A" / "lonely.png")
    with pytest.raises(DatasetError, match=r"lonely\.png"):
        read_triples(tmp_path, "train", 8)


def test_thing_before_white_is_cut_out_and_a_picture_without_white_is_not() -> None:
    photo = Image.new("RGB", (100, 100), "white")
    ImageDraw.Draw(photo).ellipse((20, 30, 80, 90), fill="#C03020")
    cut = cut_from_white(photo)
    assert cut is not None
    assert abs(cut.width - 57) <= 4
    assert not has_pale_rim(cut)
    assert cut_from_white(Image.new("RGB", (100, 100), "#808080")) is None


def test_drawn_item_is_opaque_inside_and_clear_outside() -> None:
    for seed in range(6):
        alpha = np.asarray(draw_item(np.random.default_rng(seed)).image)[..., 3]
        assert alpha.max() == 255
        assert 0.1 < (alpha > 128).mean() <= 1


def test_cut_outs_and_scenes_of_the_test_never_occur_in_training(shared_data: Path) -> None:
    recipe = Pairs(held_out=("Cabbage", "Banana"))
    train, test = (load_material(recipe, shared_data, part) for part in ("train", "test"))  # type: ignore[arg-type]  # literals
    assert {item.name for item in test.items} == {"Cabbage", "Banana"}
    assert not {item.name for item in train.items} & {"Cabbage", "Banana"}
    assert train.scenes
    assert not set(train.scenes) & set(test.scenes)
    assert compose_test(recipe, test, "added", 1)[0].item in {"cabbage", "banana"}
