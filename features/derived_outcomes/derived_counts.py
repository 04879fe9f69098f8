"""What is derived from records, counted and said."""

from collections.abc import Iterator
from itertools import pairwise

import pandas as pd

from features.days import NEVER
from features.derived_outcomes.chronic_absence import SHARE, chronic_absence
from features.derived_outcomes.not_reenrolled import not_reenrolled
from features.i18n.numbers import counted
from features.i18n.text import Bilingual
from features.point_in_time.cohort import seen_rows
from features.point_in_time.record_index import RecordIndex
from features.schema.school_time import is_school_year

_SCHOOLS_NAMED = 5


def derived_counts(index: RecordIndex) -> list[Bilingual]:
    """Say, year by year, how many children did not come back without an outcome, and how many were seldom there."""
    return [*_not_reenrolled(not_reenrolled(index)), *_schools_without_next_year(index), *_chronic_absence(index)]


def _not_reenrolled(gone: pd.DataFrame) -> Iterator[Bilingual]:
    for (year, following), rows in gone.groupby(["school_year", "next_year"]):
        children = rows["pupil_id"].nunique()
        en = counted(children, "child was", "children were", "en")
        ro = counted(children, "copil înscris", "copii înscriși", "ro")
        one = children == 1
        yield Bilingual(
            f"{en} enrolled in {year}, {'is' if one else 'are'} in no school in {following} and "
            f"{'has' if one else 'have'} no outcome: counted as not_reenrolled. If it was otherwise, say of them "
            "transferred, emigrated, graduated or dropped_out.",
            f"{ro} în {year} nu {'este' if one else 'sunt'} la nicio școală în {following} și nu "
            f"{'are' if one else 'au'} parcurs: se consideră not_reenrolled (neînscriși din nou). Dacă a fost altfel, "
            "treceți transferred, emigrated, graduated sau dropped_out.",
        )


def _schools_without_next_year(index: RecordIndex) -> Iterator[Bilingual]:
    """Name the schools whose next year is not in the records though that of most others is."""
    enrolments = seen_rows(index.enrolments, NEVER)
    enrolments = enrolments[enrolments["school_year"].map(is_school_year)]
    schools = enrolments.groupby("school_year")["school_id"].agg(set).sort_index()
    for (year, taught), (following, next_taught) in pairwise(schools.items()):
        missing = sorted(taught - next_taught)
        if not missing or len(missing) * 2 >= len(taught):
            continue
        of_year = enrolments[(enrolments["school_year"] == year) & enrolments["school_id"].isin(missing)]
        children, count = of_year["pupil"].nunique(), len(missing)
        named = ", ".join(missing[:_SCHOOLS_NAMED])
        yield Bilingual(
            f"{counted(count, 'school has', 'schools have', 'en')} no enrolments in {following} ({named}): of "
            f"{counted(children, 'child', 'children', 'en')} enrolled there in {year} nobody knows who came back; add "
            "the year, or their outcomes.",
            f"{counted(count, 'școală nu are', 'școli nu au', 'ro')} înscrieri în {following} ({named}): despre "
            f"{counted(children, 'copil înscris', 'copii înscriși', 'ro')} acolo în {year} nu se știe cine a revenit; "
            "adăugați anul sau situațiile lor.",
        )


def _chronic_absence(index: RecordIndex) -> Iterator[Bilingual]:
    found = chronic_absence(index)
    reached = found.reached.groupby("school_year")["pupil_id"].nunique()
    for year, children in found.years.groupby("school_year")["pupil_id"].nunique().items():
        often = int(reached.get(year, 0))
        yield Bilingual(
            f"In {year}, {often} of {counted(children, 'child', 'children', 'en')} missed at least {SHARE} % of "
            "their teaching days: counted as chronic_absence.",
            f"În {year}, copii care au lipsit în cel puțin {SHARE} % din zilele lor de cursuri: {often} "
            f"din {children}; se consideră chronic_absence (absenteism cronic).",
        )
