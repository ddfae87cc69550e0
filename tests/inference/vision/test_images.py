"""Photos of strangers: every kind there is, and every way they can be broken."""

import io
import subprocess
import sys
import zlib
from collections.abc import Callable

import numpy as np
import pillow_heif
import pytest
from PIL import Image

from inference.errors import BrokenImage, EmptyImage, ImageError, TooManyPixels, UnsupportedImage
from inference.vision.images import encode_jpeg, open_image

SIZE = (120, 80)
PEAK = """
import resource, sys
from concurrent.futures import ThreadPoolExecutor
from inference.vision.images import open_image

photo = sys.stdin.buffer.read()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
with ThreadPoolExecutor(4) as threads:
    list(threads.map(lambda _: open_image(photo, min_side=448), range(4)))
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1000)
"""


def picture(mode: str = "RGB") -> Image.Image:
    pixels = np.random.default_rng(1).integers(0, 255, (SIZE[1], SIZE[0], 3), dtype=np.uint8)
    return Image.fromarray(pixels).convert(mode)


def encode(image: Image.Image, form: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def sixteen_bits() -> Image.Image:
    return Image.fromarray(np.linspace(0, 65535, SIZE[0] * SIZE[1]).reshape(SIZE[::-1]).astype(np.uint16))


def heic() -> bytes:
    pillow_heif.register_heif_opener()
    return encode(picture(), "HEIF")


GOOD: dict[str, Callable[[], bytes]] = {
    "jpeg": lambda: encode(picture(), "JPEG"),
    "progressive jpeg": lambda: encode(picture(), "JPEG", progressive=True),
    "grey jpeg": lambda: encode(picture("L"), "JPEG"),
    "cmyk jpeg": lambda: encode(picture("CMYK"), "JPEG"),
    "several pictures": lambda: encode(picture(), "MPO", save_all=True, append_images=[picture()]),
    "png": lambda: encode(picture(), "PNG"),
    "palette png": lambda: encode(picture("P"), "PNG"),
    "alpha png": lambda: encode(picture("RGBA"), "PNG"),
    "grey alpha png": lambda: encode(picture("LA"), "PNG"),
    "16-bit png": lambda: encode(sixteen_bits(), "PNG"),
    "1-bit png": lambda: encode(picture("1"), "PNG"),
    "webp": lambda: encode(picture(), "WEBP"),
    "animated gif": lambda: encode(picture("P"), "GIF", save_all=True, append_images=[picture("L").convert("P")]),
    "bmp": lambda: encode(picture(), "BMP"),
    "avif": lambda: encode(picture(), "AVIF"),
    "heic": heic,
}


@pytest.mark.parametrize("kind", GOOD)
def test_every_kind_of_photo_becomes_rgb(kind: str) -> None:
    decoded = open_image(GOOD[kind]())
    assert (decoded.image.mode, decoded.image.size) == ("RGB", SIZE)
    assert (decoded.width, decoded.height) == SIZE


def test_sixteen_bits_keep_their_brightness() -> None:
    pixels = np.asarray(open_image(GOOD["16-bit png"]()).image)
    assert pixels[0, 0, 0] == 0
    assert pixels[-1, -1, 0] == 255


def test_transparent_parts_become_white() -> None:
    clear = Image.new("RGBA", SIZE, (255, 0, 0, 0))
    assert open_image(encode(clear, "PNG")).image.getpixel((5, 5)) == (255, 255, 255)


def test_photo_that_lies_on_its_side_is_turned(gps_photo: bytes) -> None:
    decoded = open_image(gps_photo)
    assert (decoded.width, decoded.height) == decoded.image.size == (200, 300)


def test_scaled_decode_stays_above_the_side_asked_for() -> None:
    large = encode(picture().resize((1600, 1200)), "JPEG")
    decoded = open_image(large, min_side=448)
    assert min(decoded.image.size) >= 448
    assert max(decoded.image.size) < 1600
    assert (decoded.width, decoded.height) == (1600, 1200)


def test_served_copy_has_no_metadata_and_fits(gps_photo: bytes) -> None:
    copy = encode_jpeg(open_image(gps_photo).image, max_side=100)
    with Image.open(io.BytesIO(copy)) as image:
        assert image.size == (67, 100)
        assert not image.getexif()


def png_of(width: int, height: int) -> bytes:
    """A PNG of a few bytes that announces many pixels."""
    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x00\x00\x00\x00"

    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")

    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


BAD: dict[str, tuple[Callable[[], bytes], type[ImageError]]] = {
    "nothing": (lambda: b"", EmptyImage),
    "text": (lambda: b"hello, I am no image", UnsupportedImage),
    "svg": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", UnsupportedImage),
    "tiff, which is not accepted": (lambda: encode(picture(), "TIFF"), UnsupportedImage),
    "half a jpeg": (lambda: GOOD["jpeg"]()[:1500], BrokenImage),
    "half a png": (lambda: GOOD["png"]()[:3000], BrokenImage),
    "half a webp": (lambda: GOOD["webp"]()[:700], BrokenImage),
    "half a heic": (lambda: heic()[:700], BrokenImage),
    "51 megapixels": (lambda: png_of(7200, 7100), TooManyPixels),
    "decompression bomb": (lambda: png_of(60_000, 60_000), TooManyPixels),
}


@pytest.mark.parametrize("kind", BAD)
def test_bad_photo_is_refused_by_its_fault(kind: str) -> None:
    make, fault = BAD[kind]
    with pytest.raises(fault):
        open_image(make())


def test_photo_with_a_torn_exif_block_is_still_a_photo(gps_photo: bytes) -> None:
    torn = gps_photo.replace(b"\x01\x12\x00\x03\x00\x00\x00\x01", b"\x01\x12\x00\x05\x00\x00\xff\xff")
    assert torn != gps_photo  # the orientation now has 65,535 values, and no bytes for them
    assert open_image(torn).image.size == (300, 200)


def test_mangled_photos_never_raise_anything_else() -> None:
    random = np.random.default_rng(7)
    for make in GOOD.values():
        good = np.frombuffer(make(), dtype=np.uint8)
        for _ in range(25):
            bad = good.copy()
            bad[random.integers(0, len(bad), 12)] = random.integers(0, 256, 12)
            try:
                open_image(bad.tobytes())
            except ImageError:
                continue


@pytest.mark.skipif(sys.platform != "linux", reason="kilobytes there")
def test_small_files_of_many_pixels_do_not_take_a_gigabyte() -> None:
    photo = draw_transparent(7000, 7000)
    assert len(photo) < 500_000
    done = subprocess.run([sys.executable, "-c", PEAK], input=photo, capture_output=True, check=True)
    assert float(done.stdout) < 800


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "L", "I;16"])
def test_large_photo_is_reduced_as_a_jpeg_is(mode: str) -> None:
    buffer = io.BytesIO()
    Image.linear_gradient("L").resize((1000, 900)).convert(mode).save(buffer, "PNG")
    decoded = open_image(buffer.getvalue(), min_side=300)
    assert (decoded.width, decoded.height) == (1000, 900)
    assert decoded.image.size == (334, 300)
    whole = open_image(buffer.getvalue()).image.resize((334, 300), Image.Resampling.BOX)
    assert np.abs(np.asarray(decoded.image, int) - np.asarray(whole, int)).max() <= 2


def draw_transparent(width: int, height: int) -> bytes:
    """A PNG of one half-transparent colour."""
    buffer = io.BytesIO()
    Image.new("RGBA", (width, height), (200, 30, 40, 128)).save(buffer, "PNG")
    return buffer.getvalue()
