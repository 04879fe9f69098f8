"""The subject of a file of EduAlert: in its column, else in its name."""

import re
from dataclasses import replace

from features.reading.folder import RawTable

_FILE_OF = re.compile(r"raport_[^_]+_[^_]+_([^_]+)(?:_\d+_\d+)?")


def with_subject(raw: RawTable, column: str) -> RawTable:
    """Name the subject in every row: a child absent for a day has the same lists in all subjects of that day."""
    named = raw.frame[column].str.strip()
    return replace(raw, frame=raw.frame.assign(**{column: named.mask(named.isin(["", "-"]), subject_of(raw.file))}))


def subject_of(file: str) -> str:
    """Return the subject that a file's name gives.

    >>> subject_of("raport_VI_A_12_5_30.csv"), subject_of("Matematică.csv")
    ('12', 'Matematică')
    """
    stem = file.rpartition(".")[0] or file
    found = _FILE_OF.fullmatch(stem)
    return found[1] if found else stem
