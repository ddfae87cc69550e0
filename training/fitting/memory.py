"""The memory of a process that trains."""

import ctypes
import sys

M_TRIM_THRESHOLD, M_MMAP_MAX = -1, -4  # of glibc's malloc.h
MOST_BYTES = 2**31 - 1


def keep_memory() -> None:
    """Keep what is freed (mallopt(3)): every step takes as much again, and the system is slow to hand it out anew."""
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt is not None:
            mallopt(M_MMAP_MAX, 0)
            mallopt(M_TRIM_THRESHOLD, MOST_BYTES)
