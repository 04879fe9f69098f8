"""One program at a time: a lock in a file, which the system lets go of when its holder ends, however it ends."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from features.errors import Refused
from features.files.whole_files import cannot_be_written
from features.i18n.text import Bilingual


@contextmanager
def one_at_a_time(path: Path, *, wait: float, busy: Bilingual) -> Iterator[None]:
    """Hold the lock of a file, which is made; SQLite knows how to lock one on every system.

    Raises
    ------
    Refused
        With the sentence ``busy``, if another one still holds it after so many seconds.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise cannot_be_written(path, error) from error
    with closing(sqlite3.connect(path, timeout=wait, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE").close()
        except sqlite3.OperationalError:
            raise Refused(busy) from None
        yield
