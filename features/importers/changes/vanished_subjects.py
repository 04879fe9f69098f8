"""Subjects of which earlier imports have rows, and which are in the sheets no more."""

import itertools
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

import pandas as pd

from features.i18n.numbers import counted
from features.i18n.text import LANGUAGES, Bilingual
from features.records.imported_records import Coverage, ImportedRecords
from features.records.records import Records

_ROWS: Mapping[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "grades": (("mark", "marks"), ("notă", "note")),
    "attendance": (("row of absences", "rows of absences"), ("rând de absențe", "rânduri de absențe")),
}
Place = tuple[str, str, str]  # a school, a table and a class
_PlaceAndKind = tuple[str, str, str, bool]  # the same, and whether it is of totals
ToldWith = Callable[[Place, str], AbstractSet[str]]


def _with_nothing(_place: Place, _subject: str) -> AbstractSet[str]:
    return frozenset()


@dataclass(frozen=True)
class VanishedSubject:
    """A subject of which earlier imports have rows and this one has no column and no row, though it has most others."""

    school_id: str
    table: str
    class_label: str
    subject: str
    rows: int
    of_totals: bool = False

    def place(self) -> str:
        """Return the subject and its class, which no language says otherwise."""
        return f"{self.subject}, {self.class_label}"

    def rows_said(self) -> Bilingual:
        """Return how many marks or rows of absences earlier imports have of it."""
        return Bilingual(
            *(
                counted(self.rows, *words, language)
                for words, language in zip(_ROWS[self.table], LANGUAGES, strict=True)
            )
        )


def vanished_subjects(
    before: Records, imported: ImportedRecords, *, told_with: ToldWith = _with_nothing
) -> list[VanishedSubject]:
    """Return the subjects of classes that are in no sheet any more, where the sheets have most subjects of the class.

    Where fewer subjects of a class are there than are missing nothing is said: each teacher may bring a file. Where as
    many are, those count that were told together with all that are there: ``told_with`` gives what the last import told
    that told a subject.
    """
    told, whole = _told_subjects(imported.coverage)
    enrolments = before["enrolments"].drop_duplicates("pupil_id", keep="last").set_index("pupil_id")
    listed = set(imported.tables["enrolments"]["pupil_id"]) if "enrolments" in imported.tables else set()
    found = []
    for name in ("attendance", "grades"):
        if name not in before.given or not any(place[1] == name for place in told):
            continue
        rows = before[name]
        rows = rows[rows["retracted_on"].isna()] if "retracted_on" in rows else rows
        rows = rows[rows["pupil_id"].isin(listed) & rows["subject"].notna()]
        totals = rows["from_date"].notna() if "from_date" in rows else pd.Series(data=False, index=rows.index)
        places = pd.DataFrame({
            "school": rows["pupil_id"].map(enrolments["school_id"]).astype(str),
            "label": rows["pupil_id"].map(enrolments["class_label"]).astype(str),
            "subject": rows["subject"].astype(str), "day": rows["date"].dt.date, "of_totals": totals,
        })  # fmt: skip
        for (school, label, of_totals), group in places.groupby(["school", "label", "of_totals"], sort=True):
            found += _vanished((str(school), name, str(label), bool(of_totals)), group, told, whole, told_with)
    return found


def _told_subjects(coverage: Sequence[Coverage]) -> tuple[dict[_PlaceAndKind, list[Coverage]], set[_PlaceAndKind]]:
    """Return the coverages of each school, table and class that name subjects; and those that are told whole.

    Totals of absences and single days are told apart.
    """
    told: dict[_PlaceAndKind, list[Coverage]] = {}
    whole = set()
    for each in (some for some in coverage if not some.adds_only):
        kinds = (False, True) if each.of_totals is None else (each.of_totals,)
        places = [*itertools.product((each.school_id,), each.tables, each.classes or (), kinds)]
        if each.subjects is None:
            whole.update(places)
            continue
        for place in places:
            told.setdefault(place, []).append(each)
    return told, whole


def _vanished(
    place: _PlaceAndKind,
    rows: pd.DataFrame,
    told: Mapping[_PlaceAndKind, list[Coverage]],
    whole: AbstractSet[_PlaceAndKind],
    told_with: ToldWith,
) -> list[VanishedSubject]:
    coverages = told.get(place, [])
    if not coverages or place in whole:
        return []
    first, last = min(each.first_day for each in coverages), max(each.last_day for each in coverages)
    now = {subject for each in coverages for subject in each.subjects or () if subject}
    counts = rows.loc[(rows["day"] >= first) & (rows["day"] <= last), "subject"].value_counts()
    gone = sorted(set(counts.index) - now)
    if len(gone) > len(now):
        return []
    if len(gone) == len(now):
        gone = [subject for subject in gone if now <= told_with(place[:3], subject)]
    return [VanishedSubject(*place[:3], subject, int(counts[subject]), place[3]) for subject in gone]


def with_vanished(imported: ImportedRecords, vanished: Sequence[VanishedSubject]) -> ImportedRecords:
    """Return the import as the whole of subjects that vanished, too: their rows are taken back."""
    gone: dict[_PlaceAndKind, list[str]] = {}
    for each in vanished:
        place = (each.school_id, each.table, each.class_label, each.of_totals)
        gone.setdefault(place, []).append(each.subject)
    told, _ = _told_subjects(imported.coverage)
    more = [
        replace(coverage, tables=(place[1],), classes=(place[2],), subjects=tuple(subjects))
        for place, subjects in gone.items()
        for coverage in told[place]
    ]
    return replace(imported, coverage=tuple(dict.fromkeys((*imported.coverage, *more))))


def read_as_with(read_as: str, vanished: Sequence[VanishedSubject]) -> str:
    """Return what sheets were read as, with the subjects that are said to be gone: another reading, another import."""
    said = "\n".join(f"{each.table} {each.class_label} {each.subject}" for each in vanished)
    return f"{read_as}\ngone\n{said}"
