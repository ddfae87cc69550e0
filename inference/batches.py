"""The job of an import: whole photos, many at a time; each counts once, and one that fails harms no other."""

import logging
import time
from collections.abc import Sequence

from catalog.batches import SeenPhoto, finish_photos, start_photos
from catalog.colors import BASIC
from catalog.database import read_session, write_session
from catalog.models import Photo
from catalog.tasks import owed_since, tasks_of
from inference.jobs import (
    WORKBENCH,
    Workbench,
    classification_record,
    colors_record,
    fail_attempt,
    note_labelled,
)
from inference.telemetry import metrics
from inference.telemetry.stages import note_wait

logger = logging.getLogger(__name__)


def label_photos(*photo_ids: str) -> None:
    """Say of each photo what it shows and what colour it has."""
    bench = WORKBENCH.get()
    begin = time.perf_counter()
    with write_session(bench.engine) as session:
        photos = start_photos(session, photo_ids)
        since = owed_since(session, [photo.id for photo in photos])
    for owed in since.values():
        note_wait(owed, bulk=True)
    looked = {photo.id: _look(bench, photo) for photo in photos}
    seen = {photo_id: found for photo_id, found in looked.items() if found}
    with write_session(bench.engine) as session:
        labelled = finish_photos(session, seen)
    _tell(bench, photos, labelled, seen)
    for photo in labelled:
        note_labelled(photo.id, since[photo.id], bulk=True)
    milliseconds = round((time.perf_counter() - begin) * 1000, 1)
    fields = {"photos": len(photos), "labelled": len(labelled), "ms": milliseconds}
    logger.info("a batch of %d photos took %.1f ms", len(photos), milliseconds, extra=fields)


def _look(bench: Workbench, photo: Photo) -> SeenPhoto | None:
    """Look at a photo; one that cannot be looked at is put off or given up, by itself."""
    try:
        analysis = bench.analyst.analyse(bench.store.get(photo.sha256), photo.domain)
    except Exception as error:  # noqa: BLE001  # whatever it was, its tasks say so, and the others go on
        with read_session(bench.engine) as session:
            owed = tasks_of(session, photo.id)
        for task in owed:
            fail_attempt(bench, task, error)
        return None
    return SeenPhoto(classification_record(analysis.classification, analysis.model), colors_record(analysis.colors))


def _tell(bench: Workbench, photos: Sequence[Photo], labelled: Sequence[Photo], seen: dict[str, SeenPhoto]) -> None:
    """Note what was said, and tell whoever waits."""
    for photo in labelled:
        said = seen[photo.id]
        record = said.classification
        metrics.count_classification(photo.domain, record.label, record.score, known=record.known)
        metrics.COLORS.labels(next(color.name for color in said.colors.colors if color.palette == BASIC)).inc()
    for photo in photos:
        bench.queue.announce(photo.id)
