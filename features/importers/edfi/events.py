"""Attendance, marks and incidents of Ed-Fi files."""

import datetime as dt
from collections.abc import Callable, Mapping

import pandas as pd

from features.i18n.numbers import counted, number
from features.i18n.text import Bilingual
from features.importers.edfi.codes import attendance_codes
from features.importers.edfi.files import EdFiTables
from features.importers.edfi.resources import BEHAVIOUR, DAY_EVENT, INCIDENT, LESSON_EVENT, MARK, TASK
from features.importers.options import ImportOptions
from features.importers.outside_tables import OutsideProblems, add_problems, first_said, known_today, refuse_strays

PseudonymsOf = Callable[[pd.Series], pd.Series]
SCALE = "US 0-100"
_MINUTES = 60
_OFFENDER = "Perpetrator"


def attendance(
    tables: EdFiTables, of: PseudonymsOf, options: ImportOptions, problems: OutsideProblems
) -> tuple[pd.DataFrame, tuple[Bilingual, ...]]:
    """Return a row for each event of a day, and for those of lessons that no event of the day tells already.

    ``EventDuration`` is a share of the day, a duration in minutes what was lost of it; where neither is said, a day is
    lost, or one lesson. A day whose event is known to be excused is not known to have been so on any day.
    """
    meanings = attendance_codes(options.codes)
    days = tables.of(DAY_EVENT).rename(columns={"schoolAttendanceDuration": "minutes"}).assign(whole=options.day_hours)
    lessons = tables.of(LESSON_EVENT).rename(columns={"sectionAttendanceDuration": "minutes"}).assign(whole=1.0)
    for rows in (days, lessons):
        unknown = rows[rows["attendanceEventCategory"].notna() & ~rows["attendanceEventCategory"].isin(meanings)]
        add_problems(problems, "unknown_code", unknown, "attendanceEventCategory", {"choices": ", ".join(meanings)})
    same = ["studentUniqueId", "eventDate", "attendanceEventCategory"]
    told = lessons[same].merge(days[same].drop_duplicates(), how="left", indicator=True)["_merge"] == "both"
    rows = pd.concat([days, lessons[~told.to_numpy()]], ignore_index=True)
    kinds = rows["attendanceEventCategory"].map(lambda code: meanings.get(code, ("", ""))[0])
    hours = (rows["eventDuration"] * rows["whole"]).fillna(rows["minutes"] / _MINUTES)
    late = kinds.eq("late") & rows["eventDuration"].isna() & rows["minutes"].isna()
    result = pd.DataFrame(
        {
            "pupil_id": of(rows["studentUniqueId"]),
            "date": rows["eventDate"],
            "hours": hours.fillna(rows["whole"]).mask(late, 0.0).round(2),
            "kind": kinds,
            "excused": rows["attendanceEventCategory"].map(lambda code: meanings.get(code, ("", ""))[1] or None),
            "subject": rows["localCourseCode"],
        }
    )
    return result[kinds != ""], _notes(options, len(days), int(told.sum()))


def _notes(options: ImportOptions, days: int, told: int) -> tuple[Bilingual, ...]:
    notes = []
    if days:
        english, romanian = number(options.day_hours, "en"), number(options.day_hours, "ro")
        notes.append(
            Bilingual(
                f"hours that a whole day missed counts for: {english}",
                f"orele cu care se socotește o zi întreagă de absență: {romanian}",
            )
        )
    if told:
        english, romanian = counted(told, "row", "rows", "en"), counted(told, "rând", "rânduri", "ro")
        notes.append(
            Bilingual(
                f"attendance of lessons that repeats that of the day, counted once: {english}",
                f"prezență la ore care o repetă pe cea a zilei, socotită o singură dată: {romanian}",
            )
        )
    return tuple(notes)


def grades(tables: EdFiTables, of: PseudonymsOf, problems: OutsideProblems, *, today: dt.date) -> pd.DataFrame:
    """Return the numeric marks of gradebooks, dated when the work was handed in or due, else when it was given out.

    The files do not say when it was marked, so a mark is known a little early; one of work that is due after ``today``
    is of the day on which it was given out, and known today.
    """
    tasks = tables.of(TASK)
    key = ["gradebookEntryIdentifier", "namespace"]
    marks = tables.of(MARK).dropna(subset="numericGradeEarned")
    if TASK.element not in tables.partial:
        known = tasks["gradebookEntryIdentifier"]
        refuse_strays(problems, marks, "gradebookEntryIdentifier", known=known, known_in="GradebookEntry")
    columns = [*key, "dateAssigned", "dueDate", "localCourseCode"]
    rows = marks.merge(tasks[columns].drop_duplicates(key), on=key, how="inner")
    to_come = rows["dateFulfilled"].isna() & (rows["dueDate"] > pd.Timestamp(today))
    days = rows["dateFulfilled"].fillna(rows["dueDate"].mask(to_come)).fillna(rows["dateAssigned"])
    result = pd.DataFrame(
        {
            "pupil_id": of(rows["studentUniqueId"]),
            "date": days,
            "mark": rows["numericGradeEarned"],
            "scale": SCALE,
            "subject": rows["localCourseCode"],
            "kind": "mark",
        }
    )
    return known_today(result, to_come, today=today)


def incidents(tables: EdFiTables, of: PseudonymsOf, problems: OutsideProblems) -> pd.DataFrame:
    """Return what children did themselves; who saw or suffered it did nothing."""
    known = _incident_days(tables)
    rows = behaviours(tables)
    unmatched = rows[~rows["incident"].isin(set(known)) & (INCIDENT.element not in tables.partial)]
    add_problems(problems, "unmatched_reference", unmatched, "incidentIdentifier", {"known_in": "DisciplineIncident"})
    part = rows["disciplineIncidentParticipationCode"]
    rows = rows[part.isna() | (part == _OFFENDER)]
    return pd.DataFrame(
        {
            "pupil_id": of(rows["studentUniqueId"]),
            "date": pd.to_datetime(rows["incident"].map(known)),
            "kind": rows["behavior"],
        }
    )


def behaviours(tables: EdFiTables) -> pd.DataFrame:
    """Return the children's parts in incidents, each with the ``incident`` it is of: school and number."""
    incidents = tables.of(INCIDENT)
    by_reference = dict(zip(incidents["id"], _incident_key(incidents), strict=True))
    rows = tables.of(BEHAVIOUR)
    referred = rows["disciplineIncidentReference"].map(by_reference)
    return rows.assign(incident=first_said(referred, _incident_key(rows)))


def _incident_key(rows: pd.DataFrame) -> pd.Series:
    return rows["schoolId"] + "/" + rows["incidentIdentifier"]


def _incident_days(tables: EdFiTables) -> Mapping[str, object]:
    incidents = tables.of(INCIDENT)
    return dict(zip(_incident_key(incidents), incidents["incidentDate"], strict=True))
