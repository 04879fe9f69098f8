"""What should be known before a list is believed."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from features.arrays import Positions
from features.i18n.numbers import counted, number, percent
from features.i18n.text import Bilingual, Language
from features.records.records import Records
from features.table.feature_table import FeatureTable
from models.ranking.ordering import Ties
from models.risk.drift import Shift, shifts
from models.risk.model import TrainedOn

STALE_AFTER_DAYS = 30
SEASON_WITHIN_DAYS = 45
FEATURES_NAMED = 5
MARKS = "mark_mean_year"  # has no value where a child has no mark this year

_DAYS_PER_YEAR = 365


@dataclass(frozen=True)
class Caution:
    """One remark to show beside a list, in both languages."""

    code: str
    text_ro: str
    text_en: str


def of_records(trained_on: TrainedOn, as_of: dt.date, records: Records) -> tuple[Caution, ...]:
    """Return the cautions that are the same for every list of these records at this date."""
    found = (
        *(_missing_table(name) for name in trained_on.tables if name not in records.given),
        _stale(as_of, records),
        _season(as_of, trained_on),
    )
    return tuple(caution for caution in found if caution)


def of_children(trained_on: TrainedOn, table: FeatureTable, scored: Positions) -> tuple[Caution, ...]:
    """Return the cautions about the children of the table at these places, one school's or all."""
    return tuple(_drift(trained_on, table, scored))


def of_ties(ties: Ties) -> tuple[Caution, ...]:
    """Return the caution that the last places of a list are drawn by the code among children of one score."""
    if not ties.are_cut:
        return ()
    return (
        Caution(
            "ties_at_cut",
            f"Pe listă {'stă' if ties.listed == 1 else 'stau'} {ties.listed} din "
            f"{counted(ties.tied, 'copil', 'copii', 'ro')} cu același scor, în ordinea codurilor; ceilalți nu sunt "
            "altfel. Uitați-vă la toți sau alegeți altă capacitate.",
            f"{ties.listed} of {counted(ties.tied, 'child', 'children', 'en')} with the same score "
            f"{'stands' if ties.listed == 1 else 'stand'} on the list, in the order of their codes; the others are no "
            "different. Look at all of them, or choose another capacity.",
        ),
    )


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
    if not trained_on.as_of or _days_apart(as_of, _nearest(as_of, trained_on)) <= SEASON_WITHIN_DAYS:
        return None
    dates = ", ".join(date.isoformat() for date in trained_on.as_of)
    return Caution(
        "season",
        f"Modelul a fost antrenat pentru alte perioade ale anului ({dates}); la {as_of} lista este mai puțin sigură.",
        f"The model was trained for other times of the year ({dates}); at {as_of} the list is less certain.",
    )


def _drift(trained_on: TrainedOn, table: FeatureTable, scored: Positions) -> Iterator[Caution]:
    """Compare with the training's dates of the same season; a missing table has a caution of its own."""
    if not trained_on.references or _season(table.as_of, trained_on):
        return
    given = {feature.name for feature in table.features if not set(feature.tables) & set(table.missing_tables)}
    found = shifts(
        [each for each in trained_on.references if each.feature in given],
        table.features,
        table.values.iloc[scored],
        schools=table.pupils["school_id"].to_numpy(object)[scored],
        month=_nearest(table.as_of, trained_on).month,
    )
    for shift in found:
        if shift.of_missing and shift.feature.name == MARKS:
            yield _marks_missing(shift, table, scored)
    if moved := [shift for shift in found if not (shift.of_missing and shift.feature.group == "grades")]:
        yield _features_moved(moved[:FEATURES_NAMED])


def _marks_missing(shift: Shift, table: FeatureTable, scored: Positions) -> Caution:
    without = table.values[MARKS].iloc[scored].isna()
    pupils = table.pupils.iloc[scored]
    empty = int(without.groupby([pupils["school_id"], pupils["class_label"].fillna("")]).all().sum())
    none = Bilingual(
        f"; {counted(empty, 'class has', 'classes have', 'en')} none at all" if empty else "",
        f"; {counted(empty, 'clasă nu are', 'clase nu au', 'ro')} niciuna" if empty else "",
    )
    now, then = (percent(share, "ro", 0) for share in (shift.current, shift.usual))  # without decimals alike in both
    return Caution(
        "marks_missing",
        f"{now} dintre copii nu au nicio notă anul acesta (la antrenare {then}){none.ro}. "
        "Completați notele înainte de a folosi lista.",
        f"{now} of the children have no mark this year (in training {then}){none.en}. "
        "Enter the marks before using the list.",
    )


def _features_moved(moved: list[Shift]) -> Caution:
    ro, en = ("; ".join(_moved(shift, language) for shift in moved) for language in ("ro", "en"))
    return Caution(
        "features_moved",
        f"Copiii de acum se deosebesc de cei de la antrenare: {ro}. Lista este mai puțin sigură; verificați dacă "
        "s-a schimbat felul în care se înregistrează.",
        f"The children of now are unlike those of the training: {en}. The list is less certain; check whether the way "
        "of recording has changed.",
    )


def _moved(shift: Shift, language: Language) -> str:
    feature = shift.feature
    shares = shift.of_missing or feature.unit == "yes/no"
    now, then = (
        percent(value, language, 0) if shares else number(value, language) for value in (shift.current, shift.usual)
    )
    if language == "ro":
        what = "lipsește la" if shift.of_missing else "în medie"
        change = f"{what} {now}, la antrenare {then}" if now != then else "altfel repartizate, cu aceeași medie"
        return f"{feature.title.ro} ({change})"
    what = "missing for" if shift.of_missing else "on average"
    change = f"{what} {now}, in training {then}" if now != then else "spread differently, with the same mean"
    return f"{feature.title.en} ({change})"


def _nearest(as_of: dt.date, trained_on: TrainedOn) -> dt.date:
    """Return the training's date that is nearest within the year; of equally near ones the latest."""
    return min(trained_on.as_of, key=lambda date: (_days_apart(as_of, date), -date.toordinal()))


def _days_apart(first: dt.date, second: dt.date) -> int:
    """Return the distance in days within the year, whatever the years are."""
    apart = abs(first.timetuple().tm_yday - second.timetuple().tm_yday)
    return min(apart, _DAYS_PER_YEAR - apart)
