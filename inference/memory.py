"""The memory of a process."""

import ctypes
import sys


def give_back_memory() -> None:
    """Let the system have what starting needed for a moment: glibc keeps it until it is told (malloc_trim(3))."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
