"""Who had the outcome after a date, who had not, and of whom it cannot be said.

Labels look the other way than features: only outcomes that were not known at the as-of date count. Outcomes are taken
as they were written down, also where other rows speak against them: a mistake is corrected by a row that is known
later, or taken back. Of two outcomes of one day, known on one day, both happened, so that a wanted one counts.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

import numpy as np
import pandas as pd

from features.arrays import Booleans, Days, Floats, Positions, Texts
from features.as_of import known_before, told_before
from features.days import NEVER, day_of
from features.derived_outcomes.chronic_absence import CHRONIC_ABSENCE
from features.derived_outcomes.derived import DerivedOutcomes, derived_outcomes
from features.derived_outcomes.not_reenrolled import NEXT_YEAR_AFTER, NOT_REENROLLED
from features.errors import Refused
from features.i18n.numbers import counted
from features.i18n.text import Bilingual
from features.point_in_time.cohort import seen_enrolments, seen_rows
from features.point_in_time.record_index import RecordIndex

LOST = ("transferred", "emigrated")  # of these children nobody here knows how it went on

# Why a child has no label: moved away, gone without an outcome, in a school of which the next year is missing,
# chronically absent before, no register of absences.
Unlabelled = Literal["transferred", "emigrated", "gone", "no_next_year", "already", "no_register"]
UNLABELLED: tuple[Unlabelled, ...] = get_args(Unlabelled)


@dataclass(frozen=True)
class CohortLabels:
    """The labels of a cohort: 1.0 for a wanted outcome, 0.0 for none, NaN where it cannot be said, shape (n,).

    ``why`` says of each child why it has none, as ``Unlabelled``; "" for those who have one. ``outcomes`` is the
    outcome that stands for each child, "" for none, and ``derived`` whether nobody wrote it down.
    """

    values: Floats
    why: Texts
    outcomes: Texts
    derived: Booleans


def labels_at(
    index: RecordIndex,
    pupil_ids: Sequence[str],
    as_of: dt.date,
    *,
    outcomes: Sequence[str],
    horizon_days: int,
    known_by: dt.date | None = None,
    derived: DerivedOutcomes | None = None,
) -> CohortLabels:
    """Label the children of a cohort.

    Parameters
    ----------
    index
        The sorted records.
    pupil_ids
        The cohort at ``as_of``.
    outcomes
        The wanted outcomes.
    horizon_days
        An outcome counts until ``as_of`` plus so many days, that day included.
    known_by
        Use only what was known strictly before this day: the date a model is trained for.
    derived
        What is derived for these outcomes by ``known_by``, where it is known already.
    """
    if derived is None:
        derived = derived_outcomes(index, outcomes, known_by=known_by)
    span = _Span(day_of(as_of), day_of(as_of) + horizon_days, NEVER if known_by is None else day_of(known_by))
    cohort = _Cohort(index, derived, _numbers(index, pupil_ids), span, tuple(outcomes))
    why = np.select(
        [cohort.has_wanted, *(cohort.standing == lost for lost in LOST), cohort.is_gone, cohort.has_no_next_year,
         *cohort.absences_unsaid],
        ["", *LOST, "gone", "no_next_year", "no_register", "already"],
        default="",
    ).astype(object)  # fmt: skip
    labels = np.where(why == "", cohort.has_wanted.astype(np.float64), np.nan)
    beside = cohort.has_wanted & ~np.isin(cohort.standing, outcomes)
    return CohortLabels(
        values=labels,
        why=why,
        outcomes=np.where(beside, cohort.beside, cohort.standing),
        derived=np.where(beside, cohort.beside == CHRONIC_ABSENCE, cohort.is_derived),
    )


@dataclass(frozen=True)
class _Span:
    """The days from the as-of date to the end of the horizon, and the day by which things must be known, as days."""

    start: int
    end: int
    known_by: int

    def holds(self, rows: pd.DataFrame) -> Booleans:
        """Tell which outcomes count: not known at the start, happened by the end, known in time."""
        known_on, happened = rows["known_on"].to_numpy(), rows["date"].to_numpy()
        return ~known_before(known_on, self.start) & (happened <= self.end) & known_before(known_on, self.known_by)


@dataclass(frozen=True)
class _Cohort:
    """Children of a cohort by their numbers, and what happened to them in a span of days, for some outcomes."""

    index: RecordIndex
    derived: DerivedOutcomes
    pupils: Positions
    span: _Span
    wanted: tuple[str, ...]

    @cached_property
    def _last(self) -> pd.DataFrame:
        """The row that stands for each child: the one known last, and of those of one day a wanted one."""
        rows = self._told(self.index.outcomes).assign(derived=False)
        if NOT_REENROLLED in self.wanted:
            more = self._numbered(self.derived.not_reenrolled).assign(derived=True)
            rows = pd.concat([rows, more[list(rows)]], ignore_index=True)
        rows = rows[self.span.holds(rows)]
        rows = rows.assign(wanted=rows["outcome"].isin(self.wanted))
        rows = rows.sort_values(["known_on", "date", "wanted", "outcome"], kind="stable")
        return rows.drop_duplicates("pupil", keep="last").set_index("pupil").reindex(self.pupils)

    @property
    def standing(self) -> Texts:
        """The outcome that stands for each child."""
        return np.asarray(self._last["outcome"].fillna("").to_numpy(object))

    @property
    def is_derived(self) -> Booleans:
        """Whether nobody wrote it down."""
        return np.asarray(self._last["derived"].eq(True).to_numpy())

    @cached_property
    def beside(self) -> Texts:
        """The wanted outcome that happened beside each child's story, which no other corrects; "" for none."""
        rows = self._told(self.index.own_outcomes)
        if self.derived.chronic_absence:
            rows = pd.concat([self._numbered(self.derived.chronic_absence.reached)[list(rows)], rows])
        rows = rows[self.span.holds(rows) & rows["outcome"].isin(self.wanted).to_numpy()]
        last = rows.drop_duplicates("pupil", keep="last").set_index("pupil")["outcome"]
        return np.asarray(last.reindex(self.pupils).fillna("").to_numpy(object))

    @cached_property
    def has_wanted(self) -> Booleans:
        """Whether each child had a wanted outcome."""
        return np.asarray(np.isin(self.standing, self.wanted) | (self.beside != ""))

    @cached_property
    def is_gone(self) -> Booleans:
        """Whether each child went without an outcome: by a leaving, or by not coming back."""
        away = self._numbered(self.derived.not_reenrolled)
        not_back = np.isin(self.pupils, away["pupil"].to_numpy()[self.span.holds(away)])
        left = _ends_on(self.index, self.pupils, self.span) <= self.span.end
        return np.asarray((self.standing == "") & (not_back | left))

    @cached_property
    def has_no_next_year(self) -> Booleans:
        """Whether each child without an outcome may have gone: the records have the next year of other schools only."""
        ends_on = _ends_on(self.index, self.pupils, self.span, others_began=True)
        return np.asarray((self.standing == "") & (ends_on <= self.span.end))

    @property
    def absences_unsaid(self) -> tuple[Booleans, Booleans]:
        """Of whom chronic absence cannot be said: for want of a register, or because it is known already."""
        found, start = self.derived.chronic_absence, self.span.start
        if found is None:
            return (np.zeros(len(self.pupils), dtype=np.bool_),) * 2
        years, reached = self._numbered(found.years), self._numbered(found.reached)
        now = (years["starts_on"].to_numpy() <= start) & (start <= years["ends_on"].to_numpy())
        before = known_before(reached["known_on"].to_numpy(), start) & (start <= reached["ends_on"].to_numpy())
        return ~np.isin(self.pupils, years["pupil"].to_numpy()[now]), np.isin(
            self.pupils, reached["pupil"].to_numpy()[before]
        )

    def _told(self, outcomes: pd.DataFrame) -> pd.DataFrame:
        """Return the outcomes that were not taken back, but those that had been told at the start in the same words."""
        names = ["pupil", "date", "outcome"]
        rows = seen_rows(outcomes, self.span.known_by)[[*names, "known_on"]]
        told = seen_rows(outcomes, self.span.start)[names]
        later = np.flatnonzero(~known_before(rows["known_on"].to_numpy(), self.span.start))
        again = rows[names].iloc[later].merge(told.drop_duplicates(), how="left", indicator="seen")["seen"] == "both"
        return rows.drop(index=rows.index[later[again.to_numpy()]])

    def _numbered(self, rows: pd.DataFrame) -> pd.DataFrame:
        return rows.assign(pupil=_numbers(self.index, rows["pupil_id"]))


