"""What docker-compose.yml says, run: a photo goes in by Telegram and by REST, and comes back with its label."""

import json
import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from inference.processes.ports import free_port
from tests.deploy.stack import ComposeStack
from tests.deploy.tools import fetch_prometheus
from tests.telegram_double import TOKEN, TelegramDouble

METRIC = re.compile(r"\b((?:greengrocer|http|process)_\w+)")
SUFFIX = re.compile(r"_(bucket|sum|count|total)$")


@pytest.fixture(scope="module")
def telegram() -> Iterator[TelegramDouble]:
    with TelegramDouble() as double:
        yield double
        assert not double.complaints


@pytest.fixture(scope="module")
def stack(
    tmp_path_factory: pytest.TempPathFactory, postgresql_url: str, moto_url: str, telegram: TelegramDouble
) -> Iterator[ComposeStack]:
    stack = ComposeStack(tmp_path_factory.mktemp("compose"), postgresql_url, moto_url, TOKEN, telegram.url)
    try:
        stack.start_redis()
        assert "is up to date" in stack.run("migrate")
        assert stack.run("keys") == "bot has its key\n"
        for name in ("api", "worker", "bot"):
            stack.start(name)
        yield stack
    finally:
        statuses = stack.end()
    assert statuses == {"bot": 0, "worker": 0, "api": 0, "redis": 0}


@pytest.fixture(scope="module")
def http(stack: ComposeStack) -> Iterator[httpx.Client]:
    key = (stack.folder / "secrets" / "inference_admin_key").read_text().strip()
    own = {"Authorization": f"Bearer {key}"}
    with httpx.Client(base_url=f"http://127.0.0.1:{stack.ports['api']}", headers=own, timeout=40) as client:
        yield client


@pytest.fixture(scope="module")
def tomato(shared_data: Path) -> Path:
    return min((shared_data / "grocerystore").rglob("*Regular-Tomato*.jpg"))


def test_photo_sent_by_rest_is_stored_labelled_and_found(http: httpx.Client, tomato: Path) -> None:
    job = http.post("/v1/photos", params={"wait": 25}, files={"file": tomato.read_bytes()}).json()
    assert (job["status"], job["photo"]["label"]) == ("finished", "tomato")
    found = http.get("/v1/photos", params={"q": "red tomatoes"}).json()["photos"]
    assert [photo["id"] for photo in found] == [job["id"]]
    assert http.get(found[0]["url"]).content


def test_photo_sent_to_the_bot_is_answered(telegram: TelegramDouble, stack: ComposeStack, tomato: Path) -> None:
    telegram.send_photo(tomato)
    assert "Tomato" in telegram.wait_for("sendPhoto", seconds=40).text


def test_nobody_is_let_in_without_a_key(http: httpx.Client) -> None:
    assert httpx.get(f"{http.base_url}/v1/photos").status_code == httpx.codes.UNAUTHORIZED


def test_logs_are_json_and_hold_no_secret(stack: ComposeStack) -> None:
    secrets = [path.read_text().strip() for path in (stack.folder / "secrets").iterdir()]
    for name in ("api", "worker", "bot"):
        said = stack.running[name].log.read_text()
        assert not [secret for secret in secrets if len(secret) > 16 and secret in said], name
        if name != "bot":
            assert all(json.loads(line)["event"] for line in said.splitlines() if line.startswith("{"))


def test_every_metric_of_dashboard_and_alerts_is_there(stack: ComposeStack, repository: Path) -> None:
    there: set[str] = set()
    for name in ("api", "worker", "bot"):
        exposed = httpx.get(f"http://127.0.0.1:{stack.ports[name]}/metrics").text
        there |= {SUFFIX.sub("", metric) for metric in re.findall(r"^# TYPE (\w+) ", exposed, re.MULTILINE)}
    asked = {SUFFIX.sub("", metric) for expression in expressions(repository) for metric in METRIC.findall(expression)}
    assert len(asked) > 15
    assert asked - there == set()


def test_requests_are_timed_beyond_the_second_that_an_alert_allows(stack: ComposeStack, http: httpx.Client) -> None:
    http.get("/v1/palettes")
    exposed = httpx.get(f"http://127.0.0.1:{stack.ports['api']}/metrics").text
    bounds = re.findall(r'^http_request_duration_seconds_bucket\{handler="/v1/palettes",le="([\d.]+)"', exposed, re.M)
    assert max(map(float, bounds)) == 10


def test_failures_are_counted_from_zero_so_that_the_first_one_rings(stack: ComposeStack) -> None:
    exposed = httpx.get(f"http://127.0.0.1:{stack.ports['worker']}/metrics").text
    for kind in ("classify", "colors"):
        assert f'greengrocer_task_failures_total{{final="true",kind="{kind}"}} 0.0' in exposed


@pytest.mark.slow
def test_prometheus_finds_the_processes_and_answers_the_dashboard(
    stack: ComposeStack, repository: Path, tmp_path: Path
) -> None:
    port = free_port()
    write_configuration(stack, repository, tmp_path)
    command = [fetch_prometheus("prometheus"), f"--config.file={tmp_path}/prometheus.yml"]
    places = [f"--storage.tsdb.path={tmp_path}/data", f"--web.listen-address=127.0.0.1:{port}"]
    with subprocess.Popen([*command, *places], stderr=subprocess.DEVNULL) as process:
        try:
            prometheus = httpx.Client(base_url=f"http://127.0.0.1:{port}/api/v1")
            assert await_series(prometheus, "sum(up)", 3.0)
            asked = [expression.replace("$__rate_interval", "10s") for expression in expressions(repository)]
            answers = [prometheus.get("/query", params={"query": expression}).json() for expression in asked]
            assert {answer["status"] for answer in answers} == {"success"}
            prometheus.close()
        finally:
            process.terminate()


def expressions(repository: Path) -> list[str]:
    """All that the dashboard and the alerts ask."""
    dashboard = json.loads((repository / "deploy/grafana/dashboards/greengrocer.json").read_text())
    groups = yaml.safe_load((repository / "deploy/prometheus/alerts.yml").read_text())["groups"]
    shown = [target["expr"] for panel in dashboard["panels"] for target in panel.get("targets", [])]
    return shown + [rule["expr"] for group in groups for rule in group["rules"]]


def write_configuration(stack: ComposeStack, repository: Path, folder: Path) -> None:
    """Prometheus' own configuration, with this machine's addresses in place of names."""
    source = repository / "deploy" / "prometheus"
    configuration: dict[str, Any] = yaml.safe_load((source / "prometheus.yml").read_text())
    configuration["global"] = {"scrape_interval": "1s", "evaluation_interval": "1s"}
    for job in configuration["scrape_configs"]:
        assert job.pop("dns_sd_configs")[0]["names"] == [job["job_name"]]
        job["static_configs"] = [{"targets": [f"127.0.0.1:{stack.ports[job['job_name']]}"]}]
    (folder / "prometheus.yml").write_text(yaml.safe_dump(configuration))
    (folder / "alerts.yml").write_bytes((source / "alerts.yml").read_bytes())


def await_series(prometheus: httpx.Client, query: str, value: float) -> bool:
    """Wait until a query has the value."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            found = prometheus.get("/query", params={"query": query}).raise_for_status().json()["data"]["result"]
            if found and float(found[0]["value"][1]) == value:
                return True
        except httpx.HTTPError:  # not listening yet, or not ready
            pass
        time.sleep(0.3)
    return False
