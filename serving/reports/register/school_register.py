"""One school's absences of a month and of the school year so far, as known at a day, each hour once."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from features.arrays import Booleans, Days, Positions, Texts
from features.as_of import rows_before
from features.counting.counted_once import counted_once
from features.counting.event_rows import HUNDREDTHS
from features.days import date_of, day_of, to_days
from features.errors import Refused
from features.i18n.dates import date_words
from features.i18n.text import Bilingual
from features.point_in_time.record_index import RecordIndex, index_records
from features.point_in_time.snapshot import Snapshot
from features.records.known_before import records_of_schools
from features.records.records import Records
from serving.reports.register.class_membership import class_order, has_moved, held_enrolments, places_held
from serving.reports.register.report_month import ReportMonth
from serving.reports.register.silent_classes import silent_classes

_SHOWN_SCHOOLS = 5
_CHILD = ("pupil_id", "pupil", "class_text", "cycle", "level", "repeated_years")
WHY_NOT_DIVIDED = {
    "crosses": Bilingual("a total that crosses the month's limits", "un total care depășește limitele lunii"),
    "moved": Bilingual("a total during which the class changed", "un total în timpul căruia s-a schimbat clasa"),
    "no_class": Bilingual("in no class on that day", "în nicio clasă în acea zi"),
    "unknown": Bilingual("not known whether it is excused", "nu se știe dacă este motivată"),
}


@dataclass(frozen=True)
class Child:
    """A child in the school at the end of the month; ``pupil`` is its number in the index, levels NaN if not known."""

    pupil_id: str
    pupil: int
    class_text: str
    cycle: str
    level: float
    repeated_years: float


@dataclass(frozen=True)
class SchoolRegister:
    """What a report is made of.

    ``enrolled`` are the children in the school at the end of the month: ``pupil_id``, ``class_text``, ``cycle``,
    ``level`` and the number ``pupil`` in ``index``, which holds only children of this school. ``hours`` are the
    absences since the school year began: ``pupil_id``, ``date``, ``from_date``, ``kind``, ``subject``, ``excused``
    (yes, no, unknown), ``hundredths`` of hours, ``in_month`` (wholly) and ``touches_month``, ``why`` it cannot be given
    to a class or month (a key of ``WHY_NOT_DIVIDED``; "" where it can), and ``school_id``, ``class_text``, ``cycle`` on
    that day ("" where in none). Of the classes in ``silent`` the register has no row of the school year, of those in
    ``silent_in_month`` none of the month.
    """

    school_id: str
    school: str
    month: ReportMonth
    year_starts_on: dt.date
    index: RecordIndex
    held: pd.DataFrame
    enrolled: pd.DataFrame
    hours: pd.DataFrame
    tells_excuses: bool
    silent: frozenset[str] = frozenset()
    silent_in_month: frozenset[str] = frozenset()

    def children(self) -> tuple[Child, ...]:
        """Return the children in the school at the month's end, class by class."""
        columns = (self.enrolled[name].tolist() for name in _CHILD)
        listed = (Child(*each) for each in zip(*columns, strict=True))
        return tuple(sorted(listed, key=lambda child: (class_order(child.class_text), child.pupil_id)))

    def unexcused(self) -> pd.DataFrame:
        """Return the hours that are known not to be excused, of children who are in the school at the month's end.

        Raises
        ------
        Refused
            If the school does not record which absences are excused.
        """
        if not self.tells_excuses:
            raise Refused(
                Bilingual(
                    f"The records of school {self.school_id} do not say which absences are excused, so unexcused "
                    "hours cannot be counted; fill in excused or excused_on.",
                    f"Datele școlii {self.school_id} nu spun care absențe sunt motivate, deci orele nemotivate nu se "
                    "pot număra; completați excused sau excused_on.",
                )
            )
        mine = self.hours["pupil_id"].isin(self.enrolled["pupil_id"]) & (self.hours["excused"] == "no")
        return self.hours[mine]


