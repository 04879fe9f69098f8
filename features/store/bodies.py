"""Bodies: the events of one import, table and school as a Parquet file in bytes."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from features.reading.csv_parquet import read_arrow, table_cells
from features.reading.declarations import Declarations
from features.schema.columns import Column, Table

_CODEC, _LEVEL = "zstd", 1
_SMALL = 2**20  # bytes
_ROW_GROUP = 32_768  # one child's rows are in one or two of them


def encoded(frame: pd.DataFrame, table: Table) -> bytes:
    """Return the rows as a Parquet file; the column ``mark`` as text, every other as checked records have it."""
    return _small_file(arrow_table(frame, table))


def _small_file(table: Any) -> bytes:
    import pyarrow as pa
    from pyarrow.parquet import write_table

    out = pa.BufferOutputStream()
    write_table(table, out, compression=_CODEC, compression_level=_LEVEL, row_group_size=_ROW_GROUP,
                store_schema=False)  # fmt: skip
    return bytes(out.getvalue())


def encoded_table(table: Any) -> bytes:
    """Return a large Arrow table as a Parquet file that is quick to read."""
    import pyarrow as pa
    from pyarrow.parquet import write_table

    out = pa.BufferOutputStream()
    write_table(table, out, compression="lz4", store_schema=False)
    return bytes(out.getvalue())


def arrow_table(frame: pd.DataFrame, table: Table) -> Any:
    """Return the rows as an Arrow table, each column of the type that its kind always has."""
    import pyarrow as pa

    columns = {
        column.name: _arrow_column(frame[column.name], column) for column in table.columns if column.name in frame
    }
    return pa.table(columns)


def decoded(body: bytes) -> Any:
    """Return the Arrow table of a body."""
    import pyarrow as pa

    return read_arrow(pa.BufferReader(body), threads=len(body) > _SMALL)


def rows_of_pupils(body: bytes, pupils: Sequence[str]) -> Any:
    """Return the Arrow table of some children's rows of a body."""
    import pyarrow as pa
    import pyarrow.compute as pc

    table = decoded(body)
    return with_own_texts(table.filter(pc.is_in(table["pupil_id"], value_set=pa.array(pupils, pa.string()))))


def without_pupils(body: bytes, pupils: Sequence[str]) -> tuple[bytes, int, int] | None:
    """Return a body without the rows of some children, how many stay and how many went; None where none is theirs."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not names_pupils(body, pupils):
        return None
    table = decoded(body)
    own = table.filter(pc.invert(pc.is_in(table["pupil_id"], value_set=pa.array(pupils, pa.string()))))
    return _small_file(with_own_texts(own)), own.num_rows, table.num_rows - own.num_rows


def names_pupils(body: bytes, pupils: Collection[str]) -> bool:
    """Tell whether a body has any of some children, in its rows or in the list of its texts."""
    return bool(pupils_among(body, pupils))


def pupils_among(body: bytes, pupils: Collection[str]) -> set[str]:
    """Return those of some children whom a body has, in its rows or in the list of its texts."""
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow.parquet import ParquetFile

    opened = ParquetFile(pa.BufferReader(body), read_dictionary=["pupil_id"])
    if "pupil_id" not in opened.schema_arrow.names:
        return set()
    wanted = pa.array(pupils, pa.string())
    column = opened.read(columns=["pupil_id"]).column(0)
    lists = [each.dictionary if pa.types.is_dictionary(column.type) else each for each in column.chunks]
    texts = [each.cast(pa.string()) for each in lists]
    return {found for each in texts for found in each.filter(pc.is_in(each, value_set=wanted)).to_pylist()}


def with_own_texts(table: Any) -> Any:
    """Return a table without the texts of rows that it has not."""
    import pyarrow as pa

    for place, column in enumerate(table.columns):
        if pa.types.is_dictionary(column.type):
            plain = column.cast(pa.string()).dictionary_encode()
            table = table.set_column(place, table.column_names[place], plain)
    return table


def frame_of(tables: Sequence[Any], table: Table, names: Iterable[str]) -> pd.DataFrame:
    """Return the rows of Arrow tables one after the other; a column that one of them lacks is empty there."""
    import pyarrow as pa

    wanted = set(names)
    empty = pa.table({each.name: pa.array([], _arrow_type(each)) for each in table.columns if each.name in wanted})
    parts = [part for part in tables if part.num_rows]
    whole = parts[0] if len(parts) == 1 else pa.concat_tables(parts or [empty], promote_options="default")
    missing = [name for name in empty.column_names if name not in whole.column_names]
    for name in missing:
        whole = whole.append_column(name, pa.nulls(whole.num_rows, empty.schema.field(name).type))
    return table_cells(whole.select(empty.column_names))


def with_texts_of_marks(frame: pd.DataFrame, declared: Declarations) -> pd.DataFrame:
    """Return rows of grades with each mark as the text that its scale reads as the same number."""
    numbers, scales = frame["mark"].to_numpy(float), frame["scale"].astype("category").cat
    distinct, codes = np.unique(numbers, return_inverse=True)
    pairs, found = pd.factorize(codes * np.int64(len(scales.categories) + 1) + scales.codes.to_numpy(np.int64) + 1)
    names = ["", *scales.categories]
    texts = [
        _text_of_mark(float(distinct[pair // len(names)]), names[pair % len(names)], declared)
        for pair in found.tolist()
    ]
    return frame.assign(mark=pd.Categorical.from_codes(*_coded(pairs, texts)))


def _coded(pairs: Any, texts: Sequence[str | None]) -> tuple[Any, pd.Index]:
    codes, categories = pd.factorize(np.array([*texts, None], dtype=object))
    return codes[pairs], pd.Index(categories, dtype=object)


def _text_of_mark(number: float, scale_name: str, declared: Declarations) -> str | None:
    if np.isnan(number):
        return None
    scale = declared.scale(scale_name)
    words = [word for word, place in scale.words if place == number] if scale else []
    if scale and words and not scale.takes_numbers:
        return words[0]
    return str(int(number)) if number.is_integer() else repr(number)


def _arrow_type(column: Column) -> Any:
    import pyarrow as pa

    if column.kind == "date":
        return pa.timestamp("ms")
    if column.dtype == "float64" and column.kind != "mark":
        return pa.float64()
    return pa.dictionary(pa.int32(), pa.string())


def _arrow_column(values: "pd.Series[Any]", column: Column) -> Any:
    """Return a column; a number that says missing is missing, and of texts only those of the rows are kept."""
    import pyarrow as pa

    wanted = _arrow_type(column)
    if not pa.types.is_dictionary(wanted):
        if column.kind == "date":
            values = values.astype("datetime64[ms]")
        return pa.array(values.to_numpy(), wanted, from_pandas=True)
    texts = pd.Categorical(values).remove_unused_categories()  # a school's body names no child of another school
    codes = pa.array(texts.codes, pa.int32(), mask=np.asarray(texts.codes < 0))
    return pa.DictionaryArray.from_arrays(codes, pa.array(texts.categories.astype(object), pa.string()))
