"""Photos and the work that is owed to them, on both databases."""

import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from catalog.database import create_database_engine, read_session, write_session
from catalog.errors import OwnerNotFound, PhotoNotFound
from catalog.models import utc_now
from catalog.repository import (
    NewPhoto,
    add_photo,
    add_photos,
    correct_label,
    count_photos,
    delete_photos_of,
    get_photo,
    take_back_photo,
)
from catalog.tasks import (
    ClassificationResult,
    ColorResult,
    ColorsResult,
    due_tasks,
    fail_task,
    finish_classification,
    finish_colors,
    postpone_tasks,
    reopen_tasks,
    start_task,
)

TOMATO = ClassificationResult("tomato", 0.9, known=True, top=[{"label": "tomato", "score": 0.9}], model="m-1")
RED = ColorsResult([ColorResult("basic", "red", "#FF0000"), ColorResult("ryb", "red", "#FE2712")])


def new_photo(number: int = 1, owner: str | None = None) -> NewPhoto:
    return NewPhoto(f"{number:064x}", "vegetables", "image/jpeg", 4, 3, 100, owner=owner)


def test_photo_is_written_with_the_work_it_needs(engine: Engine) -> None:
    with write_session(engine) as session:
        photo, created = add_photo(session, new_photo())
        _, again = add_photo(session, new_photo())
        due = due_tasks(session, at=utc_now(), limit=10)
    assert (created, again) == (True, False)
    assert sorted(task.id for task in due) == [f"{photo.id}-classify", f"{photo.id}-colors"]


def test_photo_is_labelled_when_both_tasks_are_finished(engine: Engine) -> None:
    with write_session(engine) as session:
        photo, _ = add_photo(session, new_photo())
        assert finish_classification(session, f"{photo.id}-classify", TOMATO)
        assert photo.status == "pending"
        assert finish_colors(session, f"{photo.id}-colors", RED)
    with read_session(engine) as session:
        stored = get_photo(session, photo.id)
    assert (stored.status, stored.label, stored.color) == ("labelled", "tomato", "red")


def test_task_finished_twice_counts_once(engine: Engine) -> None:
    other = ClassificationResult("carrot", 0.8, known=True, top=[], model="m-2")
    with write_session(engine) as session:
        photo, _ = add_photo(session, new_photo())
        assert finish_classification(session, f"{photo.id}-classify", TOMATO)
        assert not finish_classification(session, f"{photo.id}-classify", other)
        assert start_task(session, f"{photo.id}-classify") is None
        assert photo.label == "tomato"


def test_postponed_task_is_due_later(engine: Engine) -> None:
    with write_session(engine) as session:
        photo, _ = add_photo(session, new_photo())
        postpone_tasks(session, [f"{photo.id}-classify"], until=utc_now() + timedelta(minutes=1))
        now = [task.kind for task in due_tasks(session, at=utc_now(), limit=10)]
        later = due_tasks(session, at=utc_now() + timedelta(minutes=2), limit=10)
    assert now == ["colors"]
    assert len(later) == 2


def test_failed_task_fails_the_photo_and_can_be_opened_again(engine: Engine) -> None:
    with write_session(engine) as session:
        photo, _ = add_photo(session, new_photo())
        fail_task(session, f"{photo.id}-colors", "no colours")
        assert (photo.status, photo.error) == ("failed", "no colours")
        reopen_tasks(session, photo.id)
        assert (photo.status, photo.error) == ("pending", None)


def test_persons_word_outranks_import_and_model(engine: Engine) -> None:
    with write_session(engine) as session:
        photo, _ = add_photo(session, new_photo())
        finish_classification(session, f"{photo.id}-classify", TOMATO)
        assert (photo.label, photo.label_source) == ("tomato", "prediction")
        add_photo(session, NewPhoto(photo.sha256, "vegetables", "image/jpeg", 4, 3, 100, true_label="radish"))
        assert (photo.label, photo.label_source) == ("radish", "import")
        correct_label(session, photo.id, "papaya")
        assert (photo.label, photo.label_source) == ("papaya", "person")
        correct_label(session, photo.id, None)
        assert photo.label == "radish"


