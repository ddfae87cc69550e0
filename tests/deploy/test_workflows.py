"""GitHub's workflows: sound, and careful with what they are trusted with."""

import os
import re
import subprocess
import sysconfig
from pathlib import Path

import yaml

from tests.deploy.tools import find_python_tool


def run_linter(name: str, *arguments: str, folder: Path) -> str:
    """What a linter says; actionlint finds shellcheck by PATH."""
    path = os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]])
    command = [find_python_tool(name), *arguments]
    said = subprocess.run(
        command, cwd=folder, env=os.environ | {"PATH": path}, capture_output=True, text=True, check=False
    )
    return "" if said.returncode == 0 else said.stdout + said.stderr


def test_actionlint_finds_nothing(repository: Path) -> None:
    workflows = sorted(str(path) for path in (repository / ".github" / "workflows").glob("*.yml"))
    assert workflows
    assert run_linter("actionlint", "-no-color", *workflows, folder=repository) == ""


def test_zizmor_finds_nothing(repository: Path) -> None:
    assert run_linter("zizmor", "--offline", "--quiet", ".github", folder=repository) == ""


def test_every_action_has_a_version_and_every_workflow_few_rights(repository: Path) -> None:
    for path in (repository / ".github" / "workflows").glob("*.yml"):
        text = path.read_text()
        assert yaml.safe_load(text)["permissions"] == {"contents": "read"}, path.name
        assert all(re.search(r"@v?\d", used) for used in re.findall(r"uses: (\S+)", text)), path.name
