"""Other servers of the same model, each installed into a virtual environment that is thrown away afterwards."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from inference.processes.ports import free_port
from tests.benchmarks.serving.server import Server

PROGRAMS = Path(__file__).resolve().parents[1] / "peers"
SAME = ("numpy", "onnxruntime", "pillow")
INSTALL_SECONDS = 420.0


class PeerAbsent(Exception):
    """A peer cannot be installed or does not start here; the message says why."""


@dataclass(frozen=True)
class Peer:
    """How a peer is installed, started, asked whether it is ready, and sent photos."""

    name: str
    requirements: tuple[str, ...]
    command: Callable[[int], list[str]]
    ready: str
    path: str
    form: str


PEERS = (
    Peer(
        "LitServe",
        ("litserve", "python-multipart"),
        lambda port: ["python", str(PROGRAMS / "litserve_peer.py"), str(port)],
        "/health",
        "/classify",
        "form field request",
    ),
    Peer(
        "BentoML",
        ("bentoml",),
        lambda port: ["bentoml", "serve", "bentoml_peer:Peer", "--host", "127.0.0.1", "--port", str(port)],
        "/readyz",
        "/classify",
        "body",
    ),
    Peer(
        "MLServer",
        ("mlserver", "uvloop<0.22"),  # its workers end at once under newer ones
        lambda _: ["mlserver", "start", "."],
        "/v2/health/ready",
        "/v2/models/peer/infer",
        "base64 tensor",
    ),
    Peer(
        "mosec",
        ("mosec",),
        lambda port: ["python", str(PROGRAMS / "mosec_peer.py"), "--address", "127.0.0.1", "--port", str(port)],
        "/",
        "/classify",
        "body",
    ),
)


def start_peer(peer: Peer, folder: Path, model: Path) -> Server:
    """Install a peer and start it with a worker a core.

    Raises:
        PeerAbsent: it cannot be had here.
    """
    folder.mkdir(parents=True)
    (folder / "model-settings.json").write_text(json.dumps({"name": "peer", "implementation": "mlserver_peer.Peer"}))
    binaries = install(peer.requirements, folder / "venv")
    port = free_port()
    program, *arguments = peer.command(port)
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [binaries / program, *arguments],
            cwd=folder,
            env=_environment(binaries, port) | {"PEER_MODEL": str(model)},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    server = Server(_name(binaries, peer), f"http://127.0.0.1:{port}", process, folder / "log")
    try:
        server.await_ready(peer.ready)
    except TimeoutError as error:
        server.end()
        raise PeerAbsent(str(error)) from error
    return server


def install(requirements: Sequence[str], venv: Path, *, same: Sequence[str] = SAME) -> Path:
    """Make an environment with what is wanted, and `same` in our own versions; where its programs lie.

    Raises:
        PeerAbsent: pip says why.
    """
    wanted = [*requirements, *(f"{name}=={version(name)}" for name in same)]
    for command in (
        [sys.executable, "-m", "venv", str(venv)],
        [str(venv / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check", *wanted],
    ):
        try:
            subprocess.run(command, capture_output=True, text=True, check=True, timeout=INSTALL_SECONDS)
        except subprocess.SubprocessError as error:
            said = str(getattr(error, "stderr", "") or error).strip().splitlines()
            raise PeerAbsent(f"not installed: {said[-1]}") from error
    return venv / "bin"


def _environment(binaries: Path, port: int) -> dict[str, str]:
    """What the peers' settings are called; each takes a worker a core."""
    workers = str(os.cpu_count())
    return {
        "PATH": f"{binaries}:{os.environ['PATH']}",
        "HOME": os.environ["HOME"],
        "PYTHONPATH": str(PROGRAMS),
        "PEER_WORKERS": workers,
        "BENTOML_DO_NOT_TRACK": "true",
        "MLSERVER_HOST": "127.0.0.1",
        "MLSERVER_HTTP_PORT": str(port),
        "MLSERVER_GRPC_PORT": str(free_port()),
        "MLSERVER_METRICS_PORT": str(free_port()),
        "MLSERVER_PARALLEL_WORKERS": workers,
    }


def _name(binaries: Path, peer: Peer) -> str:
    """With its version."""
    ask = f"import importlib.metadata as m; print(m.version({peer.requirements[0]!r}))"
    found = subprocess.run([binaries / "python", "-c", ask], capture_output=True, text=True, check=True)
    return f"{peer.name} {found.stdout.strip()}"
