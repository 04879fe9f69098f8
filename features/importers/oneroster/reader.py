"""The tables of a OneRoster export, typed, with what is wrong in any of its files."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from features.i18n.text import Bilingual
from features.importers.oneroster.files import DELETED_WORD, FILES, MANIFEST, NEEDED
from features.importers.options import ImportOptions
from features.importers.outside_tables import OutsideProblems, add_problems, checked_rows, csv_table, texts_table
from features.reading.folder import RawTable
from features.schema.problems import Problem, in_quotes
from features.schema.tables import Table

DELETED, MODIFIED = "deleted", "modified"  # is the row to be deleted, and the day on which it was last touched
_TOLD_ALONE = 5  # rows of one and the same day of change may be chance


@dataclass(frozen=True)
class OneRosterTables:
    """The rows of each file by name; a file that is not there is empty. ``notes`` say what was passed over."""

    frames: dict[str, pd.DataFrame]
    notes: tuple[Bilingual, ...]

    def of(self, table: Table) -> pd.DataFrame:
        """Return the rows of a file that are not to be deleted."""
        rows = self.frames[table.name]
        return rows[~rows[DELETED]]

    def all_of(self, table: Table) -> pd.DataFrame:
        """Return the rows of a file, those to be deleted too."""
        return self.frames[table.name]


def read_oneroster(folder: Path, options: ImportOptions, problems: OutsideProblems) -> OneRosterTables:
    """Read the files of an export; what is wrong is added to the problems, and what is passed over is noted."""
    paths = {path.name.lower(): path for path in sorted(folder.iterdir()) if path.is_file()}
    _judge_manifest(paths.get("manifest.csv"), folder, problems)
    notes: list[Bilingual] = []
    frames = {}
    for table in FILES:
        raw = _raw(paths.get(f"{table.name.lower()}.csv"), table, problems, notes)
        if raw is None and table in NEEDED and f"{table.name.lower()}.csv" not in paths:
            name = f"{table.name}.csv"
            problems.add([Problem("missing_source_file", folder.name, values={"name": name})])
        typed = checked_rows([raw or texts_table(table, "", [], [])], problems, today=options.today)
        frames[table.name] = _with_changes(typed, problems, notes)
    read = {f"{table.name.lower()}.csv" for table in (*FILES, MANIFEST)}
    if others := sorted(path.name for name, path in paths.items() if name.endswith(".csv") and name not in read):
        notes.append(_passed_over("", others))
    return OneRosterTables(frames, tuple(notes))


def _judge_manifest(path: Path | None, folder: Path, problems: OutsideProblems) -> None:
    if path is None:
        files = "manifest.csv, users.csv, enrollments.csv …"
        problems.add([Problem("no_source_files", folder.name, values={"system": "OneRoster 1.2", "files": files})])
        return
    raw, found, _ = csv_table(path, MANIFEST, path.name)
    problems.add(found)
    for name, value in () if raw is None else raw.frame.itertuples(index=False):
        if name.strip().startswith("file.") and value.strip() == "delta":
            problems.add([Problem("not_bulk", path.name, column=name.strip(), found=in_quotes("delta"))])


def _raw(path: Path | None, table: Table, problems: OutsideProblems, notes: list[Bilingual]) -> RawTable | None:
    if path is None:
        return None
    raw, found, further = csv_table(path, table, path.name)
    problems.add(found)
    if extras := [name for name in further if name.startswith("metadata.")]:
        notes.append(_passed_over(path.name, extras))
    return raw


def _passed_over(file: str, names: list[str]) -> Bilingual:
    listed, beside = ", ".join(names), f"{file}: " if file else ""
    return Bilingual(f"{beside}not read: {listed}", f"{beside}nu s-a citit: {listed}")


def _with_changes(rows: pd.DataFrame, problems: OutsideProblems, notes: list[Bilingual]) -> pd.DataFrame:
    """Return rows with the day they were last touched, missing where all have one day: that of the export itself."""
    days = pd.to_datetime(rows["dateLastModified"].str[:10], format="%Y-%m-%d", errors="coerce").astype("datetime64[s]")
    wrong = rows[rows["dateLastModified"].notna() & days.isna()]
    add_problems(problems, "no_such_day", wrong, "dateLastModified", {"hint": "2025-09-08T12:00:00Z", "or_empty": ""})
    deleted = rows["status"].eq(DELETED_WORD).fillna(value=False).astype(bool)
    living = days[~deleted]
    if len(living) > _TOLD_ALONE and living.nunique() == 1 and living.notna().all():
        days = days.where(deleted)
        file = str(rows["file"].iloc[0])
        notes.append(
            Bilingual(
                f"{file}: all rows were last changed on one day, that of the export, which does not say when they were "
                "known",
                f"{file}: toate rândurile au aceeași zi a modificării, cea a exportului, care nu spune când s-au aflat",
            )
        )
    return rows.assign(deleted=deleted, modified=days)
