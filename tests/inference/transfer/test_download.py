"""Large downloads, from a real HTTP server that breaks off."""

import hashlib
import http.server
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from inference.errors import DownloadFailed
from inference.transfer.download import download
from inference.transfer.public_sets import load_public_sets

FILE = bytes(range(256)) * 4_000


@dataclass
class Server:
    """Sends FILE, the first `breaks` times only up to half of what was asked for."""

    breaks: int = 0
    ranges: list[str | None] = field(default_factory=list)
    url: str = ""


@pytest.fixture
def server() -> Iterator[Server]:
    state = Server()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            wanted = self.headers.get("Range")
            state.ranges.append(wanted)
            body = FILE[int(wanted[6:-1]) :] if wanted else FILE
            self.send_response(404 if self.path == "/absent" else 206 if wanted else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            is_broken = len(state.ranges) <= state.breaks
            self.wfile.write(body[: len(body) // 2] if is_broken else body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        state.url = f"http://127.0.0.1:{running.server_address[1]}/set.zip"
        yield state
        running.shutdown()


def fetch(server: Server, folder: Path, sha256: str | None = None) -> bytes:
    download(server.url, folder / "set.zip", sha256=sha256, progress=lambda _there, _total: None)
    return (folder / "set.zip").read_bytes()


def test_download_goes_on_where_it_broke_off(server: Server, tmp_path: Path) -> None:
    server.breaks = 2
    assert fetch(server, tmp_path, hashlib.sha256(FILE).hexdigest()) == FILE
    assert server.ranges == [None, f"bytes={len(FILE) // 2}-", f"bytes={len(FILE) * 3 // 4}-"]


def test_download_broken_off_by_hand_is_resumed_and_one_that_is_there_is_not_repeated(
    server: Server, tmp_path: Path
) -> None:
    (tmp_path / "set.zip.part").write_bytes(FILE[:1000])
    assert fetch(server, tmp_path) == fetch(server, tmp_path) == FILE
    assert server.ranges == ["bytes=1000-"]


def test_file_of_another_checksum_is_thrown_away(server: Server, tmp_path: Path) -> None:
    with pytest.raises(DownloadFailed, match="expected 0000"):
        fetch(server, tmp_path, "0" * 64)
    assert list(tmp_path.iterdir()) == []


def test_refusal_is_told_at_once_and_endless_breaking_off_in_the_end(server: Server, tmp_path: Path) -> None:
    server.breaks = 99
    with pytest.raises(DownloadFailed, match="run it again"):
        fetch(server, tmp_path)
    server.url = server.url.replace("set.zip", "absent")
    with pytest.raises(DownloadFailed, match="404"):
        fetch(server, tmp_path)


def test_public_sets_name_their_owner_and_licence() -> None:
    sets = load_public_sets()
    assert {name: found.domain for name, found in sets.items()} == {
        "grocerystore": "grocery",
        "vegetables": "vegetables",
    }
    assert all(found.licence and found.url.startswith("https://") for found in sets.values())
