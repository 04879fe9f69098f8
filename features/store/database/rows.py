"""Rows of who, when and which, brought into the store and out of it many at a time."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Date, String, cast, select
from sqlalchemy.exc import DBAPIError

from features.schema.columns import Column, Table
from features.store.database.tables import FURTHER, row_table, stored_columns

_AT_ONCE = 50_000
OF_BATCH, OF_SCHOOL = "batch_id", "of_school"


def add_rows(
    connection: Connection, table: Table, batch_id: int, *, schools: Sequence[str], frame: pd.DataFrame
) -> None:
    """Write the rows of a batch; ``schools`` says of which school each is."""
    own = [column for column in stored_columns(table) if column.name in frame]
    known = {column.name for column in stored_columns(table)}
    further = [column for column in table.columns if column.name in frame and column.name not in known]
    names = ["batch_id", "place", OF_SCHOOL, *(column.name for column in own), FURTHER]
    cells = [[batch_id] * len(frame), range(len(frame)), schools, *(_plain(frame[each.name], each) for each in own)]
    rows = list(zip(*cells, _as_json(frame, further), strict=True))
    if connection.dialect.name == "postgresql":
        _copy(connection, table.name, names, rows)
    else:
        marks = ", ".join("?" * len(names))
        statement = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608  (the schema's names)
        for start in range(0, len(rows), _AT_ONCE):
            connection.exec_driver_sql(statement, rows[start : start + _AT_ONCE])


def read_rows(
    connection: Connection, table: Table, *, given: Iterable[str], narrow: Callable[[Any], Any] = lambda query: query
) -> pd.DataFrame:
    """Return rows of a table with their batch and school: the columns that are ``given``, those ``narrow`` asks for."""
    wanted = set(given)
    stored = row_table(table.name)
    own = [column for column in stored_columns(table) if column.name in wanted]
    further = [column for column in table.columns if column.name in wanted - {each.name for each in own}]
    fields = [stored.c[each.name] for each in own]
    asked: list[Any] = [cast(each, String) if isinstance(each.type, Date) else each for each in fields]
    asked = [stored.c.batch_id, stored.c[OF_SCHOOL], *asked, *([stored.c[FURTHER]] if further else [])]
    result = connection.execute(narrow(select(*asked)))
    rows = result.cursor.fetchall() if result.cursor is not None else []  # plain tuples: half the time of Row objects
    result.close()
    cells = list(zip(*rows, strict=True)) if rows else [()] * len(asked)
    frame = {OF_BATCH: np.array(cells[0], np.int64), OF_SCHOOL: _texts(cells[1])}
    frame |= {column.name: _typed(column, cells[place]) for place, column in enumerate(own, start=2)}
    if further:
        frame |= _from_json(cells[-1], further)
    return pd.DataFrame(frame, copy=False)


def _plain(values: "pd.Series[Any]", column: Column) -> Sequence[Any]:
    """Return the cells of a column as the drivers of databases take them."""
    missing = values.isna().to_numpy()
    if column.kind == "date":
        texts = np.datetime_as_string(values.to_numpy("datetime64[D]")).astype(object)
        texts[missing] = None
        cells: list[Any] = texts.tolist()
        return cells
    if column.kind in ("whole", "yes_no"):
        kind = bool if column.kind == "yes_no" else int
        return [None if gone else kind(cell) for cell, gone in zip(values.tolist(), missing, strict=True)]
    return [None if gone else cell for cell, gone in zip(values.tolist(), missing, strict=True)]


def _typed(column: Column, cells: Sequence[Any]) -> Any:
    """Return cells of the database as checked records have them."""
    if column.kind == "date":
        return np.array(cells, dtype="datetime64[s]") if len(cells) else np.empty(0, "datetime64[s]")
    if column.dtype == "float64":
        return np.array(cells, dtype=np.float64)
    return _texts(cells)


def _texts(cells: Sequence[Any]) -> Any:
    texts = np.empty(len(cells), dtype=object)
    texts[:] = cells
    return texts


def _as_json(frame: pd.DataFrame, columns: Sequence[Column]) -> list[str | None]:
    """Return what is declared of each row as JSON; None where it says nothing."""
    if not columns:
        return [None] * len(frame)
    cells = zip(*(frame[column.name].tolist() for column in columns), strict=True)
    rows = [
        {column.name: cell for column, cell in zip(columns, row, strict=True) if not pd.isna(cell)} for row in cells
    ]
    return [json.dumps(row, ensure_ascii=False) if row else None for row in rows]


def _from_json(texts: Sequence[str | None], columns: Sequence[Column]) -> Mapping[str, Any]:
    rows = [json.loads(text) if text else {} for text in texts]
    return {column.name: _typed(column, [row.get(column.name) for row in rows]) for column in columns}


def _copy(connection: Connection, table: str, names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Write rows the way that PostgreSQL takes many; raises what SQLAlchemy would of the errors of the driver."""
    import psycopg

    driver: Any = connection.connection.driver_connection
    statement = f"COPY {table} ({', '.join(names)}) FROM STDIN"
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except psycopg.Error as error:
        raise DBAPIError.instance(
            statement, None, error, psycopg.Error, hide_parameters=True,
            connection_invalidated=driver.closed, dialect=connection.dialect,
        ) from error  # fmt: skip
