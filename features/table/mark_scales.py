"""The marking scale in which each child's marks are said to a person."""

from dataclasses import dataclass

import numpy as np

from features.arrays import Booleans, Codes, Floats, Positions
from features.as_of import seen_before
from features.point_in_time.attendance_events import days_of
from features.point_in_time.record_index import RecordIndex, mark_levels, pupil_numbers
from features.point_in_time.snapshot import Snapshot
from features.schema.scales import Scale

_YEAR_BEFORE = 2.0**-40  # of a mark's weight for each year that it is older: the last year with marks decides
_YEARS = 20  # what is older weighs the same


@dataclass(frozen=True)
class MarkScales:
    """The scale of each child's marks and conduct marks: their places in ``scales``, shape (n,); -1 for none known."""

    scales: tuple[Scale | None, ...]
    marks: Codes
    conduct: Codes

    def of(self, child: int, *, conduct: bool = False) -> Scale | None:
        """Return the scale of the child at a place of the cohort; None where no mark of the class is known."""
        place = int((self.conduct if conduct else self.marks)[child])
        return None if place < 0 else self.scales[place]


def mark_scales(index: RecordIndex, snapshot: Snapshot) -> MarkScales:
    """Return the scale of each child's own marks, and of those of the class where the child has none.

    Of marks it is the scale most used this year, or in the last year with marks; of conduct that of the child's latest
    mark, of whatever year. Only marks known by the snapshot's date are looked at.
    """
    grades = index.records["grades"]
    scale = grades["scale"].astype("category").cat
    places = np.full(len(index.pupils), -1)
    places[snapshot.pupils] = np.arange(len(snapshot))
    owner = places[pupil_numbers(grades["pupil_id"], index.pupils)]
    codes, day = scale.codes.to_numpy().astype(np.intp), days_of(grades["date"])
    seen = seen_before(days_of(grades["known_on"]), days_of(grades["retracted_on"]), snapshot.as_of)
    seen = seen & (owner >= 0) & (codes >= 0)
    years = np.clip(-((day - np.append(snapshot.this_year().start, 0)[owner]) // 365), 0, _YEARS)
    weights = (_YEAR_BEFORE ** np.arange(_YEARS + 1))[years]
    is_conduct = (grades["kind"] == "conduct").to_numpy(bool)
    names, everybody = list(scale.categories), np.arange(len(snapshot))

    def of_class(rows: Booleans) -> Codes:
        here = np.flatnonzero(rows)
        return _most_used(snapshot.class_, owner[here], codes[here], weights=weights[here], scales=len(names))

    own = np.flatnonzero(seen & ~is_conduct & (years == 0))
    marks = _most_used(everybody, owner[own], codes[own], weights=weights[own], scales=len(names))
    given = np.flatnonzero(seen & is_conduct)
    level = mark_levels(grades.iloc[given], {each.name: each for each in index.records.declared.scales})
    conduct = np.full(len(snapshot), -1)
    in_order = given[np.lexsort((-level, day[given]))]  # of a day's marks the lowest is the one that is told
    conduct[owner[in_order]] = codes[in_order]  # the last one of each child stays
    return MarkScales(
        tuple(index.records.declared.scale(str(name)) for name in names),
        marks=np.where(marks >= 0, marks, of_class(seen & ~is_conduct)),
        conduct=np.where(conduct >= 0, conduct, of_class(seen & is_conduct)),
    )


def _most_used(group: Positions, owner: Positions, codes: Positions, *, weights: Floats, scales: int) -> Codes:
    """Return, for each child, the code that weighs most in the child's group; -1 for one without any."""
    groups = int(group.max(initial=-1)) + 1
    cells = np.bincount(group[owner] * scales + codes, weights, minlength=groups * scales)
    by_group = cells.reshape(groups, scales)
    if not scales:
        return np.full(len(group), -1)
    return np.where(by_group.any(axis=1), by_group.argmax(axis=1), -1)[group]
