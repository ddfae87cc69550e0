"""The counts that totals and facets come from, on both databases."""

import random
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from catalog.counts import recount
from catalog.database import read_session, write_session
from catalog.facets import count_facets
from catalog.models import PhotoCount
from catalog.repository import NewPhoto, add_photo, correct_label, delete_photo, delete_photos_of
from catalog.search import Search
from catalog.tasks import ClassificationResult, ColorResult, ColorsResult, finish_classification, finish_colors

KINDS = ("tomato", "carrot", "papaya")
COLORS = ("red", "green")


def add(session: Session, number: int) -> str:
    new = NewPhoto(f"{number:064x}", "vegetables", "image/jpeg", 4, 3, 100, owner=f"person-{number % 3}")
    return add_photo(session, new)[0].id


def classify(engine: Engine, photo_id: str, label: str) -> None:
    with write_session(engine) as session:
        result = ClassificationResult(label, 0.9, known=label != "papaya", top=[], model="m-1")
        finish_classification(session, f"{photo_id}-classify", result)


def color(engine: Engine, photo_id: str, name: str) -> None:
    with write_session(engine) as session:
        named = [ColorResult(palette, name, "#FF0000") for palette in ("basic", "ryb", "rgb")]
        finish_colors(session, f"{photo_id}-colors", ColorsResult(named))


def read_counts(session: Session) -> dict[tuple[str, str, str], int]:
    rows = session.exec(select(PhotoCount).where(col(PhotoCount.n) != 0))
    return {(row.domain, row.label, row.colors): row.n for row in rows}


def test_counts_follow_every_change_and_counting_anew_changes_nothing(engine: Engine) -> None:
    chance = random.Random(1)
    with write_session(engine) as session:
        ids = [add(session, number) for number in range(12)]
    for photo_id in ids[:9]:
        classify(engine, photo_id, chance.choice(KINDS))
        color(engine, photo_id, chance.choice(COLORS))
    with write_session(engine) as session:
        correct_label(session, ids[3], "radish")
        delete_photo(session, ids[4])
        assert delete_photos_of(session, "person-2")
    with write_session(engine) as session:
        kept = read_counts(session)
        recount(session)
        session.expire_all()
        assert read_counts(session) == kept
    assert sum(kept.values()) == 7


def test_workers_on_the_two_tasks_of_one_photo_count_it_once(engine: Engine) -> None:
    with write_session(engine) as session:
        ids = [add(session, number) for number in range(20)]
    with ThreadPoolExecutor(4) as workers:
        for photo_id in ids:
            workers.submit(classify, engine, photo_id, "tomato")
            workers.submit(color, engine, photo_id, "red")
    with read_session(engine) as session:
        facets = count_facets(session, Search())
    assert (facets.labels, facets.total) == ({"tomato": 20}, 20)
    assert facets.colors == {palette: {"red": 20} for palette in ("basic", "rgb", "ryb")}


def test_facets_of_one_sender_are_those_of_the_photos_sent(engine: Engine) -> None:
    with write_session(engine) as session:
        ids = [add(session, number) for number in range(6)]
    for photo_id in ids:
        classify(engine, photo_id, "carrot")
        color(engine, photo_id, "red")
    with read_session(engine) as session:
        facets = count_facets(session, Search(owner="person-1"))
    assert (facets.labels, facets.colors["ryb"], facets.total) == ({"carrot": 2}, {"red": 2}, 2)
