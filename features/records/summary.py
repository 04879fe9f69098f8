"""What records hold, on one screen."""

from collections.abc import Sequence

import pandas as pd

from features.i18n.code_names import code_name
from features.i18n.numbers import counted
from features.i18n.text import Bilingual, Language
from features.records.known_before import standing_records
from features.records.records import Records, tables_with
from features.records.unseen import unseen

_DAYS = {"enrolments": "enrolled_on", "family": "valid_from", "terms": "starts_on", "schools": None}
_HEADINGS = (
    Bilingual("table", "tabel"), Bilingual("rows", "rânduri"), Bilingual("pupils", "elevi"), Bilingual("from", "de la"),
    Bilingual("to", "până la"),
)  # fmt: skip
_NOT_GIVEN = Bilingual("Not given", "Lipsesc")
_DECLARED = Bilingual("Declared columns", "Coloane declarate")
_MARKS = Bilingual("Marks", "Note")
_OUTCOMES = Bilingual("Outcomes", "Parcursuri")
_NO_OUTCOMES = Bilingual("No outcomes known.", "Niciun parcurs cunoscut.")
_TAKEN_BACK = Bilingual("Rows taken back, not counted above", "Rânduri retrase, nenumărate mai sus")
_NO_PROBLEMS = Bilingual("No problems.", "Nicio problemă.")


def summary_lines(records: Records, language: Language, further: Sequence[Bilingual] = ()) -> list[str]:
    """Return the summary as lines: each table with rows, pupils and dates, then outcomes.

    Rows that were taken back are not counted. Then follow how many these are, what is not given, what is declared,
    what no model looks at, how files were read, and ``further`` sentences.
    """
    records, given = standing_records(records), records
    table, rows, pupils, first, last = (heading.said(language) for heading in _HEADINGS)
    names = [table.name for table in tables_with(records.declared)]
    missing = [name for name in names if name not in records.given]
    declared = [entry.column.name for entry in records.declared.situation]
    outcomes = [
        f"{code_name('outcome', str(code)).said(language)} {count}"
        for code, count in records["outcomes"]["outcome"].value_counts().items()
    ]
    return [
        f"{table:<12}{rows:>10}{pupils:>9}  {first:<11} {last}",
        *(_table_line(name, records[name]) for name in names if name in records.given),
        "",
        *(_list_line(_OUTCOMES, outcomes, language) or [_NO_OUTCOMES.said(language)]),
        *_list_line(_TAKEN_BACK, _taken_back(given, records, language), language),
        *_list_line(_NOT_GIVEN, missing, language),
        *_list_line(_DECLARED, declared, language),
        *_mark_lines(records, language),
        *(sentence.said(language) for sentence in (*unseen(records), *further)),
        *(note.sentence(language) for note in records.notes),
        _NO_PROBLEMS.said(language),
    ]


def _taken_back(given: Records, standing: Records, language: Language) -> list[str]:
    """Return, table by table, how many rows were taken back."""
    counts = {name: len(table) - len(standing[name]) for name, table in given.tables.items()}
    return [f"{code_name('table', name).said(language)} {count}" for name, count in counts.items() if count]


def _mark_lines(records: Records, language: Language) -> list[str]:
    """Say of each scale in use which mark is the best, and how many marks were due and not taken."""
    grades = records["grades"]
    names = sorted(grades["scale"].dropna().unique())
    said = [scale.direction() for scale in map(records.declared.scale, names) if scale is not None]
    if not_taken := int((grades["kind"] == "not_taken").sum()):
        ways = counted(not_taken, "was", "were", "en"), counted(not_taken, "notă", "note", "ro")
        said.append(Bilingual(f"{ways[0]} due but not taken", f"{ways[1]} lipsă, elevul nu s-a prezentat"))
    return [f"{_MARKS.said(language)}: {each.said(language)}." for each in said]


def _list_line(heading: Bilingual, items: Sequence[str], language: Language) -> list[str]:
    return [f"{heading.said(language)}: {', '.join(items)}."] if items else []


def _table_line(name: str, frame: pd.DataFrame) -> str:
    pupils = f"{frame['pupil_id'].nunique():>9}" if "pupil_id" in frame.columns else f"{'':>9}"
    column = _DAYS.get(name, "date")
    days = frame[column].agg(["min", "max"]) if column and len(frame) else None
    span = "" if days is None else f"  {days['min']:%Y-%m-%d}  {days['max']:%Y-%m-%d}"
    return f"{name:<12}{len(frame):>10}{pupils}{span}".rstrip()
