"""What can be watched: stages, backlog, logs and request ids."""

import json
import logging
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from prometheus_client import REGISTRY

from inference.processes.ports import free_port
from inference.telemetry.access_log import is_request_id
from inference.telemetry.stages import gathered, note, timed
from tests.inference.conftest import Photograph
from tests.processes import await_ready, start


def spent_in(stage: str) -> float:
    return REGISTRY.get_sample_value("greengrocer_stage_seconds_sum", {"stage": stage}) or 0.0


def test_stage_is_timed_for_prometheus_and_for_the_log() -> None:
    before = spent_in("colour")
    with gathered() as spent:
        note("colour", 0.25)
        with timed("decode"):
            pass
    assert spent["colour"] == 0.25
    assert set(spent) == {"colour", "decode"}
    assert spent_in("colour") == pytest.approx(before + 0.25)


def test_classify_times_its_stages(client: TestClient, photograph: Photograph) -> None:
    before = {stage: spent_in(stage) for stage in ("decode", "classify", "colour")}
    assert client.post("/v1/classify", files={"file": photograph()}).status_code == 200
    assert all(spent_in(stage) > seconds for stage, seconds in before.items())


def test_metrics_count_the_backlog_when_asked(client: TestClient, photograph: Photograph) -> None:
    client.post("/v1/photos", files={"file": photograph()})
    assert 'greengrocer_open_tasks{work="person"} 2.0' in client.get("/metrics").text


def test_backlog_that_cannot_be_counted_has_no_sample(client: TestClient) -> None:
    text = client.get("/metrics").text  # no Redis listens
    assert "# TYPE greengrocer_queue_depth gauge" in text
    assert "greengrocer_queue_depth{" not in text


def test_refusals_are_counted_by_code(client: TestClient) -> None:
    labels = {"code": "unsupported_image"}
    before = REGISTRY.get_sample_value("greengrocer_problems_total", labels) or 0
    client.post("/v1/classify", files={"file": b"no image"})
    assert REGISTRY.get_sample_value("greengrocer_problems_total", labels) == before + 1


def test_request_keeps_its_id(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "inference.telemetry.access_log"):
        answer = client.get("/v1/palettes?owner=anna", headers={"X-Request-ID": "till-7.42"})
    assert answer.headers["x-request-id"] == "till-7.42"
    (record,) = caplog.records
    assert (record.__dict__["path"], record.__dict__["status"]) == ("/v1/palettes", 200)
    assert "anna" not in record.getMessage()


@pytest.mark.parametrize("text", ["", "a b", "x\ny", "x" * 65, "naïve"])
def test_id_that_could_forge_a_log_line_is_replaced(text: str) -> None:
    assert not is_request_id(text)


LOGGING = """
import logging
from inference.telemetry.logs import configure_logging
configure_logging("INFO", "json")
logging.getLogger("inference.jobs").info("photo %s is labelled", "ab", extra={"photo": "ab", "seconds": 0.1})
"""


def test_json_log_is_one_object_a_line() -> None:
    done = subprocess.run([sys.executable, "-c", LOGGING], capture_output=True, text=True, check=True)
    line = json.loads(done.stderr)
    assert {"time", "level", "logger", "event", "request_id", "photo", "seconds"} == set(line)
    assert (line["event"], line["seconds"]) == ("photo ab is labelled", 0.1)


def test_what_is_no_request_is_logged_as_all_else(tmp_path: Path) -> None:
    port = free_port()
    running = start(tmp_path, "serve", "--port", str(port), INFERENCE_LOG_FORMAT="json")
    await_ready(f"http://127.0.0.1:{port}", running)
    with socket.create_connection(("127.0.0.1", port)) as caller:
        caller.sendall(b"GARBAGE\r\n\r\n")
        assert b"400" in caller.recv(1024)
    running.end()
    events = [json.loads(line)["event"] for line in running.log.read_text().splitlines()]
    assert "Invalid HTTP request received." in events
