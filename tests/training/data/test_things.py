"""Things cut out of their photos, and the plain grounds that a model sees them on."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from inference.vision.preprocess import InputSpec
from training.data.batches import AugmentedPhotos, Look, sampling_weights
from training.data.dataset import load_dataset
from training.data.sample import OTHER, Sample
from training.data.things import cut_to_shape, lay_on_plain, open_thing
from training.errors import DatasetError
from training.recipe import Fit, Recipe, Source

RED = "#D02020"


@pytest.fixture
def things(tmp_path: Path) -> Path:
    """A disc that is cut out, one on white, and one on grey, which cannot be cut out."""
    for name, mode, ground in (("clear", "RGBA", (0, 0, 0, 0)), ("white", "RGB", "white"), ("grey", "RGB", "#808080")):
        photo = Image.new(mode, (100, 100), ground)
        ImageDraw.Draw(photo).ellipse((20, 30, 80, 90), fill=RED)
        (tmp_path / name).mkdir()
        photo.save(tmp_path / name / f"{name}_disc.png")
    return tmp_path


def share_of_red(picture: Image.Image) -> float:
    red, green, blue = np.moveaxis(np.asarray(picture, dtype=np.int16), -1, 0)
    return float(((red > 120) & (green < 80) & (blue < 80)).mean())


@pytest.mark.parametrize("name", ["clear", "white"])
def test_thing_is_cut_out_by_its_transparency_or_from_white(things: Path, name: str) -> None:
    cut = open_thing(things / name / f"{name}_disc.png")
    assert cut.mode == "RGBA"
    assert all(abs(side - 61) <= 6 for side in cut.size)
    assert [cut.getpixel(place)[3] > 128 for place in ((0, 0), (30, 30))] == [False, True]  # type: ignore[index]  # four channels


def test_thing_is_no_larger_than_the_picture_that_it_is_laid_on(things: Path) -> None:
    photo = Image.new("RGBA", (1600, 1200), (0, 0, 0, 0))
    ImageDraw.Draw(photo).ellipse((100, 100, 1500, 1100), fill=RED)
    photo.save(things / "large.png")
    assert open_thing(things / "large.png").size == (448, 320)


@pytest.mark.parametrize("content", [None, b"broken"])
def test_what_cannot_be_cut_out_is_refused(things: Path, content: bytes | None) -> None:
    path = things / "grey" / "grey_disc.png"
    if content:
        path.write_bytes(content)
    with pytest.raises(DatasetError, match=r"grey_disc\.png"):
        open_thing(path)


def test_source_of_things_lists_and_skips_what_cannot_be_cut_out(things: Path) -> None:
    source = Source(name="discs", path=Path(), name_pattern=r"[a-z]+_(.+)", things=True, part="train")
    dataset = load_dataset(Recipe(name="discs", domain="discs", data=(source,)), things)
    assert {(sample.path.stem, sample.label, sample.is_thing) for sample in dataset.samples} == {
        ("clear_disc", "disc", True),
        ("white_disc", "disc", True),
    }
    assert "grey_disc.png: neither transparent nor one thing on white" in dataset.skipped[0]


def test_thing_lies_on_plain_grounds_of_many_colors(things: Path) -> None:
    thing = open_thing(things / "clear" / "clear_disc.png")
    pictures = [lay_on_plain(thing, np.random.default_rng(seed)) for seed in range(12)]
    assert all(share_of_red(picture) > 0.02 for picture in pictures)
    rims = [np.concatenate([np.asarray(picture)[0], np.asarray(picture)[:, 0]]) for picture in pictures]
    assert len({tuple(np.median(rim, axis=0) // 16) for rim in rims}) > 5
    again = lay_on_plain(thing, np.random.default_rng(0))
    assert np.array_equal(np.asarray(again), np.asarray(pictures[0]))


def test_shape_keeps_part_of_a_photo_and_none_of_its_corners() -> None:
    shares = []
    for seed in range(12):
        cut = cut_to_shape(Image.new("RGB", (120, 90), RED), np.random.default_rng(seed))
        assert cut.size == (90, 90)
        shares.append(share_of_red(cut))
    assert 0.08 < min(shares) < max(shares) < 0.9
    assert max(shares) > 2 * min(shares)


def test_model_is_shown_things_and_a_share_of_photos_on_plain_ground(things: Path) -> None:
    path = things / "white" / "white_disc.png"
    photo = Sample(path, "disc", "photos", path.name)
    thing = Sample(path, "disc", "things", path.name, is_thing=True)
    spec = InputSpec(size=64, resize=64)

    def shown(sample: Sample, plain_ground: float) -> bool:
        """Whether two looks at it are the same."""
        photos = AugmentedPhotos([sample], ["disc"], Look(spec, "none", plain_ground=plain_ground))
        (first, _), (second, _) = photos[0], photos[0]
        return bool((first == second).all())

    assert [shown(photo, 0), shown(photo, 1), shown(thing, 0)] == [True, False, False]


def test_other_things_have_their_share_however_many_sources_there_are() -> None:
    sources = [(name, label) for name in ("shop", "market", "garden", "kitchen") for label in ("a", OTHER)]
    samples = [Sample(Path("1.jpg"), label, source, "1") for source, label in sources]
    weights = sampling_weights(samples, Fit(other_share=0.25))
    others = [weight for sample, weight in zip(samples, weights, strict=True) if sample.label == OTHER]
    assert sum(others) / sum(weights) == pytest.approx(0.25)


def test_sources_have_their_shares_of_kinds_and_of_other_things_alike() -> None:
    counts = {("shop", "a"): 2, ("shop", OTHER): 10, ("things", "a"): 1, ("things", OTHER): 5, ("market", "a"): 4}
    samples = [Sample(Path("1.jpg"), label, source, "1") for (source, label), n in counts.items() for _ in range(n)]
    fit = Fit(other_share=0.2, source_share={"shop": 0.6, "things": 0.2, "market": 0.2})
    drawn = dict.fromkeys(counts, 0.0)
    for sample, weight in zip(samples, sampling_weights(samples, fit), strict=True):
        drawn[sample.source, sample.label] += weight
    assert drawn == pytest.approx(
        {
            ("shop", "a"): 0.48,
            ("shop", OTHER): 0.15,
            ("things", "a"): 0.16,
            ("things", OTHER): 0.05,
            ("market", "a"): 0.16,
        }
    )
