"""Ports of this machine."""

import socket

from inference.errors import PortTaken


def free_port() -> int:
    """A loopback port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def bind(host: str, port: int, *, shared: bool = False) -> socket.socket:
    """Take an address; who shall be asked there listens when ready, and is not asked before.

    Where several processes take it as `shared`, the kernel shares connections out among them. A single listening
    socket would not do: whichever process wakes first takes all connections that wait, and those of a proxy stay
    open. With SO_REUSEPORT (socket(7), Linux) each has a queue of its own.

    Raises:
        PortTaken: somebody listens there who does not share, or the address is not ours.
    """
    bound = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    for option in (socket.SO_REUSEADDR, socket.SO_REUSEPORT) if shared else (socket.SO_REUSEADDR,):
        bound.setsockopt(socket.SOL_SOCKET, option, 1)
    try:
        bound.bind((host, port))
    except OSError as error:
        bound.close()
        raise PortTaken(f"cannot listen at {host}, port {port}: {error.strerror}") from error
    return bound
