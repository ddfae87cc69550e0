"""Bytes that hypothesis makes up: whatever they are, they are decoded or refused by one of our errors."""

import io
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from inference.errors import ImageError
from inference.vision.images import encode_jpeg, open_image

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")
MAGIC = (b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP", b"GIF89a", b"BM", b"\0\0\0\x18ftypheic")


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(MAGIC), st.binary(max_size=400))
def test_any_bytes_behind_a_known_beginning_are_refused_or_decoded(magic: bytes, rest: bytes) -> None:
    try:
        decoded = open_image(magic + rest)
    except ImageError:
        return
    assert decoded.image.mode == "RGB"


@settings(max_examples=60, deadline=None)
@given(
    width=st.integers(1, 90),
    height=st.integers(1, 90),
    mode=st.sampled_from(("RGB", "L", "RGBA", "LA", "P", "1")),
    form=st.sampled_from(FORMATS),
    orientation=st.integers(0, 9),
)
def test_any_size_mode_and_orientation_becomes_upright_rgb(
    width: int, height: int, mode: str, form: str, orientation: int
) -> None:
    photo = encoded(width, height, mode, form, orientation)
    decoded = open_image(photo, min_side=32)
    turned = orientation in {5, 6, 7, 8} and form in {"JPEG", "PNG", "WEBP"}
    assert (decoded.width, decoded.height) == ((height, width) if turned else (width, height))
    assert decoded.image.mode == "RGB"
    assert not Image.open(io.BytesIO(encode_jpeg(decoded.image))).getexif()


def encoded(width: int, height: int, mode: str, form: str, orientation: int) -> bytes:
    pixels = np.random.default_rng(width * height).integers(0, 256, (height, width, 3), dtype=np.uint8)
    image = Image.fromarray(pixels).convert(mode if form == "PNG" else "RGB")
    exif = Image.Exif()
    exif[0x0112] = orientation
    options: dict[str, Any] = {"exif": exif} if form in {"JPEG", "PNG", "WEBP"} else {}
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()
