"""Delete the files of photos that are gone, when the store lets us."""

import logging
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Engine

from catalog.database import write_session
from catalog.doomed_files import lock_files, postpone_files, settle_files
from catalog.models import utc_now
from inference.errors import StoreUnavailable
from inference.photo_store import PhotoStore

logger = logging.getLogger(__name__)

BATCH = 32
PAUSE = timedelta(minutes=1)


def delete_files(engine: Engine, store: PhotoStore, hashes: Sequence[str]) -> None:
    """Delete those of the files that no photo needs.

    Raises:
        StoreUnavailable: not now; those that were doomed still are.
    """
    for begin in range(0, len(hashes), BATCH):
        batch = hashes[begin : begin + BATCH]
        with write_session(engine) as session:
            lock_files(session, batch)
            for sha256 in settle_files(session, batch):
                store.delete(sha256)


def dispose_of(engine: Engine, store: PhotoStore, hashes: Sequence[str]) -> None:
    """Delete doomed files that no photo needs; what the store does not let go of now is tried again later."""
    try:
        delete_files(engine, store, hashes)
    except StoreUnavailable as error:
        logger.warning("files of deleted photos will be deleted later: %s", error)
        with write_session(engine) as session:
            postpone_files(session, hashes, until=utc_now() + PAUSE)
