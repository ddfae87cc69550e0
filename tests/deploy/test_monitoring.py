"""Dashboard and alerts: sound, on real metrics (see `test_stack`), and each alert with its paragraph."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.deploy.tools import fetch_prometheus


@pytest.fixture
def rules(repository: Path) -> list[dict[str, Any]]:
    groups = yaml.safe_load((repository / "deploy" / "prometheus" / "alerts.yml").read_text())["groups"]
    return [rule for group in groups for rule in group["rules"]]


def test_dashboard_is_what_its_code_gives(repository: Path) -> None:
    folder = repository / "deploy" / "grafana"
    given = subprocess.run(["python3", folder / "dashboard.py"], check=True, capture_output=True, text=True).stdout
    assert (folder / "dashboards" / "greengrocer.json").read_text() == given


def test_panels_have_each_their_place(repository: Path) -> None:
    panels = json.loads((repository / "deploy/grafana/dashboards/greengrocer.json").read_text())["panels"]
    taken: set[tuple[int, int]] = set()
    for place in (panel["gridPos"] for panel in panels):
        cells = {(place["x"] + i, place["y"] + j) for i in range(place["w"]) for j in range(place["h"])}
        assert not cells & taken
        assert all(x < 24 for x, _ in cells)
        taken |= cells


def test_every_alert_has_its_paragraph_in_the_runbook(repository: Path, rules: list[dict[str, Any]]) -> None:
    headings = set(re.findall(r"^### (\w+)$", (repository / "docs" / "operations.md").read_text("utf-8"), re.MULTILINE))
    assert headings == {rule["alert"] for rule in rules}
    for rule in rules:
        assert rule["annotations"]["runbook"] == f"docs/operations.md#{rule['alert'].lower()}"


def test_promtool_accepts_configuration_and_expressions_and_the_alerts_ring_when_they_should(repository: Path) -> None:
    promtool, folder = fetch_prometheus("promtool"), repository / "deploy" / "prometheus"
    for command in (["check", "config", "prometheus.yml"], ["test", "rules", "alerts_test.yml"]):
        said = subprocess.run([promtool, *command], cwd=folder, capture_output=True, text=True, check=False)
        assert said.returncode == 0, said.stdout + said.stderr
