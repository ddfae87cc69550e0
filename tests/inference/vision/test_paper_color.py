"""The paper's colour method, against the plain way of doing it."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from catalog.colors import PaletteColor, load_palettes
from inference.vision.images import open_image
from inference.vision.paper_color import ROUNDING, mean_distances, paper_colors

PALETTES = load_palettes()
COLORS = [color for palette in PALETTES.values() for color in palette.colors]
SAMPLE = 25


def broadcast(pixels: NDArray[np.uint8], colors: list[PaletteColor]) -> NDArray[np.float64]:
    """Mean distances by the definition, in float64."""
    centres = np.array([color.rgb for color in colors], dtype=np.float64)
    differences = pixels.reshape(-1, 1, 3).astype(np.float64) - centres
    means: NDArray[np.float64] = np.sqrt((differences**2).sum(2)).mean(0)
    return means


def winners(pixels: NDArray[np.uint8]) -> dict[str, str]:
    """The nearest colour of each palette by the definition."""
    return {n: p.colors[int(broadcast(pixels, list(p.colors)).argmin())].name for n, p in PALETTES.items()}


@pytest.mark.parametrize("size", [(1, 1), (7, 5), (224, 224), (97, 301)])
def test_distances_are_exact_to_within_the_bound(size: tuple[int, int]) -> None:
    pixels = np.random.default_rng(2).integers(0, 256, (*size, 3), dtype=np.uint8)
    assert np.abs(mean_distances(pixels, COLORS) - broadcast(pixels, COLORS)).max() < ROUNDING


@pytest.mark.parametrize("color", ["#000000", "#808080", "#FFFFFF", "#FFFF80", "#7F7F00"])
def test_ties_go_to_the_first_colour_as_by_the_definition(color: str) -> None:
    pixels = np.asarray(Image.new("RGB", (64, 64), color), dtype=np.uint8)
    assert {name: found.name for name, found in paper_colors(pixels, PALETTES).items()} == winners(pixels)


def test_winners_on_real_photos_are_those_of_the_definition(shared_data: Path) -> None:
    paths = sorted((shared_data / "vegetables15").rglob("*.jpg"))
    for path in paths[:: len(paths) // SAMPLE]:
        pixels = np.asarray(open_image(path.read_bytes()).image, dtype=np.uint8)
        assert {name: found.name for name, found in paper_colors(pixels, PALETTES).items()} == winners(pixels), path


def test_red_thing_on_white_is_orange() -> None:
    pixels = np.full((100, 100, 3), 255, dtype=np.uint8)
    pixels[25:75, 25:75] = (255, 0, 0)
    assert paper_colors(pixels, PALETTES)["rgb"].name == "orange"
