"""Decode photos of strangers safely, and write the copies that are served."""

import io
import struct
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import cache

import pi_heif
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from inference.errors import BrokenImage, EmptyImage, TooManyPixels, UnsupportedImage

MAX_PIXELS = 50_000_000
# with JPEG comes MPO, the several-pictures JPEG of phones: Pillow opens both by one plugin
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "HEIF", "AVIF")
# what files of these formats are called
SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".heic", ".heif", ".avif"})
DECODER_ERRORS = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    EOFError,
    LookupError,
    ArithmeticError,
    RuntimeError,
    struct.error,
)
JPEG_QUALITY = 90
SIXTEEN_TO_EIGHT_BITS = 1 / 257
LARGE_PIXELS = 16_000_000

_large_photos = threading.Lock()


@dataclass(frozen=True)
class DecodedImage:
    """A photo ready to be looked at: upright, sRGB, 8 bits, no alpha, first frame.

    `width` and `height` are those of the whole upright photo, in pixels; `image` may be smaller
    where a scaled decode was asked for.
    """

    image: Image.Image
    media_type: str
    width: int
    height: int


def open_image(data: bytes, *, max_pixels: int = MAX_PIXELS, min_side: int | None = None) -> DecodedImage:
    """Decode a photo; with `min_side`, at a scale whose short side is no smaller.

    Photos that take much memory are decoded one at a time.

    Raises:
        EmptyImage, UnsupportedImage, TooManyPixels, BrokenImage: as their names say.
    """
    if not data:
        raise EmptyImage("the photo is empty: 0 bytes")
    # Pillow warns of what it mends (torn EXIF, odd MPO): no fault of ours, and no reason to refuse a photo
    warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")
    try:
        return _decode(data, max_pixels, min_side)
    except UnidentifiedImageError as error:
        raise UnsupportedImage(f"not an image of an accepted format ({', '.join(FORMATS)})") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPixels(f"the photo has too many pixels; at most {max_pixels} are accepted") from error
    except MemoryError as error:
        raise TooManyPixels("the photo does not fit into memory") from error
    except DECODER_ERRORS as error:
        raise BrokenImage(f"the photo is damaged or incomplete: {error}") from error


def encode_jpeg(image: Image.Image, *, max_side: int | None = None) -> bytes:
    """Write an sRGB JPEG without any metadata, at most `max_side` pixels a side."""
    if max_side is not None and max(image.size) > max_side:
        image = image.reduce(max(1, max(image.size) // (2 * max_side)))
        image.thumbnail((max_side, max_side), Image.Resampling.BICUBIC)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=JPEG_QUALITY, optimize=True, comment=b"")
    return buffer.getvalue()


def _decode(data: bytes, max_pixels: int, min_side: int | None) -> DecodedImage:
    _learn_heif()
    with Image.open(io.BytesIO(data), formats=FORMATS) as source:
        if source.width * source.height > max_pixels:
            raise TooManyPixels(
                f"the photo has {source.width} × {source.height} pixels; at most {max_pixels} are accepted"
            )
        media_type = _media_type(source)
        width, height = _upright_size(source)
        if min_side is not None:
            _draft(source, min_side)
        with _turn(source, width * height):
            return DecodedImage(_develop(source, min_side), media_type, width, height)


@cache
def _learn_heif() -> None:
    """Let Pillow open HEIF, once."""
    pi_heif.register_heif_opener()


def _media_type(source: Image.Image) -> str:
    return "image/jpeg" if source.format == "MPO" else Image.MIME[source.format or ""]


def _upright_size(source: Image.Image) -> tuple[int, int]:
    """EXIF orientations 5–8 lie on their side (Exif 2.32, 4.6.4 A)."""
    turned = source.getexif().get(0x0112, 1) in {5, 6, 7, 8}
    return (source.height, source.width) if turned else (source.width, source.height)


def _draft(source: Image.Image, min_side: int) -> None:
    """Let libjpeg scale by 1/2, 1/4 or 1/8 while it decodes, never below `min_side` pixels."""
    shorter = min(source.size)
    if shorter > min_side:
        scale = min_side / shorter
        source.draft(None, (max(1, round(source.width * scale)), max(1, round(source.height * scale))))


@contextmanager
def _turn(source: Image.Image, pixels: int) -> Iterator[None]:
    """Wait for one's turn with a photo that takes much memory: pixels as decoded, or all of a progressive JPEG."""
    held = pixels if "progressive" in source.info else source.width * source.height
    with _large_photos if held > LARGE_PIXELS else nullcontext():
        yield


def _develop(source: Image.Image, min_side: int | None) -> Image.Image:
    """Read the pixels; what is larger than asked for is reduced before anything is copied."""
    source.load()
    image = _in_eight_bits(source)
    if min_side is not None:
        image = _reduce(image, min_side)
    ImageOps.exif_transpose(image, in_place=True)
    return _from_profile(_over_white(image) if image.mode == "RGBA" else image)


def _in_eight_bits(image: Image.Image) -> Image.Image:
    """Grey, colours, or colours with alpha; no palette, for its numbers cannot be averaged."""
    if image.mode in {"I", "F"} or image.mode.startswith("I;16"):
        return image.convert("F").point(lambda value: value * SIXTEEN_TO_EIGHT_BITS).convert("L")
    if image.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in image.info:
        return image if image.mode == "RGBA" else image.convert("RGBA")
    return image.convert("RGB") if image.mode in {"P", "1"} else image


def _reduce(image: Image.Image, min_side: int) -> Image.Image:
    """Average whole blocks of pixels, as long as the short side stays no smaller than `min_side`."""
    factor = min(image.size) // min_side
    return image.reduce(factor) if factor > 1 else image


def _over_white(image: Image.Image) -> Image.Image:
    canvas = Image.new("RGB", image.size, "white")
    canvas.info = {key: value for key, value in image.info.items() if key == "icc_profile"}
    canvas.paste(image, mask=image)
    return canvas


def _from_profile(image: Image.Image) -> Image.Image:
    """Turn the photo's own colour space (Display P3, Adobe RGB, CMYK…) into sRGB."""
    profile = image.info.get("icc_profile")
    if profile and image.mode in {"RGB", "CMYK"}:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            return image.convert("RGB")
        if converted is not None:
            converted.info = {}
            return converted
    return image if image.mode == "RGB" else image.convert("RGB")