def read_register(records: Records, school_id: str, month: ReportMonth) -> SchoolRegister:
    """Read one school's month out of records.

    Raises
    ------
    Refused
        If there is no such school or no attendance, or the records do not reach the month.
    """
    _require_school(records, school_id)
    _require_attendance(records)
    mine = records_of_schools(records, [school_id])
    index = index_records(mine)
    as_of, stop = day_of(month.as_of), day_of(month.stop)
    held = held_enrolments(index, as_of)
    here = held[(held["school_id"] == school_id) & (held["ends_on"] >= day_of(month.first))]
    here = here[here["begins_on"] < stop]
    if here.empty:
        raise Refused(_no_month(school_id, month, held[held["school_id"] == school_id]))
    year_starts_on = int(here["year_starts_on"].max())
    counted = rows_before(counted_once(mine)["attendance"], as_of)
    _require_days(mine, school_id, month)
    tells = _tells_excuses(index, school_id, as_of)
    rows = _absence_rows(counted, since=min(year_starts_on, day_of(month.first)), stop=stop, tells_excuses=tells)
    names = records["schools"].set_index("school_id")["name"]
    name = names.get(school_id)
    enrolled, hours = _enrolled_at(held, school_id, stop), _placed(rows, held, month)
    written = _placed(_written_rows(counted, since=min(year_starts_on, day_of(month.first)), stop=stop), held, month)
    written = _with_late_classes(written, enrolled, school_id)
    written = written[written["school_id"] == school_id]
    of_year, of_month = written["date"] >= year_starts_on, written["touches_month"]
    return SchoolRegister(
        school_id=school_id,
        school=f"{name} ({school_id})" if isinstance(name, str) else school_id,
        month=month,
        year_starts_on=date_of(year_starts_on),
        index=index,
        held=held,
        enrolled=enrolled,
        hours=hours,
        tells_excuses=tells,
        silent=silent_classes(enrolled, written, of_year.to_numpy(bool)),
        silent_in_month=silent_classes(enrolled, written, of_month.to_numpy(bool)),
    )


def _enrolled_at(held: pd.DataFrame, school_id: str, stop: int) -> pd.DataFrame:
    """Return who is listed in the school at the start of a day."""
    pupils = pd.Series(held["pupil_id"].unique(), dtype=object)
    days = np.full(len(pupils), stop, np.int64)
    places = places_held(held, pupils, begun_by=days - 1, lasting_to=days)
    listed = held.take(places[places >= 0])
    mine = listed.loc[listed["school_id"] == school_id, list(_CHILD)]
    return mine.sort_values("pupil_id").reset_index(drop=True)


def _absence_rows(counted: pd.DataFrame, *, since: int, stop: int, tells_excuses: bool) -> pd.DataFrame:
    """Return the hours lost on some days, rows that differ in nothing but their hours as one."""
    day, first = to_days(counted["date"]), to_days(counted["from_date"])
    first = np.minimum(first, day)
    rows = counted[((counted["kind"] != "present").to_numpy(bool)) & (day >= since) & (first < stop)]
    excused = (rows["excused"] == "yes").to_numpy(bool) | rows["excused_on"].notna().to_numpy()
    unknown = (rows["excused"] == "unknown").to_numpy(bool) | (not tells_excuses)
    frame = pd.DataFrame(
        {
            "pupil_id": rows["pupil_id"].to_numpy(object),
            "date": to_days(rows["date"]),
            "from_date": np.minimum(to_days(rows["from_date"]), to_days(rows["date"])),
            "kind": _texts(rows["kind"], "absent"),
            "subject": _texts(rows["subject"], ""),
            "excused": np.select([excused, unknown], ["yes", "unknown"], "no"),
            "hundredths": np.rint(rows["hours"].fillna(0).to_numpy(float) * HUNDREDTHS).astype(np.int64),
        }
    )
    together = frame.groupby([name for name in frame if name != "hundredths"], as_index=False)["hundredths"].sum()
    kept: pd.DataFrame = together[together["hundredths"] != 0].reset_index(drop=True)
    return kept


def _written_rows(counted: pd.DataFrame, *, since: int, stop: int) -> pd.DataFrame:
    """Return whose rows the register has of which days, of whatever kind, each once."""
    day = to_days(counted["date"])
    first = np.minimum(to_days(counted["from_date"]), day)
    days = pd.DataFrame({"pupil_id": counted["pupil_id"].to_numpy(object), "date": day, "from_date": first})
    return days[(day >= since) & (first < stop)].drop_duplicates(ignore_index=True)


def _texts(words: "pd.Series", otherwise: str) -> Texts:
    return words.astype(object).where(words.notna(), otherwise).to_numpy(object)


def _placed(rows: pd.DataFrame, held: pd.DataFrame, month: ReportMonth) -> pd.DataFrame:
    """Add to each row the class of its day, whether it is wholly of the month, and why it cannot be given to it."""
    day, first_day = (rows[name].to_numpy(np.int64) for name in ("date", "from_date"))
    begun = places_held(held, rows["pupil_id"], begun_by=first_day, lasting_to=first_day)
    ended = places_held(held, rows["pupil_id"], begun_by=day, lasting_to=day)
    start, stop = day_of(month.first), day_of(month.stop)
    crosses: Booleans = (first_day < stop) & (day >= start) & ((first_day < start) | (day >= stop))
    why = np.select([crosses, has_moved(held, begun, ended), ended < 0], ["crosses", "moved", "no_class"], "")
    placed = {name: _at(held[name], ended) for name in ("school_id", "class_text", "cycle")}
    in_month, touches = (first_day >= start) & (day < stop), (day >= start) & (first_day < stop)
    return rows.assign(in_month=in_month, touches_month=touches, why=why, **placed)


