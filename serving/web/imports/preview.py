"""What an upload would change in the records of its school, with examples in words."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from features.i18n.table_words import cell_value, cell_words
from features.i18n.text import Bilingual, Language
from features.importers.changes.older_files import OlderFile
from features.importers.changes.totals_that_disagree import disagreements_told
from features.importers.changes.vanished_subjects import VanishedSubject, vanished_subjects
from features.importers.import_differences import TableDifference, missing_pupils
from features.importers.spreadsheets.importer import SheetImport
from features.store.imports.history import told_with
from features.store.imports.trial import Trial
from serving.roster.roster import Roster
from serving.web.configuration.erased import erased_among

_LEFT_OUT = {"school_id", "school_year"}
_MOST_NAMES = 10


@dataclass(frozen=True)
class Preview:
    """What an import would change, table by table, and who is enrolled in its classes and in none of its lists.

    ``vanished`` are subjects that are in the sheets no more, ``renamed`` the children whose name, number or contacts
    are not kept so. ``older`` is what speaks for files older than what is there, ``is_known`` that the very same files
    are there for that very day. ``disagreements`` are totals of absences that say otherwise than their days.
    ``if_whole`` is what would go if lists that name few children are told to be whole.
    """

    tables: tuple[TableDifference, ...] = ()
    missing: tuple[str, ...] = ()
    vanished: tuple[VanishedSubject, ...] = ()
    renamed: int = 0
    older: OlderFile | None = None
    is_known: bool = False
    disagreements: tuple[Bilingual, ...] = ()
    if_whole: tuple[TableDifference, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether nothing would be different afterwards, and nothing is to be chosen."""
        changed = any(each.new or each.changed or each.gone for each in self.tables)
        return not (changed or self.vanished or self.renamed or self.if_whole)

    def pupils(self) -> set[str]:
        """Return the children of whom something is shown."""
        every = (*self.tables, *self.if_whole)
        rows = [row for each in every for row in (*each.examples, *each.lost, *(now for _, now in each.changes))]
        return {*self.missing[:_MOST_NAMES], *(row["pupil_id"] for row in rows if "pupil_id" in row)}


@dataclass(frozen=True)
class Examples:
    """Some of the rows of a table that would be new, changed or gone, each in words."""

    kind: str
    rows: tuple[str, ...]


def preview(trial: Trial, found: SheetImport, roster: Roster | None = None) -> Preview:
    """Return what an import would change that was tried, and for whom the roster would."""
    before, records = trial.before, found.records
    missing = missing_pupils(before, records) if before is not None and records.coverage else []
    erased = erased_among(missing)
    renamed = roster.differing(records.people) if roster is not None and records.people is not None else 0
    left = tuple(each for each in missing if each not in erased)
    vanished = tuple(vanished_of(trial, found))
    disagreements = tuple(disagreements_told(records, trial.after))
    return Preview(tuple(trial.differences()), left, vanished, renamed, trial.older, trial.is_known, disagreements)


def vanished_of(trial: Trial, found: SheetImport) -> list[VanishedSubject]:
    """Return the subjects of which earlier imports have rows, and which are in the sheets no more."""
    before, records = trial.before, found.records
    if before is None or not records.coverage:
        return []
    return vanished_subjects(before, records, told_with=told_with(trial.batches))


def shown_key(vanished: Sequence[VanishedSubject]) -> str:
    """Return what tells the subjects that a page showed as gone from any others."""
    lines = (f"{each.school_id}\0{each.table}\0{each.place()}\0{each.rows}\0{each.of_totals}" for each in vanished)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def going_if_whole(trial: Trial, as_whole: Trial | None) -> tuple[TableDifference, ...]:
    """Return the tables of which more would go if lists that name few children are whole; nothing without any."""
    if as_whole is None:
        return ()
    gone = {each.table: each.gone + each.changed for each in trial.differences()}
    return tuple(each for each in as_whole.differences() if each.gone + each.changed > gone.get(each.table, 0))


def going_key(tables: Sequence[TableDifference]) -> str:
    """Return what tells the rows that a page showed as going from any others."""
    lines = (f"{each.table} {each.new} {each.changed} {each.gone} {each.lost} {each.changes}" for each in tables)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def examples_of(difference: TableDifference, names: Mapping[str, str], language: Language) -> tuple[Examples, ...]:
    """Return examples of each kind that there is: new, changed with what stood there before, gone."""
    changed = tuple(_changed(old, now, names, language) for old, now in difference.changes)
    kinds = (
        Examples("new", tuple(_row(each, names, language) for each in difference.examples)),
        Examples("changed", changed),
        Examples("gone", tuple(_row(each, names, language) for each in difference.lost)),
    )
    return tuple(each for each in kinds if each.rows)


def missing_names(missing: Sequence[str], names: Mapping[str, str]) -> tuple[str, int]:
    """Return the first of the children who are missing, by name, and how many more there are."""
    said = ", ".join(sorted(names.get(each, each) for each in missing[:_MOST_NAMES]))
    return said, max(len(missing) - _MOST_NAMES, 0)


def _changed(old: Mapping[str, str], now: Mapping[str, str], names: Mapping[str, str], language: Language) -> str:
    same = {name: value for name, value in now.items() if old.get(name) == value}
    steps = (
        f"{cell_words(name, old.get(name, '–'), language)} → {cell_value(name, now.get(name, '–'), language)}"
        for name in {**old, **now} if old.get(name) != now.get(name)
    )  # fmt: skip
    return f"{_row(same, names, language)}: {', '.join(steps)}"


def _row(cells: Mapping[str, str], names: Mapping[str, str], language: Language) -> str:
    said = {**cells, "pupil_id": names.get(cells["pupil_id"], cells["pupil_id"])} if "pupil_id" in cells else cells
    cells_said = (cell_words(name, value, language) for name, value in said.items() if name not in _LEFT_OUT)
    return ", ".join(cells_said)
