"""What records hold, on one screen."""

import pandas as pd

from features.i18n.text import Language
from features.records.records import Records, tables_with

_DAYS = {"enrolments": "enrolled_on", "family": "valid_from", "terms": "starts_on", "schools": None}


def summary_lines(records: Records, language: Language) -> list[str]:
    """Return the summary as lines: each table with rows, pupils and dates, then outcomes and what is not given."""
    romanian = language == "ro"
    header = (
        ("tabel", "rânduri", "elevi", "de la", "până la") if romanian else ("table", "rows", "pupils", "from", "to")
    )
    lines = [f"{header[0]:<12}{header[1]:>10}{header[2]:>9}  {header[3]:<11} {header[4]}"]
    for table in tables_with(records.declared):
        if table.name in records.given:
            lines.append(_table_line(table.name, records[table.name]))
    lines += ["", _outcomes(records, romanian)]
    missing = [table.name for table in tables_with(records.declared) if table.name not in records.given]
    if missing:
        lines.append(("Lipsesc: " if romanian else "Not given: ") + ", ".join(missing) + ".")
    if records.declared.situation:
        names = ", ".join(entry.column.name for entry in records.declared.situation)
        lines.append(("Coloane declarate: " if romanian else "Declared columns: ") + names + ".")
    lines.append("Nicio problemă." if romanian else "No problems.")
    return lines


def _table_line(name: str, frame: pd.DataFrame) -> str:
    pupils = f"{frame['pupil_id'].nunique():>9}" if "pupil_id" in frame.columns else f"{'':>9}"
    column = _DAYS.get(name, "date")
    days = frame[column].agg(["min", "max"]) if column and len(frame) else None
    span = "" if days is None else f"  {days['min']:%Y-%m-%d}  {days['max']:%Y-%m-%d}"
    return f"{name:<12}{len(frame):>10}{pupils}{span}".rstrip()


def _outcomes(records: Records, romanian: bool) -> str:
    counts = records["outcomes"]["outcome"].value_counts()
    if counts.empty:
        return "Niciun parcurs cunoscut." if romanian else "No outcomes known."
    listed = ", ".join(f"{name} {count}" for name, count in counts.items())
    return ("Parcursuri: " if romanian else "Outcomes: ") + listed + "."
