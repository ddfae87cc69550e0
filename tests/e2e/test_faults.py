"""Whatever falls: a photo that was answered 202 is labelled exactly once. The trials of `make soak`, in small."""

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from tests.service import Service
from tests.soak import trials
from tests.soak.malformed import try_malformed
from tests.soak.stages import NoNamespaces, clock_settings, postgresql, small_disk


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    own = Service(tmp_path)
    yield own
    own.close()


@pytest.fixture(scope="session")
def photos(shared_data: Path) -> list[Path]:
    return sorted((shared_data / "vegetables15").rglob("*.jpg"))[::150]


def test_worker_killed_in_mid_work(service: Service, photos: list[Path]) -> None:
    assert trials.kill_workers(service, photos[:20], kills=2)["photos"] == 20


def test_redis_killed_and_restarted(service: Service, photos: list[Path]) -> None:
    assert trials.restart_redis(service, photos[:10], restarts=1)["photos"] == 10


def test_redis_emptied(service: Service, photos: list[Path]) -> None:
    assert trials.empty_redis(service, photos[:10], times=1)["photos"] == 10


def test_photos_are_taken_while_redis_is_away(service: Service, photos: list[Path]) -> None:
    assert trials.take_redis_away(service, photos[:5], seconds=1)["taken_without_redis"] == 5


def test_postgresql_crashed(photos: list[Path], tmp_path: Path) -> None:
    with postgresql() as (url, crash):
        service = Service(tmp_path, database=url)
        assert trials.crash_postgresql(service, photos[:8], crashes=1, crash=crash)["photos"] == 8
        service.close()


def test_disk_of_the_photo_store_full(photos: list[Path], tmp_path: Path) -> None:
    try:
        with small_disk(tmp_path / "disk", size="2m") as (wrapper, disk):
            service = Service(tmp_path, wrapper=wrapper, INFERENCE_DATA_DIR=str(tmp_path / "disk"))
            assert trials.fill_disk(service, photos[:5], disk=disk)["refused"] >= 3
            service.close()
    except NoNamespaces as reason:
        pytest.skip(str(reason))


def test_api_killed_between_store_and_enqueue(service: Service, photos: list[Path]) -> None:
    assert trials.kill_api_between_store_and_enqueue(service, photos[:3], kills=1)["photos"] == 3


def test_two_workers_with_the_same_jobs(service: Service, photos: list[Path]) -> None:
    assert trials.share_jobs(service, photos[:8], copies=2)["photos"] == 8


def test_clock_that_jumps(photos: list[Path], tmp_path: Path) -> None:
    clock = tmp_path / "offset"
    service = Service(tmp_path, **clock_settings(clock))
    assert trials.jump_clock(service, photos[:9], clock=clock)["photos"] == 9
    service.close()


def test_sigterm_under_load(service: Service, photos: list[Path]) -> None:
    assert trials.terminate_under_load(service, photos[:10], restarts=1)["photos"] == 10


def test_malformed_images_neither_crash_nor_leak(shared_data: Path) -> None:
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as alone:
        figures = alone.submit(try_malformed, shared_data, 300).result()
    assert figures["answered"] + figures["BrokenImage"] > 150
    assert figures["growth_mb"] < 60
    assert figures["peak_mb"] < 700
