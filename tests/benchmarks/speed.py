"""The parts of an answer against the plain way of doing them."""

import io

import numpy as np
from PIL import Image

from catalog.colors import Palette, load_palettes
from catalog.domains import load_domains
from catalog.query import parse_query
from catalog.vocabulary import Vocabulary
from inference.vision.color_naming import mean_distances, name_colors
from inference.vision.images import open_image
from tests.benchmarks.measure import compare, write_figures

TWELVE_MEGAPIXELS = (4000, 3000)
SIDE = 448


def run() -> None:
    """Measure and write docs/figures/speed.json."""
    photo = _photo(TWELVE_MEGAPIXELS)
    small = open_image(_photo((224, 224))).image
    pixels, palettes = np.asarray(small), load_palettes()
    wheels = [palettes["rgb"], palettes["ryb"]]
    vocabulary = Vocabulary.build({"vegetables": load_domains()["vegetables"]}, palettes)
    figures = {
        "decode 12 Mpx ÷ plain Pillow": compare(
            lambda: open_image(photo, min_side=SIDE), lambda: _decode_plainly(photo)
        ),
        "paper's 24 distances ÷ NumPy broadcast": compare(
            lambda: [mean_distances(pixels, palette) for palette in wheels],
            lambda: [_broadcast(pixels, palette) for palette in wheels],
        ),
        "perceptual colours ÷ NumPy broadcast": compare(
            lambda: name_colors(small, palettes), lambda: [_broadcast(pixels, palette) for palette in wheels]
        ),
        "parse a request ÷ one with typos": compare(
            lambda: parse_query("три красных помидора", vocabulary),
            lambda: parse_query("тре красныйх памидора", vocabulary),
        ),
    }
    print(write_figures("speed", figures).read_text())  # noqa: T201  # a command


def _photo(size: tuple[int, int]) -> bytes:
    noise = np.random.default_rng(1).integers(0, 255, (size[1] // 8, size[0] // 8, 3), dtype=np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(noise).resize(size, Image.Resampling.BICUBIC).save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


def _decode_plainly(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB").resize((SIDE, SIDE), Image.Resampling.BICUBIC)


def _broadcast(pixels: "np.typing.NDArray[np.uint8]", palette: Palette) -> "np.typing.NDArray[np.float64]":
    centres = np.array([color.rgb for color in palette.colors], dtype=np.float64)
    differences = pixels.reshape(-1, 1, 3).astype(np.float64) - centres
    means: np.typing.NDArray[np.float64] = np.sqrt((differences**2).sum(2)).mean(0)
    return means
