"""`.env.example` names every setting there is, and no other."""

import re
from pathlib import Path

from pydantic_settings import BaseSettings

from bot.settings import BotSettings
from catalog.settings import DatabaseSettings
from inference.settings import InferenceSettings
from training.generation.endpoint import ImageEndpointSettings


def names_of(settings: type[BaseSettings]) -> set[str]:
    prefix = str(settings.model_config.get("env_prefix", ""))
    return {
        str(field.validation_alias) if field.validation_alias else f"{prefix}{name}".upper()
        for name, field in settings.model_fields.items()
    }


def test_env_example_is_complete(repository: Path) -> None:
    named = set(re.findall(r"^#? ?([A-Z][A-Z0-9_]+)=", (repository / ".env.example").read_text(), re.MULTILINE))
    settings = (BotSettings, DatabaseSettings, InferenceSettings, ImageEndpointSettings)
    assert named == set().union(*(names_of(own) for own in settings))


def test_ci_runs_what_a_contributor_runs(repository: Path) -> None:
    lines = (repository / ".ci" / "run").read_text().splitlines()
    assert lines[-1] == "exec make check test"
