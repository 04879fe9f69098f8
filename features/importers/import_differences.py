"""What an import would change in the records that are there: rows new, changed and gone, table by table."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd

from features.arrays import Booleans, Integers
from features.records.imported_records import Coverage, ImportedRecords
from features.records.records import Records, tables_with
from features.schema.tables import STANDING_ONCE, Table

EXAMPLES = 10
_MOMENTS = ("known_on", "retracted_on", "left_known_on")  # say when a row was known, not what it says
_EVENT_KEYS: Mapping[str, tuple[str, ...]] = {
    "attendance": ("pupil_id", "date", "subject"),
    "grades": ("pupil_id", "date", "subject", "kind"),
    "incidents": ("pupil_id", "date", "kind"),
}
_DAYS = {"family": "valid_from", "enrolments": "enrolled_on"}


@dataclass(frozen=True)
class GroupCounts:
    """How many rows of a subject or a class would be new, changed and gone; ``column`` says what ``value`` is of."""

    column: str
    value: str
    new: int
    changed: int
    gone: int


@dataclass(frozen=True)
class TableDifference:
    """What would come to a table: how many rows, and examples of them as texts, column by column.

    ``changes`` are examples of rows as they were and as they would be, ``lost`` of those that would be gone. Where more
    are new or gone than examples show, ``groups`` count marks by subject and absences by class.
    """

    table: str
    new: int
    changed: int
    gone: int
    examples: tuple[Mapping[str, str], ...] = ()
    changes: tuple[tuple[Mapping[str, str], Mapping[str, str]], ...] = ()
    lost: tuple[Mapping[str, str], ...] = ()
    groups: tuple[GroupCounts, ...] = ()


def import_differences(
    before: Records | None, imported: Records, coverage: Sequence[Coverage] = ()
) -> list[TableDifference]:
    """Compare an import with the records that are there, if any; tables in which nothing would change are there too.

    A row is gone where the import is the whole of its school, class, subject and day and has it no more. A row of the
    same child, day and subject that is both new and gone is one that changed.
    """
    tables = [table for table in tables_with(imported.declared) if table.name in imported.given]
    found = []
    for table in tables:
        now = _texts(imported, table)
        former = _texts(before, table) if before is not None else now.iloc[:0]
        covered = _covered(former, table, before or imported, imported, coverage)
        found.append(_difference(table, former, now, covered=covered, records=(before, imported)))
    return found


def standing_differences(
    before: Records | None, after: Records | None, *, of: Collection[str] = ()
) -> list[TableDifference]:
    """Compare all records that were there with all that are; only of tables ``of`` it is told that nothing changed."""
    some = after or before
    found = []
    for table in tables_with(some.declared) if some is not None else ():
        both = (each if each is not None and table.name in each.given else None for each in (before, after))
        texts = [_texts(each, table) if each is not None else None for each in both]
        there = next((each for each in texts if each is not None), None)
        if there is not None:
            former, now = (each if each is not None else there.iloc[:0] for each in texts)
            everything = np.ones(len(former), np.bool_)
            told = _difference(table, former, now, covered=everything, records=(before, after))
            if table.name in of or told.new or told.changed or told.gone:
                found.append(told)
        elif table.name in of:
            found.append(TableDifference(table.name, new=0, changed=0, gone=0))
    return found


def missing_pupils(before: Records, imported: ImportedRecords) -> list[str]:
    """Return the pupils enrolled in classes of an import of class lists who are in none of its lists."""
    told = imported.tables["enrolments"]
    rows = before["enrolments"].drop_duplicates("pupil_id", keep="last")
    for name in ("left_on", "retracted_on"):
        rows = rows[rows[name].isna()] if name in rows else rows
    places = {(each.school_id, label) for each in imported.coverage if each.of_listed for label in each.classes or ()}
    inside = pd.Series(list(zip(rows["school_id"], rows["class_label"], strict=True)), rows.index).isin(places)
    inside &= rows["school_year"].isin(told["school_year"]) & ~rows["pupil_id"].isin(told["pupil_id"])
    own = pd.Series(list(zip(rows["school_id"], rows["pupil_id"], strict=True)), rows.index)
    inside &= ~own.isin(imported.former)
    if "outcomes" in before.given:
        inside &= ~rows["pupil_id"].isin(before["outcomes"]["pupil_id"])
    return sorted(rows.loc[inside, "pupil_id"].astype(str))


def _difference(
    table: Table, former: pd.DataFrame, now: pd.DataFrame, *, covered: Booleans, records: Sequence[Records | None]
) -> TableDifference:
    is_gone, is_new = _unmatched(former, now)
    is_gone &= covered
    keys = [name for name in table.key or _EVENT_KEYS[table.name] if name not in _MOMENTS]
    gone_keys = _numbered(_without_days(former[is_gone], table), keys)
    new_keys = _numbered(_without_days(now[is_new], table), keys)
    changed = new_keys.isin(set(gone_keys))
    lost = ~gone_keys.isin(set(new_keys))
    sources = {key: row for row, key in gone_keys.items()}
    pairs = [(sources[key], row) for row, key in new_keys[changed].head(EXAMPLES).items()]
    return TableDifference(
        table.name, new=int((~changed).sum()), changed=int(changed.sum()), gone=int(is_gone.sum() - changed.sum()),
        examples=_cells(now.loc[new_keys.index[~changed]]),
        changes=tuple((_cells(former.loc[[old]])[0], _cells(now.loc[[row]])[0]) for old, row in pairs),
        lost=_cells(former.loc[gone_keys.index[lost]]),
        groups=_groups(
            table, (now.loc[new_keys.index[~changed]], now.loc[new_keys.index[changed]],
                    former.loc[gone_keys.index[lost]]), records,
        ),
    )  # fmt: skip


def _groups(
    table: Table, parts: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame], records: Sequence[Records | None]
) -> tuple[GroupCounts, ...]:
    """Return how many rows are new, changed and gone, by subject or class; nothing where examples show them all."""
    if table.name not in ("grades", "attendance") or len(parts[0]) + len(parts[2]) <= EXAMPLES:
        return ()
    classes = _classes_of(records) if table.name == "attendance" else None
    counts = [Counter(_by_subject(rows) if classes is None else _by_class(rows, classes)) for rows in parts]
    return tuple(GroupCounts(*group, *(each[group] for each in counts)) for group in sorted({*chain(*counts)}))


def _by_subject(rows: pd.DataFrame) -> list[tuple[str, str]]:
    subjects, kinds = (rows[name] if name in rows else pd.Series("", rows.index) for name in ("subject", "kind"))
    return [("subject", subject) if subject else ("kind", kind) for subject, kind in zip(subjects, kinds, strict=True)]


def _by_class(rows: pd.DataFrame, classes: Mapping[str, str]) -> list[tuple[str, str]]:
    return [("class_label", classes.get(pupil, "")) for pupil in rows["pupil_id"]]


def _classes_of(records: Sequence[Records | None]) -> Mapping[str, str]:
    """Return the last class of each child, as the last records have it that know one."""
    known: dict[str, str] = {}
    for each in (each for each in records if each is not None and "class_label" in each["enrolments"]):
        rows = each["enrolments"].dropna(subset=["class_label"])
        rows = rows[rows["retracted_on"].isna()] if "retracted_on" in rows else rows
        known |= dict(zip(rows["pupil_id"].astype(str), rows["class_label"].astype(str), strict=True))
    return known


def _without_days(rows: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Return rows by which to find what changed: a mark or total of a period is the same one on whatever day."""
    if table.name == "grades" and "kind" in rows:
        return rows.assign(date=rows["date"].mask(rows["kind"].isin(STANDING_ONCE), ""))
    if table.name == "attendance" and "from_date" in rows:
        return rows.assign(date=rows["date"].mask(rows["from_date"] != "", rows["from_date"] + "–"))
    return rows


