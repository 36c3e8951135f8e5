"""Where the databases of the stories lie."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

MEMORY = Path("/dev/shm")
"""Where Linux has a folder in memory; a container's may be too small for what we put there."""

ROOM = 512 * 2**20
"""Bytes that have to be free there: far more than all databases at once are."""


def light() -> Path | None:
    """Give the folder in memory; None, for the usual one, where there is none with room for us."""
    usable = MEMORY.is_dir() and os.access(MEMORY, os.W_OK | os.X_OK)
    return MEMORY if usable and shutil.disk_usage(MEMORY).free >= ROOM else None
