"""Photos like one, on both databases."""

import numpy as np
import pytest
from alembic import command
from numpy.typing import NDArray
from sqlalchemy import Engine, insert, text

from catalog.database import migrate, migration_config, read_session, write_session
from catalog.errors import PhotoNotFound
from catalog.models import PhotoEmbedding
from catalog.repository import NewPhoto, add_photo, add_photos, delete_photo
from catalog.similarity import OVERLAP, SimilarityIndex, encode
from catalog.tasks import ClassificationResult, finish_classification

AXES, _ = np.linalg.qr(np.random.default_rng(1).standard_normal((1280, 2)))


def near(angle: float) -> NDArray[np.float16]:
    """A vector at an angle in degrees from `near(0)`, as long as the shipped model's."""
    vector: NDArray[np.float16] = (AXES @ [np.cos(np.radians(angle)), np.sin(np.radians(angle))]).astype(np.float16)
    return vector


def add(engine: Engine, number: int, vector: NDArray[np.float16], *, model: str = "m-1") -> str:
    """A photo that a model has seen; its id."""
    result = ClassificationResult("tomato", 0.9, known=True, top=[], model=model, embedding=vector.tobytes())
    with write_session(engine) as session:
        photo, _ = add_photo(session, NewPhoto(f"{number:064x}", "vegetables", "image/jpeg", 4, 3, 100))
        finish_classification(session, f"{photo.id}-classify", result)
    return photo.id


def find(engine: Engine, index: SimilarityIndex, photo_id: str, count: int = 10) -> list[str]:
    with read_session(engine) as session:
        return [photo.id for photo in index.find(session, photo_id, count)]


def test_nearest_photo_comes_first_and_the_photo_itself_never(engine: Engine) -> None:
    ids = [add(engine, number, near(angle)) for number, angle in enumerate((0, 40, 10, 80))]
    assert find(engine, SimilarityIndex(), ids[0]) == [ids[2], ids[1], ids[3]]
    assert find(engine, SimilarityIndex(), ids[3], count=1) == [ids[1]]


def test_photos_that_another_model_saw_are_not_compared(engine: Engine) -> None:
    own, other = add(engine, 1, near(0)), add(engine, 2, near(1), model="m-2")
    assert find(engine, SimilarityIndex(), own) == []
    assert find(engine, SimilarityIndex(), other) == []


def test_new_and_deleted_photos_are_noticed(engine: Engine) -> None:
    index = SimilarityIndex()
    first, second = add(engine, 1, near(0)), add(engine, 2, near(20))
    assert find(engine, index, first) == [second]
    third = add(engine, 3, near(10))
    with write_session(engine) as session:
        delete_photo(session, second)
    assert find(engine, index, first) == [third]


def test_photo_is_found_after_most_of_its_neighbours_were_deleted(engine: Engine) -> None:
    index = SimilarityIndex(candidates=10)
    ids = [add(engine, number, near(number)) for number in range(30)]
    assert find(engine, index, ids[0], 1) == [ids[1]]
    with write_session(engine) as session:
        for photo_id in ids[1:28]:
            delete_photo(session, photo_id)
    assert find(engine, index, ids[0], 1) == [ids[28]]


def test_photos_lie_in_memory_once_however_often_they_are_compared(engine: Engine) -> None:
    own = NewPhoto("f" * 64, "vegetables", "image/jpeg", 4, 3, 100)
    others = [NewPhoto(f"{number:064x}", "vegetables", "image/jpeg", 4, 3, 100) for number in range(OVERLAP + 500)]
    vectors = [vector.tobytes() for vector in np.eye(2, 8, dtype=np.float16)]
    seen = [{"model": "m-1", "vector": vector, "code": encode(vector)} for vector in vectors]
    rows = [{"id": 3000 - place, "photo_id": new.id} | seen[place > 0] for place, new in enumerate([own, *others])]
    with write_session(engine) as session:
        add_photos(session, [own, *others])
        session.execute(insert(PhotoEmbedding), rows)  # the newest first, as a table may hold them
        session.connection().execute(text("ANALYZE photo_embedding"))
    index = SimilarityIndex()
    for _ in range(3):
        find(engine, index, own.id)
    assert len(index) == len(rows)


def test_unseen_photo_is_like_none_and_an_absent_one_is_refused(engine: Engine) -> None:
    with write_session(engine) as session:
        unseen, _ = add_photo(session, NewPhoto("0" * 64, "vegetables", "image/jpeg", 4, 3, 100))
    assert find(engine, SimilarityIndex(), unseen.id) == []
    with pytest.raises(PhotoNotFound):
        find(engine, SimilarityIndex(), "absent")


@pytest.mark.parametrize("angle", [10, 30, 60, 90])
def test_share_of_differing_bits_estimates_the_angle(angle: int) -> None:
    codes = [np.frombuffer(encode(near(degrees).tobytes()), np.uint64) for degrees in (0, angle)]
    assert np.bitwise_count(codes[0] ^ codes[1]).sum() / 1024 * 180 == pytest.approx(angle, abs=8)


def test_embeddings_that_lay_with_the_photos_are_kept_by_the_migration(empty_engine: Engine) -> None:
    config = migration_config(empty_engine)
    migrate(empty_engine)
    own, other = add(empty_engine, 1, near(0)), add(empty_engine, 2, near(5))
    command.downgrade(config, "0001")
    with empty_engine.connect() as connection:
        stored = connection.execute(text("SELECT embedding FROM photo WHERE id = :id"), {"id": own}).scalar_one()
    assert bytes(stored) == near(0).tobytes()
    migrate(empty_engine)
    assert find(empty_engine, SimilarityIndex(), own) == [other]
