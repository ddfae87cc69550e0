"""Clients' keys of requests, on both databases."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Engine
from sqlmodel import update

from catalog.database import read_session, write_session
from catalog.models import IdempotencyKey, utc_now
from catalog.request_keys import LIFETIME, claim_key, count_old_keys, purge_keys

FIRST, SECOND = "1" * 32, "2" * 32


def claim(engine: Engine, photo_id: str, key: str = "key") -> str:
    with write_session(engine) as session:
        return claim_key(session, key, photo_id)


def let_a_day_pass(engine: Engine) -> None:
    with write_session(engine) as session:
        session.exec(update(IdempotencyKey).values(created_at=utc_now() - LIFETIME))


def test_key_stands_for_the_photo_it_came_with_first(engine: Engine) -> None:
    assert [claim(engine, photo_id) for photo_id in (FIRST, FIRST, SECOND)] == [FIRST] * 3
    assert claim(engine, SECOND, "another key") == SECOND


def test_of_those_who_claim_a_key_at_once_one_gets_it(engine: Engine) -> None:
    photos = [f"{number:032x}" for number in range(24)]
    with ThreadPoolExecutor(8) as clients:
        answers = set(clients.map(lambda photo_id: claim(engine, photo_id), photos))
    assert len(answers) == 1
    assert answers <= set(photos)


def test_key_can_be_used_anew_after_a_day(engine: Engine) -> None:
    claim(engine, FIRST)
    let_a_day_pass(engine)
    assert [claim(engine, photo_id) for photo_id in (SECOND, FIRST)] == [SECOND] * 2


def test_old_keys_are_purged_and_new_ones_are_not(engine: Engine) -> None:
    claim(engine, FIRST)
    let_a_day_pass(engine)
    claim(engine, FIRST, "another key")
    with write_session(engine) as session:
        assert count_old_keys(session) == 1
        purge_keys(session)
    with read_session(engine) as session:
        assert count_old_keys(session) == 0
        assert session.get(IdempotencyKey, "another key")
