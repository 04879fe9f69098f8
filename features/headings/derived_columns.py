"""Columns that a file does not have, and that another of its columns or its heading plainly gives."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from features.i18n.text import Bilingual
from features.schema.school_time import levels_said
from features.schema.synonyms import plain, values_by_word
from features.schema.tables import Table

_AVERAGES = ("media", "medie", "mediaanuala", "medieanuala", "mediagenerala", "mediegenerala", "average")
_CONDUCT = ("purtare", "purtarea", "notalapurtare", "medialapurtare", "conduct")


def with_derived_columns(
    frame: pd.DataFrame, headings: Mapping[str, str], table: Table
) -> tuple[pd.DataFrame, tuple[Bilingual, ...]]:
    """Return the cells of a file with the columns that others give, and how that is said.

    ``headings`` are those of the file for columns that it calls otherwise.
    """
    if table.name == "enrolments" and "class_label" in frame and "grade_level" not in frame:
        return _levels_of_classes(frame)
    if table.name == "grades" and "mark" in frame and "kind" not in frame:
        return _kind_of_heading(frame, headings.get("mark", ""))
    if table.name == "attendance" and "kind" in frame and "excused" not in frame:
        return _excused_of_kind(frame, table)
    return frame, ()


def _levels_of_classes(frame: pd.DataFrame) -> tuple[pd.DataFrame, tuple[Bilingual, ...]]:
    """Give levels by the names of classes; among classes A, B and C a class I is no first class."""
    labels = frame["class_label"].map(lambda cell: str(cell).strip().removesuffix(".0"), na_action="ignore")
    levels = levels_said(labels)
    distinct = labels.dropna().unique()
    if any(len(label) == 1 and label.isalpha() and label.upper() not in "IVX" for label in distinct):
        levels = np.where(labels.str.fullmatch("[IVXivx]").fillna(False).to_numpy(bool), np.nan, levels)
    if np.isnan(levels).all():
        return frame, ()
    note = Bilingual("grade_level by the names of the classes", "grade_level (nivelul) după numele claselor")
    return frame.assign(grade_level=levels), (note,)


def _kind_of_heading(frame: pd.DataFrame, heading: str) -> tuple[pd.DataFrame, tuple[Bilingual, ...]]:
    """Give the kind of all marks under a heading such as ``Media`` or ``Purtare``."""
    word = plain(heading)
    kind = "average" if word in _AVERAGES else "conduct" if word in _CONDUCT else ""
    if not kind or frame.empty:
        return frame, ()
    note = Bilingual(f"kind: all of them {kind}, by the heading", f"kind: toate {kind}, după antet")
    return frame.assign(kind=pd.Categorical.from_codes(np.zeros(len(frame), np.int8), pd.Index([kind]))), (note,)


def _excused_of_kind(frame: pd.DataFrame, table: Table) -> tuple[pd.DataFrame, tuple[Bilingual, ...]]:
    """Part a column in which some cells say of what kind an absence is, and others whether it is excused."""
    kinds, words = (values_by_word(table.column(name)) for name in ("kind", "excused"))
    codes, distinct = pd.factorize(frame["kind"])
    texts = [str(cell).strip() for cell in distinct]
    said = {text: words[plain(text)] for text in texts if _says_excused(plain(text), kinds, words)}
    if not said:
        return frame, ()
    kind = np.array([*(None if text in said else text for text in texts), None], dtype=object)[codes]
    excused = np.array([*(said.get(text) for text in texts), None], dtype=object)[codes]
    note = Bilingual("kind says whether an absence is excused", "kind spune dacă absența este motivată")
    return frame.assign(kind=pd.Categorical(kind), excused=pd.Categorical(excused)), (note,)


def _says_excused(word: str, kinds: Mapping[str, str], words: Mapping[str, str]) -> bool:
    return word in words and word not in kinds and any(map(str.isalpha, word))
