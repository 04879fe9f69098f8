"""The hours that a subject has in a year, class by class, from a small file of the school."""

import csv
from collections.abc import Mapping
from pathlib import Path

from features.errors import UsageError
from features.files.bounded_text import read_bounded
from features.files.machine_faults import machine_fault
from features.i18n.text import Bilingual

SubjectHours = Mapping[tuple[str, str], float]  # by class and subject, both folded

_HEADINGS = {"class_label": "class", "clasa": "class", "clasă": "class", "subject": "subject",
             "disciplina": "subject", "disciplină": "subject", "hours": "hours", "ore": "hours"}  # fmt: skip


def folded(text: str) -> str:
    """Return a text as it is compared: without capitals and double spaces.

    >>> folded(" Limba  Română ")
    'limba română'
    """
    return " ".join(text.casefold().split())


def read_subject_hours(path: Path) -> SubjectHours:
    """Read a CSV file with the columns class_label, subject, hours (or Clasa, Disciplina, Ore).

    Raises
    ------
    UsageError
        If it cannot be read, or a column is missing, or a line has no hours above zero.
    """
    try:
        lines = read_bounded(path).decode("utf-8-sig").splitlines()
    except OSError as error:
        raise machine_fault(error, path) or UsageError(
            Bilingual(f"{path} cannot be read.", f"{path} nu poate fi citit.")
        ) from None
    except ValueError:
        raise UsageError(
            Bilingual(f"{path} is no text in UTF-8, or too long.", f"{path} nu este text în UTF-8 sau este prea lung.")
        ) from None
    rows = list(csv.reader(lines, delimiter=";" if lines and ";" in lines[0] else ","))
    names = [_HEADINGS.get(folded(name)) for name in rows[0]] if rows else []
    if not {"class", "subject", "hours"} <= set(names):
        raise UsageError(
            Bilingual(
                f"{path} needs the columns class_label, subject and hours.",
                f"{path} trebuie să aibă coloanele Clasa, Disciplina și Ore.",
            )
        )
    return dict(
        _entry(path, number, dict(zip(names, row, strict=False))) for number, row in enumerate(rows[1:], 2) if row
    )


def _entry(path: Path, number: int, cells: Mapping[str | None, str]) -> tuple[tuple[str, str], float]:
    try:
        hours = float(cells["hours"].replace(",", "."))
        key = folded(cells["class"]), folded(cells["subject"])
    except (KeyError, ValueError):
        hours, key = 0.0, ("", "")
    if not 0 < hours <= 2000:
        raise UsageError(
            Bilingual(
                f"{path}, line {number}: give a class, a subject and its hours in the year, such as V A,maths,140.",
                f"{path}, rândul {number}: dați clasa, disciplina și orele ei pe an, de pildă V A,matematică,140.",
            )
        )
    return key, hours
