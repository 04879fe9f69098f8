"""The lists of all schools as tables, for programs and for spreadsheets.

Parquet keeps numbers, texts and yes/no apart and has every contribution; CSV has the strongest only, and guards what a
spreadsheet would run as a formula.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from features.arrays import Booleans, Positions
from features.files.spreadsheet_cells import guarded
from models.explain.explained import Explained, ExplainedChild
from models.explain.reasons import strongest
from models.explain.told_reasons import MOST_LOWERING, TellingThemes, of_the_school, telling_themes, told_reason
from models.explain.usual import Usual
from models.ranking.all_schools import EverySchool
from models.ranking.list_warnings import INVENTED, Caution
from serving.output.text import REASONS_SHOWN, shared_lines

TableFormat = Literal["parquet", "csv"]

LISTS, NOT_SCORED, SCHOOLS = "lists", "not_scored", "schools"
SCHOOLS_RO: Mapping[str, str] = {  # as a spreadsheet in Romanian has the columns
    "school_id": "Școala",
    "school_name": "Numele școlii",
    "children": "Copii",
    "listed": "În listă",
    "not_scored": "Nu se poate spune încă",
    "expected_hits": "Cazuri așteptate",
    "expected_hits_low": "Cazuri așteptate, de la",
    "expected_hits_high": "Cazuri așteptate, până la",
    "shared_ro": "La fel la cei de pe listă",
    "cautions_ro": "Avertismente",
}


def tables_of(
    found: EverySchool, file_format: TableFormat, *, schools: TableFormat | None = None
) -> dict[str, pd.DataFrame]:
    """Return what is written of the schools, table by table, with the same columns whoever is in them.

    ``lists`` has a row per scored child, school by school in the order of its list: what ``EverySchool.children`` has,
    and the themes that raise and lower the child's risk most, with the feature that tells of each and what the theme
    contributes; listed children without what nearly all of their list have alike, and with the words of these reasons
    in both languages. Parquet: ``contribution.NAME`` of every feature. ``not_scored`` says why
    nothing can be said of a child, ``schools`` has a row per school, in a format of its own where that is given.
    """
    lists = {**found.children, **dict(_reasons(found))}
    if file_format == "parquet":
        every = zip(found.features, found.contributions.T, strict=True)
        lists |= {f"contribution.{feature.name}": column for feature, column in every}
    tables = {LISTS: pd.DataFrame(lists), NOT_SCORED: found.not_scored}
    return {
        **{name: _typed(table, file_format) for name, table in tables.items()},
        SCHOOLS: _typed(_schools(found), schools or file_format),
    }


def _reasons(found: EverySchool) -> "Iterator[tuple[str, npt.NDArray[Any]]]":
    """Yield the columns of the reasons that a printed list shows, strongest first."""
    rows = np.flatnonzero(found.children["listed"].to_numpy())
    themes = telling_themes(*_every_child(found, rows))
    listed = dict(zip(rows.tolist(), found.listed.children(), strict=True))
    raising = strongest(themes.sums, REASONS_SHOWN)
    for number in range(REASONS_SHOWN):
        yield from _reason(found, listed, themes, raising[:, number], f"reason_{number + 1}")
    yield from _reason(found, listed, themes, strongest(-themes.sums, MOST_LOWERING)[:, 0], "lowers")


def _every_child(found: EverySchool, listed: Positions) -> tuple[Explained, Booleans]:
    """Return all scored children, what is usual and what is left out only of the listed ones, in these rows."""
    usual = Usual(np.full(found.values.shape, np.nan), np.zeros(found.values.shape, np.bool_), found.of_nobody)
    usual.values[listed], usual.in_class[listed] = found.listed.usual.values, found.listed.usual.in_class
    is_left_out = np.tile(of_the_school(found.features), (len(found.values), 1))
    is_left_out[listed] = found.is_left_out
    unknown = [None] * len(found.values)
    return Explained(found.features, found.values, found.contributions, usual, unknown, unknown), is_left_out


def _reason(
    found: EverySchool, listed: Mapping[int, ExplainedChild], themes: TellingThemes, places: Positions, name: str
) -> "Iterator[tuple[str, npt.NDArray[Any]]]":
    """Yield the columns of one reason of each child; its words only for the children ``listed``, by their rows.

    ``places`` are those of a theme among the sums; -1 for a child without this reason.
    """
    here = np.flatnonzero(places >= 0)
    tellers, sums = np.full(len(places), -1), np.full(len(places), np.nan)
    tellers[here] = themes.tellers[here, places[here]]
    sums[here] = themes.sums[here, places[here]]
    is_beside = themes.is_beside[np.arange(len(places)), places]
    yield name, _named([feature.name for feature in found.features], tellers)
    yield f"{name}_theme", _named([feature.theme for feature in found.features], tellers)
    yield f"{name}_contribution", sums
    words = {key: np.full(len(places), None, dtype=object) for key in ("can_change", "ro", "en")}
    for row, child in listed.items():
        if places[row] >= 0:
            told = told_reason(child, int(tellers[row]), float(sums[row]), beside=bool(is_beside[row]))
            words["can_change"][row] = told.can_change
            words["ro"][row], words["en"][row] = told.text.ro, told.text.en
    yield from ((f"{name}_{key}", column) for key, column in words.items())


def _named(names: Sequence[str], places: Positions) -> npt.NDArray[np.object_]:
    return np.array([*names, None], dtype=object)[places]  # of the place -1 the last, None


def of_school_alone(cautions: Sequence[Caution]) -> tuple[Caution, ...]:
    """Return the cautions of a list without the one that speaks of the model alone: a run says that once."""
    return tuple(caution for caution in cautions if caution.code != INVENTED)


def _schools(found: EverySchool) -> pd.DataFrame:
    cautions = [of_school_alone(school.cautions) for school in found.schools]
    columns: Mapping[str, list[object]] = {
        "school_id": [school.school_id for school in found.schools],
        "school_name": [named.name or "" for named in found.named],
        "children": [school.scored + len(school.not_scored) for school in found.schools],
        "listed": [school.listed for school in found.schools],
        "not_scored": [len(school.not_scored) for school in found.schools],
        "expected_hits": [school.expected.mean for school in found.schools],
        "expected_hits_low": [school.expected.low for school in found.schools],
        "expected_hits_high": [school.expected.high for school in found.schools],
        "shared_ro": [" ".join(shared_lines(shared, "ro")) for shared in found.shared],
        "shared_en": [" ".join(shared_lines(shared, "en")) for shared in found.shared],
        "cautions": [" ".join(caution.code for caution in own) for own in cautions],
        "cautions_ro": [" ".join(caution.text_ro for caution in own) for own in cautions],
        "cautions_en": [" ".join(caution.text_en for caution in own) for own in cautions],
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
