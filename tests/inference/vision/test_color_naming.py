"""What colour a photo's subject has."""

import itertools
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from catalog.cielab import srgb_to_lab
from catalog.colors import Palette, load_palettes
from inference.vision.color_naming import mean_distances, name_colors, paper_color
from inference.vision.images import open_image

PALETTES = load_palettes()
DISCS = {
    "red": "#C8281E",
    "orange": "#F08A1E",
    "yellow": "#F2D21F",
    "green": "#4E9A30",
    "blue": "#2850C8",
    "purple": "#6A2A8C",
    "white": "#F4F4F2",
    "black": "#141414",
}
BACKGROUNDS = {
    "white": "#FFFFFF",
    "cream": "#F2EAD8",
    "grey": "#8C8C8C",
    "steel": "#AEB4B8",
    "black": "#101010",
    "wood": "#A87848",
    "slate": "#3A4048",
    "cloth": "#C8D2DC",
}
LIGHTS = {"even": (1.0, 1.0, 1.0), "dim": (0.75, 0.75, 0.75), "warm": (1.0, 0.95, 0.85)}
CASES = [(c, b, light) for c, b, light in itertools.product(DISCS, BACKGROUNDS, LIGHTS) if c != b]


def disc(color: str, background: str, light: str) -> Image.Image:
    """A disc with shade and a highlight, on a noisy ground."""
    image = Image.new("RGB", (224, 224), BACKGROUNDS[background])
    draw = ImageDraw.Draw(image)
    draw.ellipse((50, 50, 174, 174), fill=DISCS[color])
    draw.ellipse((85, 80, 99, 94), fill="#FFFFFF")
    shade = np.linspace(1.05, 0.8, 224)[None, :, None] * np.array(LIGHTS[light])
    noise = np.random.default_rng(1).normal(0, 4, (224, 224, 3))
    return Image.fromarray(np.clip(np.asarray(image) * shade + noise, 0, 255).astype(np.uint8))


def broadcast(pixels: "np.typing.NDArray[np.uint8]", palette: Palette) -> "np.typing.NDArray[np.float64]":
    centres = np.array([color.rgb for color in palette.colors], dtype=np.float64)
    differences = pixels.reshape(-1, 1, 3).astype(np.float64) - centres
    means: np.typing.NDArray[np.float64] = np.sqrt((differences**2).sum(2)).mean(0)
    return means


def test_nearly_every_disc_is_named_on_every_ground_under_every_light() -> None:
    named = {case: name_colors(disc(*case), PALETTES).colors["basic"].name for case in CASES}
    wrong = {case: name for case, name in named.items() if name != case[0]}
    assert {(color, light, name) for (color, _, light), name in wrong.items()} <= {("white", "dim", "grey")}


@pytest.mark.parametrize("palette", ["rgb", "ryb", "basic"])
def test_paper_method_is_exact(palette: str) -> None:
    pixels = np.random.default_rng(2).integers(0, 256, (60, 80, 3), dtype=np.uint8)
    expected = broadcast(pixels, PALETTES[palette])
    assert mean_distances(pixels, PALETTES[palette]) == pytest.approx(expected, rel=1e-6)


def test_paper_method_calls_a_red_thing_on_white_orange() -> None:
    image = Image.new("RGB", (100, 100), "white")
    ImageDraw.Draw(image).rectangle((25, 25, 74, 74), fill="#FF0000")
    assert paper_color(image, PALETTES["rgb"]).name == "orange"
    assert name_colors(image, PALETTES).colors["basic"].name == "red"


def test_shares_sum_to_at_most_one_and_the_hex_is_near_the_truth() -> None:
    report = name_colors(disc("red", "white", "even"), PALETTES)
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
