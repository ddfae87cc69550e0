"""One server of several processes: they share a port and what they count, and one that falls is replaced."""

import io
import re
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import psutil
import pytest
from PIL import Image

from inference.processes.ports import free_port
from tests.processes import Running, await_ready, start

PROCESSES = 2
PHOTOS = 20
WAIT_S = 60.0
MEMORY = re.compile(r"^process_resident_memory_bytes (\S+)$", re.MULTILINE)
COUNTED = re.compile(r'^http_requests_total\{handler="/v1/classify".*} (\S+)$', re.MULTILINE)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[str, Running]]:
    url = f"http://127.0.0.1:{(port := free_port())}"
    running = start(tmp_path, "serve", "--port", str(port), INFERENCE_PROCESSES=str(PROCESSES))
    await_ready(url, running)
    yield url, running
    assert running.end() == 0


def test_processes_count_together_and_a_fallen_one_is_replaced(server: tuple[str, Running]) -> None:
    url, running = server
    before = await_children(running)
    with ThreadPoolExecutor(PHOTOS) as people:
        answers = list(people.map(lambda _: classify(url), range(PHOTOS)))
    assert {answer.status_code for answer in answers} == {200}
    text = httpx.get(f"{url}/metrics").text
    assert COUNTED.findall(text) == [f"{PHOTOS}.0"]
    assert 'greengrocer_open_tasks{work="person"} 0.0' in text
    resident = sum(child.memory_info().rss for child in before)
    assert float(MEMORY.findall(text)[0]) == pytest.approx(resident, rel=0.2)

    before[0].kill()
    assert before[1] in await_children(running, without=before[:1])
    assert classify(url).status_code == 200
    assert COUNTED.findall(httpx.get(f"{url}/metrics").text) == [f"{PHOTOS + 1}.0"]


def test_port_that_is_taken_is_said_so(server: tuple[str, Running], tmp_path: Path) -> None:
    port = server[0].rpartition(":")[2]
    for command, processes in (("serve", "1"), ("serve", "2"), ("up", "1")):
        second = start(tmp_path / command / processes, command, "--port", port, INFERENCE_PROCESSES=processes)
        assert second.process.wait(WAIT_S) == 1
        assert (
            second.log.read_text().splitlines()[-1]
            == f"cannot listen at 127.0.0.1, port {port}: Address already in use"
        )


def classify(url: str) -> httpx.Response:
    """Ask on a connection of its own, so that whichever process is free answers."""
    buffer = io.BytesIO()
    Image.new("RGB", (64, 64), "red").save(buffer, "JPEG")
    return httpx.post(f"{url}/v1/classify", content=buffer.getvalue(), headers={"Content-Type": "image/jpeg"})


def await_children(running: Running, without: Sequence[psutil.Process] = ()) -> list[psutil.Process]:
    """The processes that answer, once there are as many as there should be."""
    deadline = time.monotonic() + WAIT_S
    while time.monotonic() < deadline:
        found = [child for child in psutil.Process(running.process.pid).children() if is_server(child)]
        if len(found) == PROCESSES and not set(without) & set(found):
            return found
        time.sleep(0.2)
    raise AssertionError(running.log.read_text())


def is_server(process: psutil.Process) -> bool:
    """Whether it is one that shares the port, and has not ended."""
    try:
        return "--shared" in process.cmdline()
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return False