def require_horizon_over(
    as_of: dt.date, horizon_days: int, last_day: dt.date | None, *, latest: dt.date | None = None
) -> None:
    """Refuse a date whose horizon is not over yet, saying which date or horizon would work.

    ``latest`` is the latest date that would, where a horizon is not the same number of days from every date.
    """
    end = as_of + dt.timedelta(days=horizon_days)
    if last_day is None:
        raise Refused(
            Bilingual(
                "The records hold no attendance, grades or outcomes, so nobody has a label; add the outcomes table.",
                "Datele nu au frecvență, note sau parcursuri, deci nimeni nu are etichetă; adăugați tabelul outcomes.",
            )
        )
    if end > last_day:
        latest = latest or last_day - dt.timedelta(days=horizon_days)
        longest = (last_day - as_of).days
        raise Refused(
            Bilingual(
                f"No label yet: {horizon_days} days from {as_of} end on {end}, but the records reach only to "
                f"{last_day}. Take an as-of date not after {latest}"
                + (f", or a horizon of at most {longest} days." if longest > 0 else "."),
                f"Încă nu există etichete: {counted(horizon_days, 'zi', 'zile', 'ro')} de la {as_of} se încheie la "
                f"{end}, dar datele ajung doar până la {last_day}. Luați o dată de referință cel târziu {latest}"
                + (f" sau un orizont de cel mult {counted(longest, 'zi', 'zile', 'ro')}." if longest > 0 else "."),
            )
        )


