"""The pictures that the bot draws over photos."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from bot.pictures import LONGEST_SIDE, lay_heat, lay_mask, make_sendable
from tests.bot.fake_service import draw

ALLOWANCE_MIB = 320  # the bot itself takes some 120 of its 512
PROGRAM = """
import resource, sys
import psutil
from bot.errors import PictureTooLarge
from bot.pictures import lay_mask

photo, mask = (open(path, "rb").read() for path in sys.argv[1:3])
limit = psutil.Process().memory_info().vms + int(sys.argv[3]) * 2**20
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
try:
    lay_mask(photo, mask)
except PictureTooLarge:
    print("too large")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system does not keep to the limit")
@pytest.mark.parametrize("side", [3600, 6000])
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_mask_over_a_large_photo_takes_little_memory(tmp_path: Path, form: str, side: int) -> None:
    (tmp_path / "photo").write_bytes(draw(form, "red", size=(side, side)))
    (tmp_path / "mask").write_bytes(draw("PNG", "white"))
    command = [sys.executable, "-c", PROGRAM, str(tmp_path / "photo"), str(tmp_path / "mask"), str(ALLOWANCE_MIB)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert ("too large" in done.stdout) == (side == 6000 and form != "JPEG")


@pytest.mark.parametrize("size", [(3000, 100), (100, 3000), (9000, 3000), (1, 1280), (2000, 10)])
def test_photo_of_any_shape_becomes_one_that_telegram_takes(size: tuple[int, int]) -> None:
    photo, mask = draw("JPEG", "red", size=size), draw("PNG", "white")
    for made in (make_sendable(photo), lay_heat(photo, mask), lay_mask(photo, mask)):
        width, height = Image.open(io.BytesIO(made)).size
        assert width + height <= 10_000
        assert max(width, height) <= 20 * min(width, height)


def test_small_photo_that_telegram_takes_stays_as_it_is() -> None:
    photo = draw("JPEG", "red", size=(2000, 100))
    assert make_sendable(photo) == photo


def test_photo_of_few_colours_is_reduced_smoothly() -> None:
    stripes = Image.effect_noise((2 * LONGEST_SIDE, 64), 100).convert("1")
    buffer = io.BytesIO()
    stripes.save(buffer, "PNG")
    laid = Image.open(io.BytesIO(lay_mask(buffer.getvalue(), draw("PNG", "white")))).convert("L")
    assert laid.width == LONGEST_SIDE
    assert sum(laid.histogram()[64:192]) > 0.1 * laid.width * laid.height
