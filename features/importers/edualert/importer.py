"""EduAlert's export of a class and subject as records: a row for each child, with lists in its cells.

https://github.com/edualert. A file is one class and subject (``raport_VI_A_12_5_30.csv``: the subject is number 12), a
column ``Materie`` names the subject where there is one. The files have no number of a child, no year and no day of a
label: children are told by their names, the school year by the days, and a label is known on the day of the import.
An import is the whole of its classes' lists, labels and children, and says nothing of other classes or subjects.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from features.errors import UsageError
from features.i18n.numbers import counted
from features.i18n.text import Bilingual
from features.importers.edualert.columns import ABSENCES, CLASS, LABELS, MARKS, NAME, SUBJECT, TABLE
from features.importers.edualert.list_cells import WORDS, ListCellError, dated_marks, days
from features.importers.edualert.names import one_spelling, with_bare_names
from features.importers.edualert.repeated_rows import refuse_namesakes, refuse_two_exports
from features.importers.edualert.subjects import with_subject
from features.importers.options import ImportOptions
from features.importers.outside_tables import FILE, ROW, OutsideProblems, checked_rows, csv_table, without_repeated
from features.records.imported_records import Coverage, ImportedRecords
from features.schema.problems import Problem, in_quotes
from features.schema.romania import published_terms
from features.schema.school_time import levels_said

_CONDUCT = ("purtare", "comportament")

# What EduAlert's labels say of how a story went on; risks, second exams and projects are none of that.
OUTCOMES = {
    "Transferat": "transferred",
    "Exmatriculat": "dropped_out",
    "Abandon": "dropped_out",
    "Repetent": "repeated_year",
    "Repetent Caz Boală": "repeated_year",
}


def import_edualert(source: Path, options: ImportOptions) -> ImportedRecords:
    """Return the records of a file, or of all ``.csv`` files of a folder.

    Raises
    ------
    UsageError
        If there is no such file, or the school is not named, or no school year that the days are in is known.
    RecordsError
        If files have other columns, or cells of them are wrong; it carries all problems.
    """
    problems = OutsideProblems()
    rows = _rows(_files(source, options), options, problems)
    lists = _lists(rows, problems, today=options.today)
    problems.tell()
    ids = {name: options.pseudonyms.of_name(options.school_id, name, None) for name in rows[NAME].unique()}
    first = min(lists.days(), default=options.today)
    year, begins = _school_year(first, options)
    begins = min(begins, first)
    pupils = rows.drop_duplicates(NAME)
    enrolments = pd.DataFrame(
        {
            "pupil_id": pupils[NAME].map(ids),
            "school_id": options.school_id,
            "school_year": year,
            "enrolled_on": pd.Timestamp(begins),
            "grade_level": levels_said(pupils[CLASS]),
            "class_label": pupils[CLASS],
        }
    ).reset_index(drop=True)
    outcomes, notes = _outcomes(rows, ids, options)
    records = {
        "schools": pd.DataFrame({"school_id": [options.school_id]}),
        "enrolments": enrolments,
        "attendance": lists.attendance(ids),
        "grades": lists.grades(ids),
        "outcomes": outcomes,
    }
    people = pd.DataFrame(
        {"pupil_id": enrolments["pupil_id"], "school_id": options.school_id, "name": pupils[NAME].to_numpy()}
    ).assign(register_number="", contacts="")
    return ImportedRecords(
        {name: frame for name, frame in records.items() if len(frame)},
        coverage=_coverage(rows, begins, options),
        people=people,
        notes=(*notes, *problems.dropped),
        dated_today=frozenset({"outcomes"}),
    )


def _coverage(rows: pd.DataFrame, begins: dt.date, options: ImportOptions) -> tuple[Coverage, ...]:
    """Return what the files are the whole of: of each subject the lists of its classes, of classes who is in them.

    One who is in none of the files keeps all rows, and is named: who left has a label that says so.
    """
    days = begins, max(begins, options.today)
    found = [
        Coverage(
            options.school_id,
            ("attendance", "grades"),
            *days,
            tuple(sorted(of.unique())),
            (str(subject),),
            of_listed=True,
        )
        for subject, of in rows.groupby(SUBJECT)[CLASS]
    ]
    classes = tuple(sorted(rows[CLASS].unique()))
    return (Coverage(options.school_id, ("enrolments", "outcomes"), *days, classes, of_listed=True), *found)


@dataclass
class _Lists:
    """What the list cells say: day, name, subject, and the mark with its kind, or whether it is excused."""

    marks: list[tuple[dt.date, str, str, str, str]] = field(default_factory=list)
    absences: list[tuple[dt.date, str, str, str]] = field(default_factory=list)

    def days(self) -> list[dt.date]:
        """Return the days of all marks and absences."""
        return [mark[0] for mark in self.marks] + [absence[0] for absence in self.absences]

    def grades(self, ids: Mapping[str, str]) -> pd.DataFrame:
        columns = ["date", "name", "subject", "mark", "kind"]
        rows = pd.DataFrame(self.marks, columns=columns)
        conduct = rows["subject"].str.lower().isin(_CONDUCT)
        return pd.DataFrame(
            {
                "pupil_id": rows["name"].map(ids),
                "date": pd.to_datetime(rows["date"]),
                "mark": rows["mark"],
                "scale": ["FB-I" if mark.upper() in WORDS else "1-10" for mark in rows["mark"]],
                "subject": rows["subject"],
                "kind": rows["kind"].mask(conduct, "conduct"),
            }
        )

    def attendance(self, ids: Mapping[str, str]) -> pd.DataFrame:
        """Return one row for a day and subject: its hours are as many as the day stands in the list."""
        rows = pd.DataFrame(self.absences, columns=["date", "name", "subject", "excused"])
        hours = rows.groupby(["name", "date", "subject", "excused"], as_index=False, sort=False).size()
        return pd.DataFrame(
            {
                "pupil_id": hours["name"].map(ids),
                "date": pd.to_datetime(hours["date"]),
                "hours": hours["size"],
                "excused": hours["excused"],
                "subject": hours["subject"],
            }
        )


def _files(source: Path, options: ImportOptions) -> Sequence[Path]:
    if not options.school_id:
        raise UsageError(
            Bilingual(
                "EduAlert's files do not name their school; name it with --school.",
                "fișierele EduAlert nu spun școala; indicați-o cu --school.",
            )
        )
    files = [source] if source.is_file() else sorted(source.glob("*.csv"))
    if not files:
        raise UsageError(
            Bilingual(
                f"{source} is no file, and no folder with .csv files; name EduAlert's export.",
                f"{source} nu este un fișier și nici un dosar cu fișiere .csv; indicați exportul din EduAlert.",
            )
        )
    return files


def _rows(files: Sequence[Path], options: ImportOptions, problems: OutsideProblems) -> pd.DataFrame:
    raws = []
    for path in files:
        raw, found, _ = csv_table(path, TABLE, path.name)
        problems.add(found)
        raws += [] if raw is None else [with_bare_names(with_subject(raw, SUBJECT), NAME, problems)]
    if not raws:
        problems.tell()
    rows = checked_rows(raws, problems, today=options.today, with_repeated=True)
    texts = rows.drop(columns=[FILE, ROW]).columns
    rows[texts] = rows[texts].fillna("")
    rows = rows.assign(**{CLASS: rows[CLASS].str.strip(), NAME: one_spelling(rows[NAME])})
    columns = {"name": NAME, "of": CLASS, "subject": SUBJECT}
    refuse_namesakes(rows, problems, **columns)
    rows = without_repeated(rows)
    refuse_two_exports(rows, problems, **columns)
    return rows


def _lists(rows: pd.DataFrame, problems: OutsideProblems, *, today: dt.date) -> _Lists:
    """Read every list cell; one that is wrong is a problem of its own."""
    lists = _Lists()
    for column in (*MARKS, *ABSENCES):
        for cell, file, row, name, subject in zip(
            rows[column], rows[FILE], rows[ROW], rows[NAME], rows[SUBJECT], strict=True
        ):
            try:
                if column in MARKS:
                    entries = dated_marks(cell)
                    lists.marks += [(day, name, subject, mark, MARKS[column]) for day, mark in entries]
                    found_days = [day for day, _ in entries]
                else:
                    found_days = days(cell)
                    lists.absences += [(day, name, subject, ABSENCES[column]) for day in found_days]
            except ListCellError as error:
                place = file, (int(row),), column, in_quotes(error.entry)
                problems.add([Problem("not_dated_mark" if column in MARKS else "not_dated_absence", *place)])
                continue
            if later := [day for day in found_days if day > today]:
                found = in_quotes(later[0].isoformat())
                place = file, (int(row),), column, found
                problems.add([Problem("future_date", *place, {"today": today.isoformat()})])
    return lists


def _school_year(first: dt.date, options: ImportOptions) -> tuple[str, dt.date]:
    """Return the school year that the first day is in, and its own first day where it is published."""
    begins = published_terms("").groupby("school_year")["starts_on"].min()
    if options.school_year:
        known = begins.get(options.school_year)
        return options.school_year, first if known is None else known.date()
    before = begins[begins <= pd.Timestamp(first)]
    if before.empty:
        raise UsageError(
            Bilingual(
                f"the first day, {first}, is in no school year that is known; name it with --year.",
                f"prima zi, {first}, nu este în niciun an școlar cunoscut; indicați anul cu --year.",
            )
        )
    return str(before.index[-1]), before.iloc[-1].date()


def _outcomes(
    rows: pd.DataFrame, ids: Mapping[str, str], options: ImportOptions
) -> tuple[pd.DataFrame, tuple[Bilingual, ...]]:
    listed = rows.set_index(NAME)[LABELS].str.split(";").explode().str.strip()
    labels = listed[~listed.isin(["", "-"])].reset_index().drop_duplicates()
    said = labels[LABELS].map(OUTCOMES)
    told = pd.DataFrame({"pupil_id": labels[NAME].map(ids), "outcome": said}).dropna().drop_duplicates()
    told.insert(1, "date", pd.Timestamp(options.today))
    notes = []
    if len(told):
        english, romanian = (
            counted(len(told), "label", "labels", "en"),
            counted(len(told), "etichetă", "etichete", "ro"),
        )
        notes.append(
            Bilingual(
                f"outcomes dated today, since the files do not say since when they hold: {english}",
                f"rezultate datate azi, fiindcă fișierele nu spun de când sunt valabile: {romanian}",
            )
        )
    if others := sorted(labels.loc[said.isna(), LABELS].unique()):
        names = ", ".join(others)
        notes.append(Bilingual(f"labels that are no outcome: {names}", f"etichete care nu sunt rezultate: {names}"))
    return told.reset_index(drop=True), tuple(notes)
