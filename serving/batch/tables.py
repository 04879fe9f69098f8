"""The lists of all schools as tables, for programs and for spreadsheets.

Parquet keeps numbers, texts and yes/no apart and has every contribution; CSV has the strongest only, and guards what a
spreadsheet would run as a formula.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from features.arrays import Positions
from features.files.spreadsheet_cells import guarded
from models.explain.reasons import strongest
from models.ranking.all_schools import EverySchool
from serving.output.text import REASONS_SHOWN

TableFormat = Literal["parquet", "csv"]

LISTS, NOT_SCORED, SCHOOLS = "lists", "not_scored", "schools"


def tables_of(found: EverySchool, file_format: TableFormat) -> dict[str, pd.DataFrame]:
    """Return what is written of the schools, table by table, with the same columns whoever is in them.

    ``lists`` has a row per scored child, school by school in the order of its list: what ``EverySchool.children`` has,
    and the features that raise and lower the child's risk most, with contributions; listed children also with the
    words of these reasons in both languages. Parquet: ``contribution.NAME`` of every feature. ``not_scored`` says why
    nothing can be said of a child, ``schools`` has a row per school.
    """
    lists = {**found.children, **dict(_reasons(found))}
    if file_format == "parquet":
        every = zip(found.features, found.contributions.T, strict=True)
        lists |= {f"contribution.{feature.name}": column for feature, column in every}
    tables = {LISTS: pd.DataFrame(lists), NOT_SCORED: found.not_scored, SCHOOLS: _schools(found)}
    return {name: _typed(table, file_format) for name, table in tables.items()}


def _reasons(found: EverySchool) -> "Iterator[tuple[str, npt.NDArray[Any]]]":
    """Yield the columns of the reasons that a printed list shows, strongest first."""
    raising = strongest(found.contributions, REASONS_SHOWN)
    for number in range(REASONS_SHOWN):
        yield from _reason(found, raising[:, number], f"reason_{number + 1}")
    yield from _reason(found, strongest(-found.contributions, 1)[:, 0], "lowers")


def _reason(found: EverySchool, places: Positions, name: str) -> "Iterator[tuple[str, npt.NDArray[Any]]]":
    """Yield the columns of one reason of each child; its words only where the child is listed."""
    features = np.array([*(feature.name for feature in found.features), None], dtype=object)
    yield name, features[places]  # a child without this reason has the place -1, the last
    here = np.flatnonzero(places >= 0)
    contributions = np.full(len(places), np.nan)
    contributions[here] = found.contributions[here, places[here]]
    yield f"{name}_contribution", contributions
    words = {key: np.full(len(places), None, dtype=object) for key in ("can_change", "ro", "en")}
    for row in here[found.children["listed"].to_numpy()[here]]:
        feature, value = found.features[places[row]], found.values[row, places[row]]
        words["can_change"][row] = feature.can_change
        words["ro"][row], words["en"][row] = feature.text(value, "ro"), feature.text(value, "en")
    yield from ((f"{name}_{key}", column) for key, column in words.items())


def _schools(found: EverySchool) -> pd.DataFrame:
    columns: Mapping[str, list[object]] = {
        "school_id": [school.school_id for school in found.schools],
        "children": [school.scored + len(school.not_scored) for school in found.schools],
        "listed": [school.listed for school in found.schools],
        "not_scored": [len(school.not_scored) for school in found.schools],
        "expected_hits": [school.expected.mean for school in found.schools],
        "expected_hits_low": [school.expected.low for school in found.schools],
        "expected_hits_high": [school.expected.high for school in found.schools],
        "cautions": [" ".join(caution.code for caution in school.cautions) for school in found.schools],
        "cautions_ro": [" ".join(caution.text_ro for caution in school.cautions) for school in found.schools],
        "cautions_en": [" ".join(caution.text_en for caution in school.cautions) for school in found.schools],
    }
    return pd.DataFrame(columns)


def _typed(table: pd.DataFrame, file_format: TableFormat) -> pd.DataFrame:
    """Give every column the type it has in all partitions, also where it is empty in this one."""
    return pd.DataFrame({name: _typed_column(column, file_format) for name, column in table.items()}, copy=False)


def _typed_column(column: "pd.Series[Any]", file_format: TableFormat) -> "pd.Series[Any]":
    if str(column.name).endswith("can_change") or column.dtype == bool:
        truth = column.astype("boolean")
        return truth if file_format == "parquet" else truth.map({True: "true", False: "false"}).astype("str")
    if pd.api.types.is_numeric_dtype(column.dtype):
        return column
    texts = column.astype("str")
    return texts if file_format == "parquet" else texts.map(guarded, na_action="ignore").astype("str")