def _with_late_classes(written: pd.DataFrame, enrolled: pd.DataFrame, school_id: str) -> pd.DataFrame:
    """Give rows of days on which their child was in no class to the class that it came into later."""
    classes = dict(zip(enrolled["pupil_id"].astype(str), enrolled["class_text"], strict=True))
    came = written["pupil_id"].astype(str).map(classes)
    later = came.notna() & (written["school_id"] == "")
    return written.assign(
        school_id=written["school_id"].where(~later, school_id), class_text=written["class_text"].where(~later, came)
    )


def _at(values: "pd.Series", places: Positions) -> Texts:
    """Return the text at each place, "" where there is none."""
    return np.append(values.to_numpy(object), "")[places]


def _tells_excuses(index: RecordIndex, school_id: str, as_of: int) -> bool:
    snapshot = Snapshot(index, as_of)
    mine = (snapshot.cohort["school_id"] == school_id).to_numpy(bool)
    return bool(snapshot.records_excuses()[mine].any()) if mine.any() else True


def _require_school(records: Records, school_id: str) -> None:
    known = sorted(set(records["enrolments"]["school_id"]))
    if school_id not in known:
        shown = ", ".join(known[:_SHOWN_SCHOOLS]) + (" …" if len(known) > _SHOWN_SCHOOLS else "")
        raise Refused(
            Bilingual(
                f"There is no school {school_id} in these records; they have {shown}.",
                f"În aceste date nu există școala {school_id}; ele au {shown}.",
            )
        )


def _require_attendance(records: Records) -> None:
    if "attendance" not in records.given:
        raise Refused(
            Bilingual(
                "These records have no table attendance, so there are no hours to report.",
                "Aceste date nu au tabelul attendance, deci nu există ore de raportat.",
            )
        )


def _no_month(school_id: str, month: ReportMonth, here: pd.DataFrame) -> Bilingual:
    if here.empty:
        return Bilingual(
            f"Nobody was enrolled in school {school_id} before {month.as_of}. Bring in its class lists, or choose "
            "a later month.",
            f"Nimeni nu era înscris la școala {school_id} înainte de {date_words(month.as_of, 'ro')}. Aduceți listele "
            "claselor ei sau alegeți o lună de după.",
        )
    if date_of(int(here["begins_on"].max())) < month.first:
        last = date_of(int(here["year_starts_on"].max()))
        return Bilingual(
            f"{month.words.en} is not in the records of school {school_id}: nobody is enrolled in it then; its last "
            f"school year there begins on {last}. Bring in the class lists of that month's year, or choose an earlier "
            "month.",
            f"Luna {month.words.ro} nu este în datele școlii {school_id}: nimeni nu este înscris atunci; ultimul ei an "
            f"școlar din date începe la {date_words(last, 'ro')}. Aduceți listele claselor din anul acelei luni sau "
            "alegeți o lună dinainte.",
        )
    first = date_of(int(here["year_starts_on"].min()))
    return Bilingual(
        f"{month.words.en} is not in the records of school {school_id}: nobody is enrolled in it then; its first "
        f"school year there begins on {first}. Choose a later month.",
        f"Luna {month.words.ro} nu este în datele școlii {school_id}: nimeni nu este înscris atunci; primul ei an "
        f"școlar din date începe la {date_words(first, 'ro')}. Alegeți o lună de după.",
    )


def _require_days(records: Records, school_id: str, month: ReportMonth) -> None:
    """Refuse a month that the register does not reach: a report of nothing would say that nobody was absent."""
    days: Days = to_days(records["attendance"]["date"])
    last = records.last_day()
    if len(days) and days.min() < day_of(month.stop) and last is not None and last >= month.first:
        return
    begins = date_of(int(days.min())) if len(days) else month.first
    found = (
        Bilingual(f"it begins on {begins}", f"începe la {date_words(begins, 'ro')}")
        if len(days) and last is not None and last >= month.first
        else Bilingual(f"it ends on {last}", f"se încheie la {date_words(last, 'ro')}")
        if last
        else Bilingual("it is empty", "este gol")
    )
    raise Refused(
        Bilingual(
            f"The register of school {school_id} does not reach {month.words.en}: {found.en}.",
            f"Registrul școlii {school_id} nu acoperă luna {month.words.ro}: {found.ro}.",
        )
    )
