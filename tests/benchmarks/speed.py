"""The parts of an answer against the plain way of doing them."""

import io
import time
from collections.abc import Callable

import numpy as np
from PIL import Image

from catalog.colors import load_palettes
from catalog.domains import load_domains
from catalog.language.vocabulary import Vocabulary
from catalog.query import parse_query
from inference.vision.color_naming import name_colors
from inference.vision.images import open_image
from inference.vision.paper_color import paper_colors
from tests.benchmarks.measure import compare, write_figures
from tests.benchmarks.plain_paper import broadcast

TWELVE_MEGAPIXELS = (4000, 3000)
SIDE = 448


def run() -> None:
    """Measure CPU time and write docs/figures/speed.json."""
    photo = _photo(TWELVE_MEGAPIXELS)
    small = open_image(_photo((224, 224))).image
    pixels, palettes = np.asarray(small), load_palettes()
    wheels = {name: palettes[name] for name in ("rgb", "ryb")}
    vocabulary = Vocabulary.build({"vegetables": load_domains()["vegetables"]}, palettes)
    pairs: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
        "decode 12 Mpx ÷ plain Pillow": (lambda: open_image(photo, min_side=SIDE), lambda: _decode_plainly(photo)),
        "paper's 24 distances ÷ NumPy broadcast": (
            lambda: paper_colors(pixels, wheels),
            lambda: broadcast(pixels, wheels),
        ),
        "perceptual colours ÷ NumPy broadcast": (
            lambda: name_colors(small, palettes),
            lambda: broadcast(pixels, wheels),
        ),
        "parse a request ÷ one with typos": (
            lambda: parse_query("три красных помидора", vocabulary),
            lambda: parse_query("тре красныйх памидора", vocabulary),
        ),
    }
    figures = {what: compare(*pair, clock=time.process_time) for what, pair in pairs.items()}
    print(write_figures("speed", figures).read_text())  # noqa: T201  # a command


def _photo(size: tuple[int, int]) -> bytes:
    noise = np.random.default_rng(1).integers(0, 255, (size[1] // 8, size[0] // 8, 3), dtype=np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(noise).resize(size, Image.Resampling.BICUBIC).save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


def _decode_plainly(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB").resize((SIDE, SIDE), Image.Resampling.BICUBIC)
