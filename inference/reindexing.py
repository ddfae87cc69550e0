"""Find where catalogue and photo store disagree, or a photo lacks something, and mend it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from sqlmodel import col, select

from catalog.counts import recount
from catalog.database import read_session, write_session
from catalog.models import Photo, PhotoEmbedding, PhotoStatus, TaskKind, utc_now
from catalog.repository import delete_photos
from catalog.tasks import owe_again
from inference.copies import get_copy
from inference.disposal import delete_files
from inference.errors import ReindexRefused
from inference.photo_store import THUMBNAILS
from inference.resources import Resources

GRACE = timedelta(hours=1)
LARGEST_SHARE = 0.5
BATCH = 500


@dataclass
class Findings:
    """What is amiss: files that no photo needs, by sha256, and photos that lack something, by id."""

    photos: int = 0
    files: int = 0
    orphan_files: list[str] = field(default_factory=list)
    without_file: list[str] = field(default_factory=list)
    without_thumbnail: list[str] = field(default_factory=list)
    to_classify: list[str] = field(default_factory=list)


def find_faults(resources: Resources) -> Findings:
    """Compare every photo with the store; files of the last hour may belong to photos that are just coming in."""
    originals = dict(resources.store.files())
    thumbnails = {sha256 for sha256, _ in resources.store.files(kind=THUMBNAILS)}
    versions = {name: resources.analyst.models.get(name).card.version for name in resources.analyst.models.domains}
    findings = Findings(files=len(originals))
    needed = set()
    for photo, model in _photos(resources):
        findings.photos += 1
        needed.add(photo.sha256)
        if photo.sha256 not in originals:
            findings.without_file.append(photo.id)
            continue
        if photo.status != PhotoStatus.LABELLED:
            continue
        if photo.sha256 not in thumbnails:
            findings.without_thumbnail.append(photo.id)
        if model != versions.get(photo.domain, model):
            findings.to_classify.append(photo.id)
    ripe = utc_now() - GRACE
    orphans = (sha256 for sha256, written in originals.items() if sha256 not in needed and written < ripe)
    findings.orphan_files = sorted(orphans)
    return findings


def mend(resources: Resources, findings: Findings) -> None:
    """Delete files that no photo needs and photos without a file, make thumbnails, owe labels anew, count anew.

    Raises:
        ReindexRefused: so much is amiss that catalogue and store cannot belong together; nothing was changed.
    """
    _check(findings)
    delete_files(resources.engine, resources.store, findings.orphan_files)
    for photo_id in findings.without_thumbnail:
        with read_session(resources.engine) as session:
            photo = session.get(Photo, photo_id)
        if photo:
            get_copy(resources, photo.sha256, THUMBNAILS)
    for ids in _batches(findings.without_file):
        _delete_lost(resources, ids)
    for ids in _batches(findings.to_classify):
        with write_session(resources.engine) as session:
            owe_again(session, ids, TaskKind.CLASSIFY)
    with write_session(resources.engine) as session:
        recount(session)


def _photos(resources: Resources) -> Iterator[tuple[Photo, str | None]]:
    """Every photo with the version of the model that its embedding is from."""
    statement = select(Photo, PhotoEmbedding.model).outerjoin(PhotoEmbedding)
    with read_session(resources.engine) as session:
        for rows in session.exec(statement.execution_options(yield_per=BATCH)).partitions():
            yield from rows


def _check(findings: Findings) -> None:
    for missing, of, what in (
        (len(findings.without_file), findings.photos, "photos have no file"),
        (len(findings.orphan_files), findings.files, "files have no photo"),
    ):
        if missing > LARGEST_SHARE * of:
            raise ReindexRefused(f"{missing} of {of} {what}: this store is not this catalogue's; nothing was changed")


def _batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Few enough for one transaction: nobody else writes to SQLite meanwhile."""
    return (ids[begin : begin + BATCH] for begin in range(0, len(ids), BATCH))


def _delete_lost(resources: Resources, ids: Sequence[str]) -> None:
    """Delete photos whose files are missing still: one may have come in while others were looked at."""
    with read_session(resources.engine) as session:
        hashes = dict(session.exec(select(Photo.id, Photo.sha256).where(col(Photo.id).in_(ids))).all())
    lost = [photo_id for photo_id, sha256 in hashes.items() if not resources.store.has(sha256)]
    with write_session(resources.engine) as session:
        delete_photos(session, lost)