def _cells(rows: pd.DataFrame) -> tuple[Mapping[str, str], ...]:
    """Return the first rows as texts, without empty cells."""
    return tuple(
        {str(name): value for name, value in row.items() if value} for row in rows.head(EXAMPLES).to_dict("records")
    )


def _texts(records: Records, table: Table) -> pd.DataFrame:
    """Return what the rows of a table say that nobody has taken back, as texts."""
    frame = records[table.name]
    if "retracted_on" in frame:
        frame = frame[frame["retracted_on"].isna()]
    columns = {name: _text(frame[name]) for name in frame.columns if name not in _MOMENTS}
    return pd.DataFrame(columns, copy=False).reset_index(drop=True)


def _text(column: "pd.Series[Any]") -> "pd.Series[str]":
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        texts = column.dt.strftime("%Y-%m-%d")
    elif pd.api.types.is_float_dtype(column.dtype):
        texts = column.map(lambda number: f"{number:g}", na_action="ignore")
    else:
        texts = column.astype(object)
    said: pd.Series[str] = texts.astype(object).where(column.notna().to_numpy(), "").astype(str)
    return said


def _numbered(frame: pd.DataFrame, names: Sequence[str]) -> "pd.Series[Any]":
    """Return a key for each row: the cells of some columns, and which of the rows alike it is."""
    cells = [frame[name] if name in frame else pd.Series("", frame.index) for name in names]
    together = pd.Series(list(zip(*cells, strict=True)), frame.index, dtype=object)
    return pd.Series(list(zip(together, together.groupby(together).cumcount(), strict=True)), frame.index, dtype=object)