def test_unknown_photo_has_no_label_to_be_found_by(engine: Engine) -> None:
    unknown = ClassificationResult("tomato", 0.3, known=False, top=[], model="m-1")
    with write_session(engine) as session:
        photo, _ = add_photo(session, new_photo())
        finish_classification(session, f"{photo.id}-classify", unknown)
        assert (photo.label, photo.predicted_label) == (None, "tomato")


def test_forgetting_an_owner_keeps_what_others_sent_too(engine: Engine) -> None:
    with write_session(engine) as session:
        own, _ = add_photo(session, new_photo(1, "ada"))
        shared, _ = add_photo(session, new_photo(2, "ada"))
        add_photo(session, new_photo(2, "bob"))
        assert [photo.id for photo in delete_photos_of(session, "ada")] == [own.id]
        assert delete_photos_of(session, "ada") == []
        assert get_photo(session, shared.id)
        with pytest.raises(PhotoNotFound):
            get_photo(session, own.id)


def test_photo_that_others_sent_too_is_taken_back_for_its_owner_alone(engine: Engine) -> None:
    with write_session(engine) as session:
        shared, _ = add_photo(session, new_photo(1, "ada"))
        add_photo(session, new_photo(1, "bob"))
        with pytest.raises(OwnerNotFound):
            take_back_photo(session, shared.id, "eve")
        assert take_back_photo(session, shared.id, "ada") == []
        with pytest.raises(OwnerNotFound):
            take_back_photo(session, shared.id, "ada")
        assert [photo.id for photo in take_back_photo(session, shared.id, "bob")] == [shared.id]
        with pytest.raises(PhotoNotFound):
            take_back_photo(session, shared.id, "bob")


def test_photo_that_somebody_else_is_just_sending_is_not_forgotten(engine: Engine) -> None:
    def forget(owner: str) -> int:
        with write_session(engine) as session:
            return len(delete_photos_of(session, owner))

    with write_session(engine) as session:
        photo, _ = add_photo(session, new_photo(1, "ada"))
    with ThreadPoolExecutor() as other:
        with write_session(engine) as session:
            add_photo(session, new_photo(1, "bob"))
            forgetting = other.submit(forget, "ada")
            with pytest.raises(TimeoutError):
                forgetting.result(timeout=0.5)
        assert forgetting.result() == 0
    with read_session(engine) as session:
        assert get_photo(session, photo.id)


def test_photo_that_comes_many_times_at_once_is_new_once(engine: Engine) -> None:
    def send(number: int) -> bool:
        with write_session(engine) as session:
            return add_photo(session, new_photo(number // 8, owner=f"person-{number % 2}"))[1]

    with ThreadPoolExecutor(8) as clients:
        created = list(clients.map(send, range(40)))
    with read_session(engine) as session:
        assert (sum(created), count_photos(session).total) == (5, 5)
        assert len(due_tasks(session, at=utc_now(), limit=99)) == 10


def test_imports_of_the_same_photos_at_once_write_them_once(engine: Engine) -> None:
    def take(turn: int) -> None:
        numbers = range(30) if turn % 2 else reversed(range(30))
        with write_session(engine) as session:
            add_photos(session, [new_photo(number) for number in numbers])

    with ThreadPoolExecutor(4) as imports:
        list(imports.map(take, range(8)))
    with read_session(engine) as session:
        assert count_photos(session).total == 30
        assert len(due_tasks(session, at=utc_now(), limit=99, bulk=True)) == 60


def test_processes_write_at_once_without_being_locked_out(engine: Engine) -> None:
    url = engine.url.render_as_string(hide_password=False)
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=write_many, args=(url, start)) for start in (0, 100)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0, 0]
    with read_session(engine) as session:
        assert count_photos(session).total == 60


def write_many(url: str, start: int) -> None:
    engine = create_database_engine(url)
    for number in range(start, start + 30):
        with write_session(engine) as session:
            add_photo(session, new_photo(number))
    engine.dispose()