def _numbers(index: RecordIndex, pupil_ids: "Sequence[str] | pd.Series[str]") -> Positions:
    return np.searchsorted(index.pupils, np.asarray(pupil_ids, dtype=object))


def _ends_on(index: RecordIndex, pupils: Positions, span: _Span, *, others_began: bool = False) -> Days:
    """Return the day on which each child had left every school, also one enrolled in since; ``NEVER`` if none is known.

    The end of the school year is a leaving too, if the school is known to have enrolled for the next one; with
    ``others_began``, the day on which any school's next year began, for a school of which none is known.
    """
    by = span.known_by
    enrolments = seen_enrolments(index, by)
    enrolments = enrolments[known_before(enrolments["enrolled_on"].to_numpy(), by)]
    names = ("left_on", "left_known_on", "year_starts_on", "year_ends_on", "next_year_on")
    left, told, year_starts, year_ends, next_year = (enrolments[name].to_numpy() for name in names)
    year_ends = np.minimum(year_ends, told_before(next_year - 1, next_year, by, otherwise=year_ends))
    newest = enrolments.groupby("school_id")["enrolled_on"].transform("max").to_numpy()
    otherwise = _next_year_anywhere(year_starts) if others_began else NEVER
    year_over = np.where(newest > year_ends, year_ends, otherwise)
    ends_on = pd.Series(told_before(left, told, by, otherwise=year_over), enrolments.index)
    last = ends_on.groupby(enrolments["pupil"]).max()
    return np.asarray(last.reindex(pupils, fill_value=NEVER).to_numpy())


def _next_year_anywhere(starts: Days) -> Days:
    """Return the first day of the earliest school year that began about a year after each; ``NEVER`` where none did."""
    soonest, latest = NEXT_YEAR_AFTER
    known = np.append(np.unique(starts), NEVER)
    following = known[np.searchsorted(known, starts + soonest)]
    return np.where(following <= starts + latest, following, NEVER)