def _unmatched(former: pd.DataFrame, now: pd.DataFrame) -> tuple[Booleans, Booleans]:
    """Tell of each row of two tables whether the other lacks it; of two alike where the other has one, the second."""
    names = sorted({*former.columns, *now.columns})
    rows = pd.concat([each.reindex(columns=names, fill_value="") for each in (former, now)], ignore_index=True)
    alike = np.asarray(rows.groupby(names, sort=False).ngroup(), np.int64)
    both = alike[: len(former)], alike[len(former) :]
    there, here = (np.bincount(each, minlength=len(rows)) for each in both)
    return _beyond(both[0], here), _beyond(both[1], there)


def _beyond(groups: Integers, most: Integers) -> Booleans:
    """Tell of each row whether it is one more of its group than there may be."""
    place = pd.Series(groups).groupby(groups).cumcount().to_numpy()
    beyond: Booleans = place >= most[groups]
    return beyond


def _covered(
    rows: pd.DataFrame, table: Table, records: Records, imported: Records, coverage: Sequence[Coverage]
) -> Booleans:
    """Tell of each row that was there whether the import is the whole of its place."""
    enrolments = records["enrolments"].drop_duplicates("pupil_id", keep="last").set_index("pupil_id")
    pupils = rows.get("pupil_id", pd.Series("", rows.index))
    schools, classes = (
        rows[name] if name in rows else _of_pupils(pupils, enrolments[name]) for name in ("school_id", "class_label")
    )
    days = rows.get(_DAYS.get(table.name, "date"))
    is_covered = pd.Series(data=False, index=rows.index)
    for each in coverage or _whole_schools(imported, table):
        inside = (schools == each.school_id) & (not each.adds_only)
        inside &= table.name in each.tables
        if days is not None and table.name != "enrolments":
            inside &= days.between(each.first_day.isoformat(), each.last_day.isoformat())
        if each.classes is not None:
            inside &= classes.isin(each.classes)
        if each.of_totals is not None:
            inside &= (rows.get("from_date", pd.Series("", rows.index)) != "") == each.of_totals
        if each.subjects is not None and "subject" in rows:
            inside &= rows["subject"].isin(each.subjects)
        if each.of_listed:
            inside &= pupils.isin(imported["enrolments"]["pupil_id"])
        is_covered |= inside
    found: Booleans = is_covered.to_numpy(bool)
    return found


def _of_pupils(pupils: "pd.Series[str]", known: "pd.Series[Any]") -> "pd.Series[str]":
    """Return what is known of each row's pupil; empty where nothing is."""
    texts = {pupil: text for pupil, text in known.items() if isinstance(text, str)}
    return pd.Series([texts.get(pupil, "") for pupil in pupils], pupils.index, dtype=object)


def _whole_schools(imported: Records, table: Table) -> list[Coverage]:
    """Say that an import without a coverage is the whole of its own days, school by school."""
    schools = imported["enrolments"]["school_id"].unique()
    day = _DAYS.get(table.name, "date")
    days = imported[table.name][day].dropna() if day in imported[table.name] else pd.Series(dtype="datetime64[s]")
    if days.empty:
        return []
    return [Coverage(str(each), (table.name,), days.min().date(), days.max().date()) for each in schools]
