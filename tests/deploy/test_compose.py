"""docker-compose.yml and the Dockerfile, as far as they can be checked without Docker."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from inference.cli import build_cli
from tests.contract.test_environment import BotSettings, DatabaseSettings, InferenceSettings, names_of

OURS = ("migrate", "api", "worker", "bot")


@pytest.fixture
def services(repository: Path) -> dict[str, Any]:
    services: dict[str, Any] = yaml.safe_load((repository / "docker-compose.yml").read_text())["services"]
    return services


def test_every_variable_is_a_setting(services: dict[str, Any]) -> None:
    known = names_of(BotSettings) | names_of(DatabaseSettings) | names_of(InferenceSettings)
    for name in OURS:
        assert set(services[name]["environment"]) <= known


def test_every_command_is_one_of_ours(services: dict[str, Any]) -> None:
    commands = {
        command.name or command.callback.__name__ for command in build_cli().registered_commands if command.callback
    }
    groups = {group.name for group in build_cli().registered_groups}
    for name in ("migrate", "api", "worker"):
        assert services[name]["command"][0] in commands | groups


def test_services_of_ours_are_confined(services: dict[str, Any]) -> None:
    for name in OURS:
        assert services[name]["read_only"]
        assert services[name]["cap_drop"] == ["ALL"]


def test_every_copied_source_exists(repository: Path) -> None:
    dockerfile = (repository / "deploy" / "docker" / "Dockerfile").read_text()
    for line in re.findall(r"^COPY (?!--from)(.+)$", dockerfile, re.MULTILINE):
        assert all((repository / source).exists() for source in line.split()[:-1])
