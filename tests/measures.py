"""What a process takes: memory, open files. For drills that must show that neither grows."""

from __future__ import annotations

import gc
import os
from pathlib import Path

PAGE = os.sysconf("SC_PAGE_SIZE")
MIB = 1 << 20


def resident() -> float:
    """Resident memory of this process in MiB, what can be freed being freed first."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE / MIB


def open_files() -> int:
    """Files, sockets and pipes this process holds open."""
    return len(list(Path("/proc/self/fd").iterdir()))
