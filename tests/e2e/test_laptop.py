"""`greengrocer up` in a terminal of a laptop: settings in `.env`, a proxy in the environment, the window closed."""

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from inference.processes.address import find_address, url_of
from inference.processes.ports import free_port
from inference.settings import InferenceSettings
from tests.processes import Running, await_ready, start
from tests.telegram_double import TOKEN

WAIT_S = 40.0
NOWHERE = "http://127.0.0.1:9"


@pytest.fixture(scope="module")
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder, port = tmp_path_factory.mktemp("laptop"), free_port()
    (folder / ".env").write_text(f"BOT_TOKEN={TOKEN}\nBOT_TELEGRAM_URL={NOWHERE}\nINFERENCE_PORT={port}\n")
    inherited = signal.signal(signal.SIGHUP, signal.SIG_DFL)  # `nohup make test` ignores it
    running = start(folder, "up", HTTP_PROXY=NOWHERE, http_proxy=NOWHERE)
    signal.signal(signal.SIGHUP, inherited)
    await_ready(f"http://127.0.0.1:{port}", running)
    yield running
    running.end()


def test_proxy_of_the_environment_is_not_asked_for_this_machine(laptop: Running) -> None:
    await_line(laptop, "api       http://127.0.0.1")


def test_other_commands_are_told_where_it_answers(laptop: Running) -> None:
    await_line(laptop, "Ctrl-C ends everything")
    settings = InferenceSettings(data_dir=laptop.log.parent / "var")
    assert find_address(settings) != url_of(settings.host, settings.port)  # the port is its own
    assert f"api       {find_address(settings)} " in laptop.log.read_text()


def test_places_that_stay_are_named(laptop: Running) -> None:
    folder = laptop.log.parent
    await_line(laptop, f"Ctrl-C ends everything; photos stay in {folder}/var, the catalogue in sqlite:///{folder}/g")


def test_token_in_the_file_of_settings_starts_the_bot(laptop: Running) -> None:
    await_line(laptop, "bot       listens for messages")


def test_second_one_is_kept_out_of_the_data_folder(laptop: Running) -> None:
    await_line(laptop, "Ctrl-C ends everything")
    folder = laptop.log.parent
    settings = InferenceSettings(data_dir=folder / "var")
    address = find_address(settings)
    second = start(folder, "up", "--port", "0")
    assert second.process.wait(WAIT_S) == 1
    (reason,) = second.log.read_text().splitlines()
    assert reason.startswith(f"{folder / 'var'} is in use by another greengrocer up")
    assert find_address(settings) == address


def test_end_while_it_starts_is_no_failure(tmp_path: Path) -> None:
    running = start(tmp_path, "up", "--port", "0")
    await_line(running, "redis     redis://")
    assert running.end() == 0
    assert "did not start" not in running.log.read_text()


def test_redis_that_cannot_read_its_file_is_said_so(tmp_path: Path) -> None:
    broken = tmp_path / "var" / "redis" / "appendonlydir" / "appendonly.aof.manifest"
    broken.parent.mkdir(parents=True)
    broken.write_text("no manifest")
    running = start(tmp_path, "up", "--port", "0")
    assert running.process.wait(WAIT_S) == 1
    assert running.log.read_text().rstrip().endswith(f"see {tmp_path / 'var' / 'redis' / 'redis.log'}")


def test_closed_terminal_ends_everything(laptop: Running) -> None:
    await_line(laptop, "Ctrl-C ends everything")
    children = psutil.Process(laptop.process.pid).children(recursive=True)
    assert len(children) >= 3
    assert laptop.end(signal.SIGHUP) == 0
    assert not [child for child in children if child.is_running() and child.status() != psutil.STATUS_ZOMBIE]
    settings = InferenceSettings(data_dir=laptop.log.parent / "var")
    assert find_address(settings) == url_of(settings.host, settings.port)


def await_line(running: Running, text: str) -> None:
    """Wait until a process printed a line that begins so."""
    deadline = time.monotonic() + WAIT_S
    while not any(line.startswith(text) for line in running.log.read_text().splitlines()):
        assert time.monotonic() < deadline, running.log.read_text()
        assert running.process.poll() is None, running.log.read_text()
        time.sleep(0.1)
