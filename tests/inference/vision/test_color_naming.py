"""What colour a photo's subject has."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from catalog.cielab import srgb_to_lab
from catalog.colors import load_palettes
from inference.vision.color_naming import name_colors
from inference.vision.images import open_image
from tests.inference.vision.discs import CASES, draw_disc

PALETTES = load_palettes()
LEAST_RIGHT = 0.99


def test_nearly_every_disc_is_named_on_every_ground_under_every_light() -> None:
    named = {case: name_colors(draw_disc(*case), PALETTES).colors["basic"].name for case in CASES}
    wrong = {case: name for case, name in named.items() if name != case[0]}
    assert len(wrong) <= (1 - LEAST_RIGHT) * len(CASES), wrong


def test_shares_sum_to_at_most_one_and_the_hex_is_near_the_truth() -> None:
    report = name_colors(draw_disc("red", "white", "even"), PALETTES)
    assert report.shares[0].name == "red"
    assert 0.9 < sum(share.share for share in report.shares) <= 1.001
    assert np.abs(np.array(list(bytes.fromhex(report.hex[1:]))) - (200, 40, 30)).max() < 30


def test_heat_leads_to_the_subject_among_others() -> None:
    image = Image.new("RGB", (200, 100), "#C8281E")
    image.paste("#4E9A30", (100, 0, 200, 100))
    left, right = np.zeros((7, 7), np.float32), np.zeros((7, 7), np.float32)
    left[:, :3], right[:, 4:] = 1, 1
    assert name_colors(image, PALETTES, heat=left).colors["basic"].name == "red"
    assert name_colors(image, PALETTES, heat=right).colors["basic"].name == "green"


@pytest.mark.parametrize(
    ("color", "lab"), [("white", (100, 0, 0)), ("red", (53.24, 80.09, 67.20)), ("black", (0, 0, 0))]
)
def test_cielab_is_that_of_the_tables(color: str, lab: tuple[float, float, float]) -> None:
    pixel = np.asarray(Image.new("RGB", (1, 1), color), dtype=np.uint8)
    assert srgb_to_lab(pixel)[0, 0] == pytest.approx(lab, abs=0.05)


def test_one_colour_everywhere_and_a_single_pixel_do_no_harm() -> None:
    for size in ((1, 1), (3, 200), (224, 224)):
        assert name_colors(Image.new("RGB", size, "#F2D21F"), PALETTES).colors["basic"].name == "yellow"


@pytest.mark.parametrize(("label", "color"), [("Red", "red"), ("Orange", "orange"), ("Yellow", "yellow")])
def test_peppers_nobody_tuned_on_have_the_colour_of_their_label(shared_data: Path, label: str, color: str) -> None:
    paths = sorted((shared_data / "grocerystore" / "val").rglob(f"{label}-Bell-Pepper*.jpg"))
    named = [name_colors(open_image(path.read_bytes()).image, PALETTES).colors["basic"].name for path in paths]
    assert named == [color] * len(paths) != []


@pytest.mark.parametrize(("color", "name"), [("#505C54", "green"), ("#5C5458", "grey"), ("#54545C", "grey")])
def test_faint_green_is_green_where_other_hues_so_faint_are_grey(color: str, name: str) -> None:
    assert name_colors(Image.new("RGB", (64, 64), color), PALETTES).colors["basic"].name == name


def test_dim_light_does_not_turn_white_grey() -> None:
    assert name_colors(draw_disc("white", "slate", "dim"), PALETTES).colors["basic"].name == "white"


def test_paper_method_is_told_apart_from_the_default() -> None:
    image = Image.new("RGB", (100, 100), "white")
    image.paste("#FF0000", (25, 25, 75, 75))
    assert name_colors(image, PALETTES, method="paper").colors["rgb"].name == "orange"
    assert name_colors(image, PALETTES).colors["rgb"].name == "red"
