"""The parts of an answer against the plain way of doing them."""

import io

import numpy as np
from PIL import Image

from catalog.colors import load_palettes
from catalog.domains import load_domains
from catalog.query import parse_query
from catalog.vocabulary import Vocabulary
from inference.vision.color_naming import name_colors
from inference.vision.images import open_image
from inference.vision.paper_color import paper_colors
from tests.benchmarks.measure import compare, write_figures
from tests.benchmarks.plain_paper import broadcast

TWELVE_MEGAPIXELS = (4000, 3000)
SIDE = 448


def run() -> None:
    """Measure and write docs/figures/speed.json."""
    photo = _photo(TWELVE_MEGAPIXELS)
    small = open_image(_photo((224, 224))).image
    pixels, palettes = np.asarray(small), load_palettes()
    wheels = {name: palettes[name] for name in ("rgb", "ryb")}
    vocabulary = Vocabulary.build({"vegetables": load_domains()["vegetables"]}, palettes)
    figures = {
        "decode 12 Mpx ÷ plain Pillow": compare(
            lambda: open_image(photo, min_side=SIDE), lambda: _decode_plainly(photo)
        ),
        "paper's 24 distances ÷ NumPy broadcast": compare(
            lambda: paper_colors(pixels, wheels), lambda: broadcast(pixels, wheels)
        ),
        "perceptual colours ÷ NumPy broadcast": compare(
            lambda: name_colors(small, palettes), lambda: broadcast(pixels, wheels)
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
