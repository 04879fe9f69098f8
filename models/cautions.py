"""What should be known before a list is believed: is the model used on records like those it was trained on?"""

import datetime as dt
from dataclasses import dataclass

from features.build import FeatureTable
from features.records import Records
from models.risk_model import TrainedOn

STALE_AFTER_DAYS = 30
SEASON_WITHIN_DAYS = 45

_DAYS_PER_YEAR = 365


@dataclass(frozen=True)
class Caution:
    """One remark to show beside a list, in both languages."""

    code: str
    text_ro: str
    text_en: str


def cautions(trained_on: TrainedOn, table: FeatureTable, records: Records) -> tuple[Caution, ...]:
    """Compare what is ranked with what the model was trained on."""
    found = (
        *(_missing_table(name) for name in trained_on.tables if name not in records.given),
        _stale(table.as_of, records),
        _season(table.as_of, trained_on),
    )
    return tuple(caution for caution in found if caution)


def _missing_table(name: str) -> Caution:
    return Caution(
        "missing_table",
        f"Modelul a fost antrenat cu tabelul {name}, care aici lipsește; lista este mai puțin sigură.",
        f"The model was trained with the table {name}, which is missing here; the list is less certain.",
    )


def _stale(as_of: dt.date, records: Records) -> Caution | None:
    last = records.last_day_before(as_of)
    if last is not None and (as_of - last).days <= STALE_AFTER_DAYS:
        return None
    since_en = f"the latest one is of {last}" if last else "there is none"
    since_ro = f"ultima este din {last}" if last else "nu există niciuna"
    return Caution(
        "stale_records",
        f"Absențele și notele sunt mult mai vechi decât {as_of}: {since_ro}. Completați-le înainte de a folosi lista.",
        f"Absences and marks are much older than {as_of}: {since_en}. Bring them up to date before using the list.",
    )


def _season(as_of: dt.date, trained_on: TrainedOn) -> Caution | None:
    nearest = min((_days_apart(as_of, date) for date in trained_on.as_of), default=0)
    if nearest <= SEASON_WITHIN_DAYS:
        return None
    dates = ", ".join(date.isoformat() for date in trained_on.as_of)
    return Caution(
        "season",
        f"Modelul a fost antrenat pentru alte perioade ale anului ({dates}); la {as_of} lista este mai puțin sigură.",
        f"The model was trained for other times of the year ({dates}); at {as_of} the list is less certain.",
    )


def _days_apart(first: dt.date, second: dt.date) -> int:
    """Return the distance in days within the year, whatever the years are."""
    apart = abs(first.timetuple().tm_yday - second.timetuple().tm_yday)
    return min(apart, _DAYS_PER_YEAR - apart)
