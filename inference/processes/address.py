"""Where the service of this machine answers: a URL that `greengrocer up` leaves with its data for other commands."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from inference.settings import LOOPBACK, InferenceSettings

ADDRESS_FILE = "address"


def url_of(host: str, port: int) -> str:
    """The URL by which this machine itself reaches who listens at a host and port."""
    name = host if host in LOOPBACK else "127.0.0.1"
    return f"http://{f'[{name}]' if ':' in name else name}:{port}"


@contextmanager
def leave_address(settings: InferenceSettings) -> Iterator[None]:
    """Let other commands find where the service answers, as long as it does."""
    file = _file(settings)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(url_of(settings.host, settings.port), encoding="utf-8")
    try:
        yield
    finally:
        file.unlink(missing_ok=True)


def find_address(settings: InferenceSettings) -> str:
    """Where the service answers that runs on this data; where it is going to by the settings, if none does."""
    try:
        return _file(settings).read_text("utf-8")
    except FileNotFoundError:
        return url_of(settings.host, settings.port)


def _file(settings: InferenceSettings) -> Path:
    return settings.data_dir / ADDRESS_FILE
