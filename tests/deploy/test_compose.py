"""docker-compose.yml, as far as it can be checked without an engine; `test_stack` runs what it says."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from compose_spec import PyCompose
from jsonschema import Draft201909Validator

from tests.contract.test_environment import BotSettings, DatabaseSettings, InferenceSettings, names_of
from tests.deploy.tools import fetch_compose_schema

OURS = ("migrate", "keys", "api", "worker", "bot")
ONE_SHOT = ("migrate", "keys", "photos-owner")
OF_OTHERS = {"AWS_SHARED_CREDENTIALS_FILE", "AWS_DEFAULT_REGION", "FORWARDED_ALLOW_IPS"}  # of boto3 and uvicorn


@pytest.fixture(scope="module")
def compose(repository: Path) -> dict[str, Any]:
    parsed: dict[str, Any] = yaml.safe_load((repository / "docker-compose.yml").read_text())
    return parsed


@pytest.fixture
def services(compose: dict[str, Any]) -> dict[str, dict[str, Any]]:
    services: dict[str, dict[str, Any]] = compose["services"]
    return services


def test_file_is_what_the_specification_allows(compose: dict[str, Any]) -> None:
    parsed = PyCompose.from_yaml(yaml.safe_dump(compose))  # the parser does not know YAML's merge keys
    parsed.validate()
    assert set(parsed.service_names()) == set(compose["services"])


def test_file_fits_the_specifications_schema(compose: dict[str, Any]) -> None:
    schema = json.loads(fetch_compose_schema().read_text("utf-8"))
    assert [error.message for error in Draft201909Validator(schema).iter_errors(compose)] == []


def test_schema_would_refuse_a_slip(compose: dict[str, Any]) -> None:
    schema = json.loads(fetch_compose_schema().read_text("utf-8"))
    slip = compose | {"services": {"api": {"image": "a", "comand": []}}}
    assert list(Draft201909Validator(schema).iter_errors(slip))


def test_every_variable_is_a_setting(services: dict[str, Any]) -> None:
    known = names_of(BotSettings) | names_of(DatabaseSettings) | names_of(InferenceSettings) | OF_OTHERS
    for name in OURS:
        assert set(services[name]["environment"]) <= known


def test_every_secret_of_ours_is_a_setting_in_a_file(services: dict[str, Any]) -> None:
    known = names_of(BotSettings) | names_of(DatabaseSettings) | names_of(InferenceSettings)
    for name in OURS:
        for secret in set(services[name]["secrets"]) - {"aws_credentials"}:
            assert secret.upper() in known


def test_no_secret_stands_in_the_environment(services: dict[str, Any]) -> None:
    for name, service in services.items():
        for variable in service.get("environment", {}):
            is_secret = re.search("PASSWORD|KEY$|TOKEN|SALT|DATABASE_URL|REDIS_URL", variable)
            assert not is_secret or variable.endswith("_FILE"), f"{name}: {variable}"


def test_secrets_are_those_that_the_script_writes(repository: Path, compose: dict[str, Any], tmp_path: Path) -> None:
    script = repository / "deploy" / "docker" / "make-secrets.sh"
    environment = {"PATH": "/usr/bin:/bin", "BOT_TOKEN": "42:token"}
    subprocess.run(["sh", script, tmp_path], env=environment, check=True)
    assert {path.name for path in tmp_path.iterdir()} == set(compose["secrets"])
    written = (tmp_path / "database_url").read_text()
    subprocess.run(["sh", script, tmp_path], env=environment, check=True)
    assert (tmp_path / "database_url").read_text() == written


def test_every_service_is_confined(services: dict[str, Any]) -> None:
    for name, service in services.items():
        assert service["read_only"], name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert {"cpus", "memory"} <= set(service["deploy"]["resources"]["limits"]), name
        assert service["pids_limit"] > 0, name
        assert name == "photos-owner" or not service["user"].startswith("0:"), name


def test_what_stays_is_watched_and_started_again(services: dict[str, Any]) -> None:
    for name, service in services.items():
        if name not in ONE_SHOT:
            assert service["restart"] == "unless-stopped", name
            assert service["healthcheck"]["test"], name


def test_every_image_is_pinned(services: dict[str, Any]) -> None:
    for name, service in services.items():
        assert re.search(r":(RELEASE\.)?v?\d+[\d.T-]*\w*", service["image"]), name
        assert re.search(r"\d+\.\d+\.\d+|\d{4}-\d\d-\d\d|18\.6", service["image"]), name


def test_data_lies_in_named_volumes(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert source in compose["volumes"] or volume.endswith(":ro"), f"{name}: {volume}"


def test_nothing_is_reached_from_outside_but_api_and_grafana(services: dict[str, Any]) -> None:
    published = {name for name, service in services.items() if "ports" in service}
    assert published == {"api", "grafana"}
    assert all(port.startswith("127.0.0.1:") for name in published for port in services[name]["ports"])


def test_redis_writes_every_command_down(services: dict[str, Any]) -> None:
    command = services["redis"]["command"]
    assert command[command.index("--appendonly") + 1] == "yes"
