"""The marking scale in which each child's marks are said to a person."""

from dataclasses import dataclass

import numpy as np

from features.arrays import Booleans, Codes, Floats, Positions
from features.as_of import seen_before
from features.point_in_time.attendance_events import days_of
from features.point_in_time.record_index import RecordIndex, pupil_numbers
from features.point_in_time.snapshot import Snapshot
from features.schema.scales import Scale

_EARLIER_YEARS = 2.0**-40  # of a mark's weight: they decide only where a class has no marks of this year


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
    """Return the scales most used in each child's class this year, or before where there are no marks of this year.

    Only marks known by the snapshot's date are looked at.
    """
    grades = index.records["grades"]
    scale = grades["scale"].astype("category").cat
    places = np.full(len(index.pupils), -1)
    places[snapshot.pupils] = np.arange(len(snapshot))
    owner = places[pupil_numbers(grades["pupil_id"], index.pupils)]
    codes = scale.codes.to_numpy().astype(np.intp)
    seen = seen_before(days_of(grades["known_on"]), days_of(grades["retracted_on"]), snapshot.as_of)
    seen = seen & (owner >= 0) & (codes >= 0)
    is_recent = days_of(grades["date"]) >= np.append(snapshot.this_year().start, 0)[owner]
    is_conduct = (grades["kind"] == "conduct").to_numpy(bool)
    names = list(scale.categories)

    def most_used(rows: Booleans) -> Codes:
        here = np.flatnonzero(rows)
        weights = np.where(is_recent[here], 1.0, _EARLIER_YEARS)
        return _most_used(snapshot.class_, owner[here], codes[here], weights=weights, scales=len(names))

    scales = tuple(index.records.declared.scale(str(name)) for name in names)
    return MarkScales(scales, marks=most_used(seen & ~is_conduct), conduct=most_used(seen & is_conduct))


def _most_used(class_: Positions, owner: Positions, codes: Positions, *, weights: Floats, scales: int) -> Codes:
    """Return, for each child, the code that weighs most in the class; -1 for a class without any."""
    classes = int(class_.max(initial=-1)) + 1
    cells = np.bincount(class_[owner] * scales + codes, weights, minlength=classes * scales)
    by_class = cells.reshape(classes, scales)
    if not scales:
        return np.full(len(class_), -1)
    return np.where(by_class.any(axis=1), by_class.argmax(axis=1), -1)[class_]
