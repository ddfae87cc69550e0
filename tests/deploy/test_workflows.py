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


def test_every_file_of_pinned_dependencies_is_looked_after(repository: Path) -> None:
    updates = yaml.safe_load((repository / ".github" / "dependabot.yml").read_text())["updates"]
    watched = {(update["package-ecosystem"], update["directory"]) for update in updates}
    locks = [path.relative_to(repository).parent for path in repository.glob("*/*/package-lock.json")]
    assert {("npm", f"/{folder}") for folder in locks} <= watched
    assert {("pip", "/"), ("pip", "/deploy/docker")} <= watched


def test_released_chart_names_the_images_that_the_release_pushed(repository: Path, tmp_path: Path) -> None:
    release = yaml.safe_load((repository / ".github" / "workflows" / "release.yml").read_text())
    script = release["jobs"]["chart"]["steps"][-1]["run"]
    (edit,) = [line for line in script.splitlines() if line.startswith("sed ")]
    values = tmp_path / "deploy" / "helm" / "greengrocer" / "values.yaml"
    values.parent.mkdir(parents=True)
    values.write_bytes((repository / values.relative_to(tmp_path)).read_bytes())
    subprocess.run(["bash", "-c", edit], cwd=tmp_path, env=os.environ | {"OWNER": "Ada"}, check=True)
    image = yaml.safe_load(values.read_text())["image"]
    assert (image["service"], image["bot"]) == ("ghcr.io/ada/greengrocer", "ghcr.io/ada/greengrocer-bot")
