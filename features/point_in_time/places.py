"""Where each child of the records is at a day: the school and class of the enrolment that holds, or of the last one."""

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from features.point_in_time.cohort import begun_enrolments, cohort_at
from features.point_in_time.record_index import RecordIndex


class ChildPlace(NamedTuple):
    """The school and class of a child; ``class_label`` is empty where the records tell none."""

    school_id: str
    class_label: str


def places_at(index: RecordIndex, as_of: int) -> Mapping[str, ChildPlace]:
    """Return the place of each child who was in school before ``as_of``, by pseudonym.

    A child of the cohort is where the cohort has it. One whose story has ended, or who is enrolled nowhere, stays where
    it was last: whoever looked after it closes what is open.
    """
    begun = begun_enrolments(index, as_of).drop_duplicates("pupil", keep="last")
    return {**_places(begun), **_places(cohort_at(index, as_of))}


def _places(rows: pd.DataFrame) -> dict[str, ChildPlace]:
    labels = rows["class_label"].astype(object).where(rows["class_label"].notna(), "")
    columns = (rows["pupil_id"].tolist(), rows["school_id"].tolist(), labels.tolist())
    return {pupil: ChildPlace(school, label) for pupil, school, label in zip(*columns, strict=True)}
