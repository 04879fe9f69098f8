"""The log of who had names shown: one line each, added and never changed, with no name of a child in it."""

import datetime as dt
import json
import os
from collections.abc import Iterable
from pathlib import Path

from features.errors import UsageError
from features.files.machine_faults import machine_fault
from features.i18n.text import Bilingual

ACCESS_LOG = "access.log"


def log_names_shown(
    folder: Path, *, who: str, when: dt.datetime, what: str, schools: Iterable[str], children: int
) -> None:
    """Add a line for names that are about to be shown; where it cannot be written, no name is shown either."""
    line = {
        "when": when.isoformat(timespec="seconds"), "who": who, "what": what, "schools": sorted(set(schools)),
        "children": children,
    }  # fmt: skip
    path = folder / ACCESS_LOG
    try:
        file = os.open(path, os.O_APPEND | os.O_CREAT | os.O_WRONLY, 0o600)
        try:
            os.write(file, (json.dumps(line, ensure_ascii=False) + "\n").encode())
        finally:
            os.close(file)
    except OSError as error:
        raise machine_fault(error, path) or UsageError(
            Bilingual(
                f"The log {path} cannot be written, so no names are shown.",
                f"Jurnalul {path} nu poate fi scris, deci nu se arată nume.",
            )
        ) from None
