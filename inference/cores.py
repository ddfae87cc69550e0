"""How many cores this process may use."""

import os
from pathlib import Path

QUOTA = Path("/sys/fs/cgroup/cpu.max")
UNLIMITED = "max"


def allowed_cores(quota: Path = QUOTA) -> int:
    """The cores of the machine, or fewer where a container's quota says so; at least one.

    The quota is that of Linux' control groups, version 2: "200000 100000" is 200 ms of every 100 ms, two cores.
    """
    there = os.cpu_count() or 1
    try:
        allowed, period = quota.read_text("ascii").split()
    except FileNotFoundError:
        return there
    return there if allowed == UNLIMITED else max(1, min(there, int(allowed) // int(period)))
