"""A lock on the data folder: two `greengrocer up` at once would write into one Redis file."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from inference.errors import InferenceError

LOCK_FILE = "lock"


@contextmanager
def hold_data(folder: Path) -> Iterator[None]:
    """Keep others out of the folder; the system lets them in again however this process ends.

    Raises:
        InferenceError: somebody else holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK_FILE).open("w", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise InferenceError(
                f"{folder} is in use by another greengrocer up; a second one needs INFERENCE_DATA_DIR and DATABASE_URL"
            ) from error
        yield
