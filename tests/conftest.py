"""Fixtures that the whole suite shares."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.databases import postgresql_server
from tests.real_photos import REAL_PHOTOS

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the checkout."""
    return REPOSITORY


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real photos, beside the checkout unless GREENGROCER_DATA says otherwise."""
    if not REAL_PHOTOS.is_dir():
        pytest.skip(f"needs the real photos; no folder at {REAL_PHOTOS} (set GREENGROCER_DATA)")
    return REAL_PHOTOS


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """A PostgreSQL server of our own, for the session."""
    with postgresql_server() as url:
        yield url


@pytest.fixture(scope="module")
def moto_url() -> Iterator[str]:
    """An S3 server, by moto, over real HTTP."""
    from moto.server import ThreadedMotoServer  # half a second that most runs do not need

    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def gps_photo() -> bytes:
    """A JPEG that lies on its side and says where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6  # Orientation: turn by 90 degrees
    exif[0x8825] = {1: "N", 2: (55.0, 45.0, 0.0)}  # GPS
    buffer = io.BytesIO()
    Image.effect_mandelbrot((300, 200), (-3, -2.5, 2, 2.5), 60).convert("RGB").save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()
