"""The groups of children whom a list must treat alike.

These columns are for audits. They are made beside the feature table and never reach it, so no model can see them.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from features.days import day_of
from features.i18n.text import Bilingual, Language
from features.point_in_time.cohort import cohort_at, seen_rows
from features.point_in_time.record_index import RecordIndex
from features.table.feature_table import FeatureTable

CROSSING = "sex_and_locality"  # who is missed may only show where two groups meet

# Every group that there is, in the order of reports; "" is not recorded. Rural and urban are said of the school.
GROUPS: Mapping[str, Mapping[str, Bilingual]] = {
    "sex": {
        "F": Bilingual("girls", "fete"),
        "M": Bilingual("boys", "băieți"),
        "": Bilingual("sex not recorded", "sex neînregistrat"),
    },
    "locality": {
        "rural": Bilingual("rural schools", "școli din mediul rural"),
        "urban": Bilingual("urban schools", "școli din mediul urban"),
        "": Bilingual("rural or urban not recorded", "mediu neînregistrat"),
    },
    CROSSING: {
        "F rural": Bilingual("rural girls", "fete din mediul rural"),
        "M rural": Bilingual("rural boys", "băieți din mediul rural"),
        "F urban": Bilingual("urban girls", "fete din mediul urban"),
        "M urban": Bilingual("urban boys", "băieți din mediul urban"),
    },
    "special_needs": {
        "yes": Bilingual("with special educational needs", "cu cerințe educaționale speciale"),
        "no": Bilingual("without special educational needs", "fără cerințe educaționale speciale"),
        "": Bilingual("special needs not recorded", "cerințe speciale neînregistrate"),
    },
    "school_size": {
        "under 100": Bilingual("schools with fewer than 100 children", "școli cu mai puțin de 100 de elevi"),
        "100-299": Bilingual("schools with 100 to 299 children", "școli cu 100 până la 299 de elevi"),
        "300 and more": Bilingual("schools with 300 children or more", "școli cu cel puțin 300 de elevi"),
    },
    "grade_level": {
        "preparatory-IV": Bilingual("preparatory class to class IV", "clasa pregătitoare până la clasa a IV-a"),
        "V-VIII": Bilingual("classes V to VIII", "clasele V-VIII"),
        "IX and above": Bilingual("class IX and above", "clasa a IX-a și mai sus"),
        "": Bilingual("class not recorded", "clasă neînregistrată"),
    },
}

_ENROLMENT = ["pupil", "school_id", "school_year", "enrolled_on"]  # the key of the table
_SIZES = np.array(["under 100", "100-299", "300 and more"], dtype=object)
_CYCLES = np.array(["preparatory-IV", "V-VIII", "IX and above"], dtype=object)


def audit_columns(index: RecordIndex, table: FeatureTable) -> pd.DataFrame:
    """Return the groups of each child of a feature table, one row per row of ``table.pupils``.

    They are read from the enrolment that put the child into the cohort, so that nothing is seen that was not known
    before the date of the table.

    Returns
    -------
    pandas.DataFrame
        A column of texts for every key of ``GROUPS``, "" where it is not recorded; index 0 .. n-1.
    """
    as_of = day_of(table.as_of)
    cohort = table.snapshot.cohort if table.snapshot else cohort_at(index, as_of)
    recorded = seen_rows(index.enrolments, as_of)[[*_ENROLMENT, "sex", "special_needs"]]
    children = cohort.merge(recorded, on=_ENROLMENT, how="left", validate="one_to_one")
    sex, locality = children["sex"].fillna("").astype(object), children["locality"].fillna("").astype(object)
    size = children.groupby("school_id")["pupil"].transform("size")
    groups = pd.DataFrame(
        {
            "sex": sex,
            "locality": locality,
            CROSSING: (sex + " " + locality).where((sex != "") & (locality != ""), ""),
            "special_needs": children["special_needs"].map({1.0: "yes", 0.0: "no"}).fillna("").astype(object),
            "school_size": _band(size, [100, 300], _SIZES),
            "grade_level": _band(children["grade_level"], [5, 9], _CYCLES),
        }
    )
    return groups.set_index(children["pupil_id"]).loc[table.pupils["pupil_id"]].reset_index(drop=True)


def group_words(by: str, group: str, language: Language) -> str:
    """Return the words for a group of ``GROUPS``.

    >>> group_words("sex_and_locality", "F rural", "ro"), group_words("sex_and_locality", "F rural", "en")
    ('fete din mediul rural', 'rural girls')
    """
    return GROUPS[by][group].said(language)


def _band(numbers: "pd.Series", starts: list[int], bands: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """Return the band of each number, given where the second and later ones start; "" where it is missing."""
    values = numbers.to_numpy(float)
    known = ~np.isnan(values)
    return np.where(known, bands[np.searchsorted(starts, np.where(known, values, 0), side="right")], "")
