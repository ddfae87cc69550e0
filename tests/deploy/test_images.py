"""The Dockerfiles: sound, of sources that exist, with hashed pins, and small enough."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.deploy.tools import find_python_tool

IMAGES = ("service", "bot")
LARGEST_MB = 250
PIN = re.compile(r"^([\w.-]+)==(\S+) \\$", re.MULTILINE)


@pytest.fixture(params=IMAGES)
def dockerfile(request: pytest.FixtureRequest, repository: Path) -> Path:
    path: Path = repository / "deploy" / "docker" / f"{request.param}.Dockerfile"
    return path


def test_hadolint_finds_nothing(dockerfile: Path) -> None:
    found = subprocess.run([find_python_tool("hadolint"), dockerfile], capture_output=True, text=True, check=False)
    assert found.stdout == ""
    assert found.returncode == 0


def test_shellcheck_finds_nothing(repository: Path) -> None:
    scripts = sorted((repository / "deploy" / "docker").glob("*.sh"))
    found = subprocess.run([find_python_tool("shellcheck"), *scripts], capture_output=True, text=True, check=False)
    assert found.stdout == ""


def test_every_copied_source_exists_and_is_sent_to_the_builder(repository: Path, dockerfile: Path) -> None:
    sent = set(re.findall(r"^!(\S+)$", (repository / ".dockerignore").read_text(), re.MULTILINE))
    for line in re.findall(r"^COPY (?!--from)(.+)$", dockerfile.read_text(), re.MULTILINE):
        for source in line.split()[:-1]:
            assert (repository / source).exists(), source
            assert any(source == kept or source.startswith(f"{kept}/") for kept in sent), source


def test_images_run_as_nobody_and_name_their_bases_exactly(dockerfile: Path) -> None:
    text = dockerfile.read_text()
    assert "\nUSER 10001:10001\n" in text
    assert all(re.search(r":.*\d{2,}", base) for base in re.findall(r"^ARG \w+=(\S+)$", text, re.MULTILINE))


@pytest.mark.parametrize("name", [*IMAGES, "build"])
def test_what_is_installed_is_pinned_as_in_the_tests_and_hashed(repository: Path, name: str) -> None:
    text = (repository / "deploy" / "docker" / f"{name}.txt").read_text()
    pins = {canonical(package): version for package, version in PIN.findall(text)}
    constraints = [line.split("==") for line in (repository / "constraints.txt").read_text().split()]
    known = {canonical(package): version for package, version in constraints}
    assert pins
    assert {package: known.get(package, version) for package, version in pins.items()} == pins
    assert all("--hash=sha256:" in block for block in re.split(PIN, text)[3::3])
    assert "torch" not in pins


@pytest.mark.parametrize(("name", "extra"), [("service", "inference"), ("bot", "bot")])
def test_pins_hold_all_that_is_asked_for(repository: Path, name: str, extra: str) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text())["project"]
    asked = {canonical(line) for line in [*project["dependencies"], *project["optional-dependencies"][extra]]}
    pinned = {canonical(line) for line, _ in PIN.findall((repository / f"deploy/docker/{name}.txt").read_text())}
    assert asked - pinned == set(), "run `make lock`"


@pytest.mark.slow
def test_installed_as_in_the_image_it_serves_and_stays_small(repository: Path, tmp_path: Path) -> None:
    python = install_as_in_the_image(repository / "deploy" / "docker", "service", tmp_path / "venv")
    packages = next((tmp_path / "venv").glob("lib/python3*/site-packages"))
    assert not (packages / "torch").exists()
    size = sum(path.lstat().st_size for path in packages.rglob("*") if not path.is_dir())
    assert size < LARGEST_MB * 1_000_000
    own = {"PYTHONPATH": str(repository), "PYTHONDONTWRITEBYTECODE": "1", "INFERENCE_DATA_DIR": str(tmp_path)}
    command = [python, "-m", "inference", "openapi", tmp_path / "openapi.json"]
    subprocess.run(command, env=own, cwd=tmp_path, check=True)


def canonical(requirement: str) -> str:
    """The normalised name of a requirement (PyPA's specification of names)."""
    return re.split(r"[^\w.-]", requirement)[0].replace("_", "-").replace(".", "-").lower()


def install_as_in_the_image(folder: Path, name: str, venv: Path) -> Path:
    """Make a virtual environment by the steps of the Dockerfile; its interpreter."""
    uv = find_python_tool("uv")
    subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, venv], check=True)
    python = venv / "bin" / "python"
    install = [uv, "pip", "install", "--quiet", "--python", python, "--require-hashes", "-r", folder / f"{name}.txt"]
    subprocess.run(install, check=True)
    subprocess.run(["sh", folder / "slim.sh", venv], check=True)
    return python
