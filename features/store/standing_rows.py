"""The rows that stand in a store: of each table and school, what its imports say together."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, select

from features.reading.csv_parquet import table_cells
from features.schema.tables import EVENT_TABLES, Table
from features.store.batches import Batch, in_order, read_batches
from features.store.bodies import arrow_table, decoded, frame_of, rows_of_pupils
from features.store.coverage import DAY_OF, Area, Version
from features.store.database.rows import OF_BATCH, OF_SCHOOL, read_rows
from features.store.database.standing_query import in_images, standing
from features.store.database.tables import BODIES, COMPACTED, row_table
from features.store.enrolment_at import ClassesThen, enrolled_by, enrolments_told
from features.store.folding import KNOWN, RETRACTED, ClassesOf, fold
from features.store.images import MANY, Selection, imaged, parts_of

EVERYTHING = Selection()


@dataclass(frozen=True)
class StandingRows:
    """One state of a store, in the transaction of a connection; ``tables`` have the declared columns.

    ``schools_asked`` are the only ones that will be asked for, where not all are.
    """

    connection: Connection
    tables: Mapping[str, Table]
    schools_asked: Collection[str] | None = None
    _then: dict[str, ClassesThen] = field(default_factory=dict, repr=False)

    @cached_property
    def batches(self) -> list[Batch]:
        """The batches that stand, in order; with what they cover of the schools that are asked for."""
        return in_order(read_batches(self.connection, self.schools_asked))

    @cached_property
    def _areas(self) -> Mapping[tuple[str, str], Mapping[int, tuple[Area, ...]]]:
        """What each batch is the whole of, by table and school."""
        found: dict[tuple[str, str], dict[int, tuple[Area, ...]]] = defaultdict(dict)
        for batch in self.batches:
            for area in batch.areas:
                own = found[area.table, area.school_id]
                own[batch.number] = (*own.get(batch.number, ()), area)
        return found

    def columns(self, table: str) -> tuple[str, ...]:
        """Return the columns that any import had of a table, and those that the store adds; none without the table."""
        given = {name for batch in self.batches for name in batch.columns.get(table, ())}
        schema = [column.name for column in self.tables[table].columns]
        folded = table in DAY_OF and any(len(self._areas[key]) > 1 for key in list(self._areas) if key[0] == table)
        added = {KNOWN, RETRACTED} & set(schema) if folded else set()
        if folded and table == "enrolments" and "left_on" in given:
            added.add("left_known_on")
        return tuple(name for name in schema if name in given | added) if given else ()

    def frame(self, table: str, selection: Selection = EVERYTHING) -> pd.DataFrame:
        """Return the rows of a table that stand; texts of events are categorical."""
        if table not in DAY_OF:
            return self._of_keys(table)
        names = self.columns(table)
        images, beside = self._images(table, selection)
        if table in EVENT_TABLES:
            events = [part for _, part in self._events(table, beside)]
            return frame_of([*images, *events], self.tables[table], names)
        rows_beside = [part for part in self._rows(table, beside) if len(part)]
        if images and not rows_beside:
            return frame_of(images, self.tables[table], names)
        parts = [*([frame_of(images, self.tables[table], names)] if images else []), *rows_beside]
        rows = pd.concat(parts) if len(parts) > 1 else parts[0] if parts else pd.DataFrame(columns=list(names))
        return rows.reindex(columns=list(names)).reset_index(drop=True)

    def by_school(self, table: str, schools: Collection[str]) -> Iterator[tuple[str, Any]]:
        """Yield schools with the Arrow table of their rows, from the bodies and rows themselves; no images."""
        schema = self.tables[table]
        chosen = Selection(schools, images=False)
        if table in EVENT_TABLES:
            yield from self._events(table, chosen)
            return
        for part in self._rows(table, chosen):
            for school, rows in part.groupby(OF_SCHOOL, sort=False):
                yield str(school), arrow_table(rows, schema)

    def folded(self, table: str, school: str) -> pd.DataFrame:
        """Return the rows of one school that stand, with the day that each was known and taken back."""
        selection = Selection([school])
        if table in EVENT_TABLES:
            parts = [table_cells(part) for _, part in self._events(table, selection)]
        else:
            parts = list(self._rows(table, selection))
        return parts[0] if parts else pd.DataFrame()

    def speaking(self, table: str, school: str) -> tuple[int, ...]:
        """Return the imports that are the whole of something of a table of a school."""
        return tuple(self._areas.get((table, school), {}))

    def schools(self, table: str) -> set[str]:
        """Return the schools of which any import that stands has something to say in a table."""
        return {school for name, school in self._areas if name == table}

    def _of_keys(self, table: str) -> pd.DataFrame:
        """Return schools or terms: of each the latest that is said."""
        schema, names = self.tables[table], self.columns(table)
        rows = read_rows(self.connection, schema, given=names)
        by_batch = dict(iter(rows.groupby(OF_BATCH)))
        last = self.batches[-1].origin.day if self.batches else None
        versions = [
            Version(last or batch.origin.day, by_batch[batch.number][list(names)], ())
            for batch in self.batches
            if batch.number in by_batch
        ]
        return fold(schema, versions, classes_of=_no_classes) if versions else rows[list(names)]

    def _images(self, table: str, selection: Selection) -> tuple[list[Any], Selection]:
        """Return what images hold of what is asked for, and what is to be asked for beside them."""
        if not selection.of_many:
            return [], selection
        images = parts_of(self.connection, table)
        tables = list(imaged(self.connection, table, selection.schools, parts=images))
        beside = self.schools(table).difference(*images.values())
        beside = beside if selection.schools is None else beside & set(selection.schools)
        return tables, selection if len(beside) > MANY else Selection(beside, images=False)

    def _events(self, table: str, selection: Selection) -> Iterator[tuple[str, Any]]:
        """Yield each school with the Arrow table of its rows; what lies upon each other is folded."""
        if selection.of_none:
            return
        pupils = None if selection.pupils is None else sorted(selection.pupils)
        bodies: dict[str, dict[int, Any]] = defaultdict(dict)
        compacted = self._compacted(table, selection)
        for number, school, body in self.connection.execute(self._bodies_query(table, selection)):
            if selection.of_school(school):
                bodies[school][number] = decoded(body) if pupils is None else rows_of_pupils(body, pupils)
        schema = self.tables[table]
        for school in sorted({*bodies, *compacted}):
            through, body = compacted.get(school, (None, None))
            if through is not None and body is not None:
                bodies[school][through] = decoded(body) if pupils is None else rows_of_pupils(body, pupils)
            if len(self._later(table, school, through, bodies[school])) <= 1:
                yield school, next(iter(bodies[school].values()))
                continue
            frames = {number: table_cells(part) for number, part in bodies[school].items()}
            yield school, arrow_table(self._folded(table, school, frames, through=through), schema)

    def _rows(self, table: str, selection: Selection) -> Iterator[pd.DataFrame]:
        """Yield the rows of a table of who, when and which: first all of one import alone, then school by school."""
        if selection.of_none:
            return
        schema = self.tables[table]
        compacted = self._compacted(table, selection)
        stored = row_table(table)
        where = [
            *selection.named(stored.c.of_school, selection.schools),
            *selection.named(stored.c.pupil_id, selection.pupils),
        ]
        given = {name for batch in self.batches for name in batch.columns.get(table, ())}
        narrow = partial(
            standing, stored=stored, school=stored.c.of_school, table=table, where=where, images=selection.of_many
        )
        rows = read_rows(self.connection, schema, given=given, narrow=narrow)
        for names, column in ((selection.schools, OF_SCHOOL), (selection.pupils, "pupil_id")):
            if names is not None and len(names) > MANY:  # too many to be asked for by name
                rows = rows[_among(rows[column], names)]
        several = {school for (name, school), own in self._areas.items() if name == table and len(own) > 1}
        several |= set(compacted)
        upon = rows[OF_SCHOOL].isin(several).to_numpy(bool) if several else np.zeros(len(rows), np.bool_)
        if not upon.all():
            yield rows[~upon] if upon.any() else rows
        by_school = {str(name): part for name, part in rows[upon].groupby(OF_SCHOOL)} if upon.any() else {}
        for school in sorted({*by_school, *compacted}):
            own = by_school.get(school, rows.iloc[:0])
            rows_of_school = self._one_school(table, school, own, compacted.get(school), selection=selection)
            yield rows_of_school.assign(**{OF_SCHOOL: school})

    def _one_school(
        self, table: str, school: str, rows: pd.DataFrame, compacted: Any, *, selection: Selection
    ) -> pd.DataFrame:
        columns = {batch.number: list(batch.columns.get(table, ())) for batch in self.batches}
        frames = {
            batch: rows.loc[rows[OF_BATCH] == batch, columns[batch]] for batch in rows[OF_BATCH].unique().tolist()
        }
        through = None
        if compacted is not None:
            through, body = compacted
            kept = table_cells(decoded(body))
            frames[through] = _plain_texts(kept[_among(kept["pupil_id"], selection.pupils)])
        return self._folded(table, school, frames, through=through)

    def _later(self, table: str, school: str, through: int | None, bodies: Mapping[int, Any]) -> list[int]:
        """Return the batches that speak of a school after those that were compacted, and the compacted as one."""
        speaking = {*self._areas.get((table, school), {}), *bodies}
        order = [batch.number for batch in self.batches if batch.number in speaking]
        return order[order.index(through) :] if through is not None else order

    def _folded(
        self, table: str, school: str, frames: Mapping[int, pd.DataFrame], *, through: int | None
    ) -> pd.DataFrame:
        """Return what the imports of a school say together; those up to ``through`` are one frame already."""
        areas = self._areas.get((table, school), {})
        places = {batch.number: place for place, batch in enumerate(self.batches)}
        order = [batch for batch in self.batches if batch.number in areas or batch.number in frames]
        versions = [
            Version(
                batch.origin.day,
                frames[batch.number] if batch.number in frames else self._nothing(table, batch),
                areas.get(batch.number, ()),
                partial(enrolled_by, self.connection, batch.number, school),
                places[batch.number],
            )
            for batch in order
        ]
        start = [batch.number for batch in order].index(through) if through is not None else 0
        return fold(self.tables[table], versions, classes_of=self._classes(school), folded=start)

    def _nothing(self, table: str, batch: Batch) -> pd.DataFrame:
        """Return the table of a batch that has no row of a school."""
        names = batch.columns.get(table) or ("pupil_id", DAY_OF[table])
        types = {column.name: column.dtype for column in self.tables[table].columns}
        return pd.DataFrame({name: pd.Series([], dtype=types[name]) for name in names})

    def _classes(self, school: str) -> ClassesOf:
        """Return what tells the class of rows of a school: that of the latest enrolment that had begun, as then known.

        What imports tell of enrolments after another import is nothing to what that one is the whole of.
        """

        def classes_of(frame: pd.DataFrame, versions: Sequence[Version]) -> "Sequence[pd.Series[Any]]":
            if "enrolled_on" in frame:
                return [frame.get("class_label", pd.Series(None, frame.index, dtype=object))] * len(versions)
            if school not in self._then:  # read once, since nothing changes them
                self._then[school] = ClassesThen.of(
                    enrolments_told(
                        self.connection, self.tables["enrolments"], self.batches,
                        areas=self._areas.get(("enrolments", school), {}), school=school,
                    )
                )  # fmt: skip
            return self._then[school].of_rows(frame, [version.place for version in versions])

        return classes_of

    def _compacted(self, table: str, selection: Selection) -> dict[str, tuple[int, bytes]]:
        """Return, by school, what was folded before and through which batch."""
        if self.schools_asked is not None and table not in self._compacted_tables:
            return {}
        columns = COMPACTED.c
        query = select(columns.school_id, columns.through_batch, columns.body).where(
            columns.table_name == table,
            *selection.named(columns.school_id, selection.schools),
            *([columns.school_id.not_in(in_images(table))] if selection.of_many else []),
        )
        found = self.connection.execute(query)
        return {school: (through, body) for school, through, body in found if selection.of_school(school)}

    @cached_property
    def _compacted_tables(self) -> set[str]:
        """The tables of which anything was folded before in the schools that are asked for."""
        columns = COMPACTED.c
        chosen = Selection(self.schools_asked)
        where = chosen.named(columns.school_id, chosen.schools)
        return set(self.connection.execute(select(columns.table_name).where(*where).distinct()).scalars())

    def _bodies_query(self, table: str, selection: Selection) -> Any:
        columns = BODIES.c
        where = [columns.table_name == table, *selection.named(columns.school_id, selection.schools)]
        query = select(columns.batch_id, columns.school_id, columns.body)
        return standing(
            query, stored=BODIES, school=columns.school_id, table=table, where=where, images=selection.of_many
        )


def _no_classes(frame: pd.DataFrame, versions: Sequence[Version]) -> "Sequence[pd.Series[Any]]":
    return [pd.Series(None, frame.index, dtype=object)] * len(versions)


def _among(values: "pd.Series[Any] | None", names: Collection[str] | None) -> Any:
    if names is None or values is None:
        return np.True_ if values is None else np.ones(len(values), np.bool_)
    return values.isin(list(names)).to_numpy(bool)


def _plain_texts(frame: pd.DataFrame) -> pd.DataFrame:
    """Return rows with texts row by row, as rows of the database have them."""
    texts = [str(name) for name in frame if isinstance(frame[name].dtype, pd.CategoricalDtype)]
    return frame.assign(**{name: frame[name].astype(object).where(frame[name].notna(), None) for name in texts})
