"""Photos like one: random-hyperplane codes of the models' embeddings choose candidates, exact cosines rank them.

The code of an embedding says on which side of each of 1,024 hyperplanes through the origin it lies; the share of
differing bits estimates the angle (Charikar 2002, "Similarity estimation techniques from rounding algorithms").
A code takes 128 bytes, so that a million photos are compared in memory; only the candidates' vectors are read.
"""

import functools
import threading
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session, col, select

from catalog.models import Photo, PhotoEmbedding
from catalog.repository import get_photo

BITS = 1024
WORDS = BITS // 64
SEED = 20_021_019
CANDIDATES = 200
CANDIDATES_EACH = 10
BLOCK = 65_536
OVERLAP = 1_000


def encode(vector: bytes) -> bytes:
    """The code, 128 bytes, of an embedding of float16 (C,)."""
    return encode_all([vector])[0]


def encode_all(vectors: Sequence[bytes]) -> list[bytes]:
    """The codes of embeddings of one size; many at once cost a fraction, for the hyperplanes are read once."""
    if not vectors:
        return []
    embeddings = np.stack([_read(vector) for vector in vectors])
    sides = embeddings @ _hyperplanes(embeddings.shape[1]) > 0
    return [code.tobytes() for code in np.packbits(sides, axis=1)]


class SimilarityIndex:
    """The codes of every model version that was asked for, kept up to date with the table; safe between threads.

    At least `candidates` photos are compared by their vectors; recall grows with it (cf. docs/search.md).
    """

    def __init__(self, *, candidates: int = CANDIDATES) -> None:
        self._least = candidates
        self._shelves: dict[str, _Shelf] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """How many codes are held."""
        with self._lock:
            return sum(len(shelf) for shelf in self._shelves.values())

    def find(self, session: Session, photo_id: str, count: int) -> list[Photo]:
        """The photos that the same model sees most alike, the nearest first; none while the photo is unseen.

        Raises:
            PhotoNotFound: there is no such photo.
        """
        own = session.exec(select(PhotoEmbedding).where(PhotoEmbedding.photo_id == photo_id)).first()
        if own is None:
            get_photo(session, photo_id)
            return []
        ids = self._nearest(session, own, count)
        photos = {photo.id: photo for photo in session.exec(select(Photo).where(col(Photo.id).in_(ids)))}
        return [photos[photo_id] for photo_id in ids if photo_id in photos]

    def _nearest(self, session: Session, own: PhotoEmbedding, count: int) -> list[str]:
        wanted = max(self._least, CANDIDATES_EACH * count) + 1
        candidates = self._candidates(session, own, wanted)
        rows = _rows(session, candidates)
        if 2 * len(rows) < len(candidates):  # most were deleted since they were read
            with self._lock:
                self._shelves.pop(own.model, None)
            rows = _rows(session, self._candidates(session, own, wanted))
        return _rank(own, rows)[:count]

    def _candidates(self, session: Session, own: PhotoEmbedding, wanted: int) -> list[int]:
        with self._lock:
            shelf = self._shelves.setdefault(own.model, _Shelf(own.model))
            shelf.refresh(session)
            return shelf.nearest(own.code, wanted)


class _Shelf:
    """Row ids int64 (n,) and codes uint64 (n, 16) of one model version, with room to grow."""

    def __init__(self, model: str) -> None:
        self._model = model
        self._ids: NDArray[np.int64] = np.empty(0, np.int64)
        self._codes: NDArray[np.uint64] = np.empty((0, WORDS), np.uint64)
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def refresh(self, session: Session) -> None:
        """Read what came since; ids of open transactions may appear late, so the last ones are looked at again."""
        recent = self._ids[max(0, self._size - OVERLAP) : self._size]
        known = set(recent.tolist())
        after = int(recent.min()) if len(recent) else 0
        came = select(PhotoEmbedding.id, PhotoEmbedding.code).where(
            PhotoEmbedding.model == self._model, col(PhotoEmbedding.id) >= after
        )
        in_order = came.order_by(col(PhotoEmbedding.id))
        for rows in session.exec(in_order.execution_options(yield_per=BLOCK)).partitions():
            self._add([(row_id or 0, code) for row_id, code in rows if row_id not in known])

    def nearest(self, code: bytes, wanted: int) -> list[int]:
        """The ids of the rows whose codes differ least."""
        own = np.frombuffer(code, np.uint64)
        distances = np.empty(self._size, np.uint16)
        for begin in range(0, self._size, BLOCK):
            block = slice(begin, min(begin + BLOCK, self._size))
            np.bitwise_count(self._codes[block] ^ own).sum(axis=1, dtype=np.uint16, out=distances[block])
        if self._size <= wanted:
            return [int(row_id) for row_id in self._ids[: self._size]]
        return [int(self._ids[place]) for place in np.argpartition(distances, wanted)[:wanted]]

    def _add(self, rows: list[tuple[int, bytes]]) -> None:
        size = self._size + len(rows)
        if size > len(self._ids):
            self._ids = np.resize(self._ids, 2 * size)
            self._codes = np.resize(self._codes, (2 * size, WORDS))
        if rows:
            self._ids[self._size : size] = [row_id for row_id, _ in rows]
            codes = np.frombuffer(b"".join(code for _, code in rows), np.uint64)
            self._codes[self._size : size] = codes.reshape(-1, WORDS)
        self._size = size


def _rows(session: Session, ids: list[int]) -> list[tuple[str, bytes]]:
    statement = select(PhotoEmbedding.photo_id, PhotoEmbedding.vector).where(col(PhotoEmbedding.id).in_(ids))
    return list(session.exec(statement))


def _rank(own: PhotoEmbedding, rows: list[tuple[str, bytes]]) -> list[str]:
    """Photo ids by falling cosine, without the photo itself."""
    others = [row for row in rows if row[0] != own.photo_id]
    if not others:
        return []
    vectors = np.stack([_read(vector) for _, vector in others])
    cosines = vectors @ _read(own.vector) / np.maximum(np.linalg.norm(vectors, axis=1), np.finfo(np.float32).tiny)
    return [others[place][0] for place in np.argsort(-cosines, kind="stable")]


def _read(vector: bytes) -> NDArray[np.float32]:
    return np.frombuffer(vector, np.float16).astype(np.float32)


@functools.cache
def _hyperplanes(size: int) -> NDArray[np.float32]:
    """Normals of ±1, (C, 1024), from the raw bits of PCG64, whose stream NumPy promises never to change."""
    raw = np.random.PCG64(SEED).random_raw(size * WORDS).view(np.uint8)
    return (np.unpackbits(raw).reshape(size, BITS).astype(np.float32) * 2) - 1
