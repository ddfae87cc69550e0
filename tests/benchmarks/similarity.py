"""Photos like one: how many of the truly nearest ten are found, and the cost beside comparing with all."""

import random
import statistics
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine, insert
from sqlmodel import Session, select

from catalog.database import migrate
from catalog.models import Photo, PhotoEmbedding
from catalog.similarity import SimilarityIndex, encode_all
from inference.resources import build_analyst
from inference.settings import InferenceSettings
from tests.benchmarks.cpu_clock import CpuClock
from tests.benchmarks.measure import write_figures
from tests.databases import empty_databases
from tests.real_photos import REAL_PHOTOS

DOMAIN = "vegetables"
SETS = ("vegetables15", "grocerystore")
WANTED = 10
QUESTIONS = 200
EXACT_ROUNDS = 20
CANDIDATES = (50, 200, 1000)
MANY = 100_000
BATCH = 5_000
SEED = 1


@dataclass(frozen=True)
class Seen:
    """The embeddings, float16 (N, C), of photos, and the version of the model."""

    vectors: NDArray[np.float16]
    model: str


def run() -> None:
    """Measure and write docs/figures/similarity.json."""
    seen = _embed()
    sizes = {"real photos": seen, "mixtures of two of them": Seen(_mix(seen.vectors), seen.model)}
    figures: dict[str, Any] = {"model": seen.model, "wanted": WANTED, "questions": QUESTIONS, "databases": {}}
    for database, open_database in empty_databases().items():
        figures["databases"][database] = {}
        for what, some in sizes.items():
            with open_database() as engine:
                _fill(engine, some)
                figures["databases"][database][what] = _measure(engine, some)
    print(write_figures("similarity", figures).read_text())  # noqa: T201  # a command


def _embed() -> Seen:
    """Look at all photos."""
    analyst = build_analyst(InferenceSettings())
    paths = sorted(path for name in SETS for path in (REAL_PHOTOS / name).rglob("*.jpg"))
    found = [analyst.look(path.read_bytes(), DOMAIN).seen.embedding for path in paths]
    return Seen(np.array(found, dtype=np.float16), analyst.models.get(DOMAIN).card.version)


def _mix(vectors: NDArray[np.float16]) -> NDArray[np.float16]:
    """Many more vectors: each a weighted mean of two photos' own."""
    chance = np.random.default_rng(SEED)
    one, other = (vectors[chance.integers(0, len(vectors), MANY)].astype(np.float32) for _ in range(2))
    weight = chance.random((MANY, 1), dtype=np.float32)
    return (weight * one + (1 - weight) * other).astype(np.float16)


def _measure(engine: Engine, seen: Seen) -> dict[str, Any]:
    """Recall and cost by the number of candidates, and the cost of the exact way."""
    asked = random.Random(SEED).sample(range(len(seen.vectors)), QUESTIONS)
    unit = _normalise(seen.vectors)
    truth = [_nearest(unit, number) for number in asked]
    clock = CpuClock(engine)
    by_candidates = {str(count): _ask(clock, asked, truth, SimilarityIndex(candidates=count)) for count in CANDIDATES}
    exact = [clock.time(lambda session, n=number: _read_all(session, n))[0] for number in asked[:EXACT_ROUNDS]]
    clock.close()
    return {
        "photos": len(seen.vectors),
        "candidates": by_candidates,
        "exact_ms": round(statistics.median(exact), 1),
    }


def _ask(clock: CpuClock, asked: list[int], truth: list[set[str]], index: SimilarityIndex) -> dict[str, float]:
    first, _ = clock.time(lambda session: index.find(session, _id(asked[0]), WANTED))
    answers = [clock.time(lambda session, n=number: index.find(session, _id(n), WANTED)) for number in asked]
    hits = sum(len({photo.id for photo in photos} & near) for (_, photos), near in zip(answers, truth, strict=True))
    times = [cost for cost, _ in answers]
    return {
        "recall_at_10": round(hits / (WANTED * len(asked)), 4),
        "p50_ms": round(statistics.median(times), 2),
        "p95_ms": round(statistics.quantiles(times, n=20)[-1], 2),
        "first_ms": round(first, 1),
    }


def _read_all(session: Session, number: int) -> list[str]:
    """The plain way: read every vector, and take the ten of the largest cosine."""
    rows = session.exec(select(PhotoEmbedding.photo_id, PhotoEmbedding.vector)).all()
    vectors = np.frombuffer(b"".join(vector for _, vector in rows), np.float16).reshape(len(rows), -1)
    unit = _normalise(vectors)
    cosines = unit @ unit[next(place for place, row in enumerate(rows) if row[0] == _id(number))]
    return [rows[place][0] for place in np.argpartition(-cosines, WANTED)[: WANTED + 1]]


def _normalise(vectors: NDArray[np.float16]) -> NDArray[np.float32]:
    exact = vectors.astype(np.float32)
    return exact / np.maximum(np.linalg.norm(exact, axis=1, keepdims=True), np.finfo(np.float32).tiny)


def _nearest(unit: NDArray[np.float32], number: int) -> set[str]:
    """The ids of the nearest by exact cosine."""
    cosines = unit @ unit[number]
    cosines[number] = -1
    return {_id(int(place)) for place in np.argpartition(-cosines, WANTED)[:WANTED]}


def _fill(engine: Engine, seen: Seen) -> None:
    migrate(engine)
    same = {"domain": DOMAIN, "media_type": "image/jpeg", "width": 1, "height": 1, "size": 1}
    with engine.begin() as connection:
        for begin in range(0, len(seen.vectors), BATCH):
            numbers = range(begin, min(begin + BATCH, len(seen.vectors)))
            photos = [Photo(id=_id(number), sha256=f"{number:064x}", **same).model_dump() for number in numbers]
            connection.execute(insert(Photo), photos)
            vectors = [seen.vectors[number].tobytes() for number in numbers]
            rows = [
                {"photo_id": _id(number), "model": seen.model, "vector": vector, "code": code}
                for number, vector, code in zip(numbers, vectors, encode_all(vectors), strict=True)
            ]
            connection.execute(insert(PhotoEmbedding), rows)


def _id(number: int) -> str:
    return f"{number:032x}"
