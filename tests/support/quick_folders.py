"""Where do tests keep their files? In memory where there is room: each of thousands of commits else waits for a disk.

They are gone when the tests have ended; to look at them, name a folder with ``--basetemp``.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest

_MEMORY = Path("/dev/shm")
_ROOM = 4 * 1024**3  # bytes; the files of all tests are less than a quarter of it


def keep_in_memory(config: pytest.Config) -> None:
    """Have the tests of this session keep their files in memory, unless a folder is named, or there is no room."""
    if config.option.basetemp is not None or not _has_room(_MEMORY):
        return
    folder = tempfile.mkdtemp(prefix="prezent-tests-", dir=_MEMORY)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    config.option.basetemp = folder


def _has_room(memory: Path) -> bool:
    """Tell whether there is such a folder, with room, from which programs may be run as from any other."""
    if not memory.is_dir() or not os.access(memory, os.W_OK):
        return False
    found = os.statvfs(memory)
    return not found.f_flag & os.ST_NOEXEC and found.f_bavail * found.f_frsize > _ROOM
