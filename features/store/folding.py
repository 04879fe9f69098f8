"""What the imports of one table and school say together: the rows, when each was known, and when it was taken back.

Imports are put upon each other in the order of their days. A row that is again in a later import stays as it was. One
that is new where an earlier import was the whole of its days was not known before: it is known on the day of the
import, unless the file names a day that the earlier import could not have had. One that is gone was taken back that
day. Lists of earlier dates thus stay what they were.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from features.arrays import Booleans, Positions
from features.counting.matched_rows import codes_of_rows, equal_rows, matched_pairs, matched_rows
from features.schema.columns import Table
from features.schema.tables import STANDING_ONCE
from features.store.coverage import DAY_OF, RowPlaces, Version, looked_at
from features.store.enrolment_at import contradictions

KNOWN, RETRACTED = "known_on", "retracted_on"
_WHEN = (KNOWN, RETRACTED, "left_known_on")  # when something was told is no difference
_MISSING = np.datetime64("NaT", "s")

# What a row may tell later without being another row, and the column that says when it told.
_TOLD_LATER: Mapping[str, tuple[str, str]] = {
    "attendance": ("excused_on", "excused_on"),
    "enrolments": ("left_on", "left_known_on"),
}

Moments = npt.NDArray[np.datetime64]
ClassesOf = Callable[[pd.DataFrame, Sequence[Version]], Sequence["pd.Series[Any]"]]


def fold(table: Table, versions: Sequence[Version], *, classes_of: ClassesOf, folded: int = 0) -> pd.DataFrame:
    """Return the rows that imports of one table and school say together.

    Parameters
    ----------
    versions
        The imports in the order of their days. The first ``folded + 1`` were folded before: the frame of that last one
        holds what they say together, those of the others nothing.
    classes_of
        The class of each of some rows, as each of some imports and those before it say; asked only where an area names
        classes.
    """
    if not any(column.name == RETRACTED for column in table.columns):
        return _latest(table, versions[folded:])
    state = _with_moments(versions[folded].frame) if versions else pd.DataFrame()
    for place in range(folded + 1, len(versions)):
        former = versions[:place]
        state = _Step(table, versions[place], former, classes_of).after(state)
    return state


def _latest(table: Table, versions: Sequence[Version]) -> pd.DataFrame:
    """Return the latest that is said of each key; a row or cell that is not there again stays."""
    rows = pd.concat([version.frame for version in versions], ignore_index=True)
    keys = [name for name in table.key if name in rows]
    return rows.groupby(keys, dropna=False, sort=False, as_index=False).last()[list(rows)] if keys else rows


def _with_moments(frame: pd.DataFrame) -> pd.DataFrame:
    missing = {name: np.full(len(frame), _MISSING) for name in (KNOWN, RETRACTED) if name not in frame}
    return frame.assign(**missing)


@dataclass(frozen=True)
class _Step:
    """One import put upon what those before it say together."""

    table: Table
    version: Version
    former: Sequence[Version]
    classes_of: ClassesOf

    def after(self, state: pd.DataFrame) -> pd.DataFrame:
        """Return what they say together with this import."""
        given = _with_moments(self.version.frame)
        state, given = _with_same_columns(state, given, self.table)
        compared = [str(name) for name in self.version.frame if name not in _WHEN]
        old, new = codes_of_rows(state, given, compared)
        stands, comes = state[RETRACTED].isna().to_numpy(), given[RETRACTED].isna().to_numpy()
        kept, again = matched_rows(old, new, stands, comes)
        never_seen = ~comes & (given[KNOWN] == given[RETRACTED]).to_numpy(bool)
        _, ends = matched_rows(old, new, stands & ~kept, never_seen)  # though an equal one was taken back before
        _, told_back = matched_rows(old, new, ~stands, ~comes & ~ends)  # taken back before, and still said so
        former, contrary = self._contradictions(state, given, comes & ~again)
        covered = next(self._inside(state, [self.version], with_unlisted=False))
        covered[former] = True
        covered |= matched_rows(old, new, stands & ~kept, ~comes & ~told_back)[0]  # the file says so itself
        gone = stands & ~kept & covered
        still = self._still_standing(state, given, gone=gone, new=comes & ~again, compared=compared)
        gone, again = gone & ~still.old, again | still.new
        state, later = self._told_later(state, given, gone=gone, new=comes & ~again, compared=compared)
        gone, again = gone & ~later.old, again | later.new
        withdrawn, said = matched_rows(old, new, gone, ~comes & ~told_back)
        state = self._taken_back(state, given, gone=gone, pairs=matched_pairs(old, new, withdrawn, said))
        never = gone & (state[RETRACTED].to_numpy("datetime64[s]") <= self._own_day(state))
        not_before = _latest_of(state[RETRACTED].where(~never), former, contrary, count=len(given))
        back = contrary[~stands[former]]  # said again, after an import had taken it back
        not_before[back[given[KNOWN].isna().to_numpy()[back]]] = self._day()
        fresh = ~(again | told_back | said)
        first_known = self._first_known(given[fresh], not_before[fresh])
        return pd.concat([state[~self._dropped(state, never, first_known)], first_known], ignore_index=True)

    def _dropped(self, state: pd.DataFrame, never: Booleans, further: pd.DataFrame) -> Booleans:
        """Return which rows that were never to be seen are not kept: all but the last that enrols a child at all.

        What the child missed may have been seen, and needs somebody who was enrolled once.
        """
        if self.table.name != "enrolments" or not never.any():
            return never
        pupils = state["pupil_id"]
        others = pupils.isin({*pupils[~never], *further["pupil_id"]}) | pupils.where(never).duplicated(keep="last")
        return never & others.to_numpy(bool)

    def _contradictions(self, state: pd.DataFrame, given: pd.DataFrame, fresh: Booleans) -> tuple[Positions, Positions]:
        """Return the places of rows, and of new ones that say otherwise of the same, whatever is covered."""
        key = [name for name in self.table.key if name in state]
        if not key or not len(state) or not fresh.any():
            return np.empty(0, np.intp), np.empty(0, np.intp)
        some = given[fresh]
        former, later = (
            contradictions(state, some)
            if self.table.name == "enrolments"
            else equal_rows(*codes_of_rows(state, some, key))
        )
        return former, np.flatnonzero(fresh)[later]

    def _day(self) -> np.datetime64:
        return np.datetime64(self.version.day, "s")

    def _inside(self, frame: pd.DataFrame, versions: Sequence[Version], *, with_unlisted: bool) -> Iterator[Booleans]:
        """Yield of each import which rows lie in what it is the whole of, by the classes of that time and of now.

        Of now as well: a child who was in no class, or another, when a class was looked at was not in that class.
        """
        places = RowPlaces.of(frame, self.table.name)
        by_class = [version for version in versions if any(area.classes is not None for area in version.areas)]
        asked = [*by_class, self.version]
        classes = self.classes_of(frame, asked) if by_class and len(frame) else [None] * len(asked)
        known = {id(version): labels for version, labels in zip(asked, classes, strict=True)}
        now = known[id(self.version)]
        for version in versions:
            of_listed = not with_unlisted and any(area.of_listed for area in version.areas)
            listed = version.listed() if of_listed else None
            then = known.get(id(version))
            areas = (
                looked_at(version.areas) if with_unlisted else [each for each in version.areas if not each.adds_only]
            )
            inside = places.inside(areas, then, listed)
            yield inside if then is now else inside | places.inside(areas, now, listed)

    def _last_look(self, frame: pd.DataFrame) -> Moments:
        """Return the day of the latest earlier import that was the whole of where each row is; missing without any."""
        days = np.full(len(frame), _MISSING)
        if not len(frame):
            return days
        for version, inside in zip(self.former, self._inside(frame, self.former, with_unlisted=True), strict=True):
            days[inside] = np.datetime64(version.day, "s")
        return days

    def _own_day(self, frame: pd.DataFrame) -> Moments:
        """Return when each row would be known by what it says itself."""
        days, known = (frame[name].to_numpy("datetime64[s]") for name in (DAY_OF[self.table.name], KNOWN))
        return np.where(np.isnat(known) | (known < days), days, known)

    def _first_known(self, fresh: pd.DataFrame, not_before: Moments) -> pd.DataFrame:
        """Return new rows with the day on which they were first known, once what they contradict was taken back."""
        look, given = self._last_look(fresh), fresh[KNOWN].to_numpy("datetime64[s]")
        known = np.where(np.isnat(look) | (given >= look), given, self._day())
        fresh = fresh.assign(**{KNOWN: known})
        fresh = fresh.assign(**{KNOWN: np.where(not_before > self._own_day(fresh), not_before, known)})
        return fresh[~(fresh[RETRACTED].to_numpy("datetime64[s]") <= self._own_day(fresh)) | np.isnat(look)]

    def _taken_back(
        self, state: pd.DataFrame, given: pd.DataFrame, *, gone: Booleans, pairs: tuple[Positions, Positions]
    ) -> pd.DataFrame:
        """Return the rows with the day on which those that are gone were taken back."""
        retracted = np.where(gone, self._day(), state[RETRACTED].to_numpy("datetime64[s]"))
        rows, sources = pairs
        if len(rows):
            said = given[RETRACTED].to_numpy("datetime64[s]")[sources]
            look = self._last_look(state.iloc[rows])
            retracted[rows] = np.where(said >= look, said, self._day())
        return state.assign(**{RETRACTED: retracted})

    def _still_standing(
        self, state: pd.DataFrame, given: pd.DataFrame, *, gone: Booleans, new: Booleans, compared: Sequence[str]
    ) -> "_Matched":
        """Tell which marks that stand once for a period are there again, dated with the day of this file.

        Their file tells no day of them. One that says the same as before is the one that stood, from its first day on.
        """
        none = _Matched(np.zeros(len(state), np.bool_), np.zeros(len(given), np.bool_))
        if self.table.name != "grades" or "kind" not in compared or not gone.any() or not new.any():
            return none
        days = [frame["date"].to_numpy("datetime64[s]") for frame in (state, given)]
        ends = [self._day(), *(np.datetime64(area.last_day, "s") for area in self.version.areas)]
        stood = gone & state["kind"].isin(STANDING_ONCE).to_numpy(bool)
        comes = new & given["kind"].isin(STANDING_ONCE).to_numpy(bool) & np.isin(days[1], ends)
        old, fresh = codes_of_rows(state, given, [name for name in compared if name != "date"])
        latest = np.argsort(days[0], kind="stable")[::-1]  # of two periods the later is meant
        mine = np.zeros(len(state), np.bool_)
        mine[latest], theirs = matched_rows(old[latest], fresh, stood[latest], comes)
        rows, sources = matched_pairs(old, fresh, mine, theirs)
        backwards = days[0][rows] >= days[1][sources]
        mine[rows[backwards]], theirs[sources[backwards]] = False, False
        return _Matched(mine, theirs)

    def _told_later(
        self, state: pd.DataFrame, given: pd.DataFrame, *, gone: Booleans, new: Booleans, compared: Sequence[str]
    ) -> "tuple[pd.DataFrame, _Matched]":
        """Write an excuse or a leaving that is new into the row that it is of; it is told on the day that it says.

        An excuse of a day on which the import before should have had it stays a row of its own, known only now.
        """
        none = _Matched(np.zeros(len(state), np.bool_), np.zeros(len(given), np.bool_))
        what, when = _TOLD_LATER.get(self.table.name, ("", ""))
        if what not in compared or not gone.any() or not new.any():
            return state, none
        old, fresh = codes_of_rows(state, given, [name for name in compared if name not in (what, when)])
        open_rows, closing = gone & state[what].isna().to_numpy(), new & given[what].notna().to_numpy()
        if what == when:
            closing &= ~(given[what].to_numpy("datetime64[s]") < self._last_look(given))
        mine, theirs = matched_rows(old, fresh, open_rows, closing)
        rows, sources = matched_pairs(old, fresh, mine, theirs)
        told = {what: given[what].to_numpy("datetime64[s]")[sources]}
        if what != when:
            said = given[when].to_numpy("datetime64[s]")[sources]
            told[when] = np.where(said >= self._last_look(state.iloc[rows]), said, self._day())
        for name, values in told.items():
            column = state[name].to_numpy("datetime64[s]").copy()
            column[rows] = values
            state = state.assign(**{name: column})
        return state, _Matched(mine, theirs)


@dataclass(frozen=True)
class _Matched:
    """Which rows of the old and of the new are the same."""

    old: Booleans
    new: Booleans


def _with_same_columns(state: pd.DataFrame, given: pd.DataFrame, table: Table) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return both with the columns of either, in the schema's order; what one lacks is empty there."""
    there = {*map(str, state), *map(str, given)}
    there |= {when for what, when in _TOLD_LATER.values() if what in there}
    both = [column for column in table.columns if column.name in there]
    frames = []
    for frame in (state, given):
        columns = {}
        for column in both:
            if column.name in frame:
                columns[column.name] = frame[column.name]
            else:
                text = column.kind not in ("date", "whole", "number", "yes_no")
                columns[column.name] = pd.Series(None, frame.index, dtype="object" if text else column.dtype)
        frames.append(pd.DataFrame(columns, frame.index))
    return frames[0], frames[1]


def _latest_of(moments: "pd.Series[Any]", rows: Positions, sources: Positions, *, count: int) -> Moments:
    """Return, of each of some sources, the latest moment of the rows that go with it; missing without any."""
    latest = np.full(count, np.iinfo(np.int64).min)  # as a day that is missing is kept
    np.maximum.at(latest, sources, moments.to_numpy("datetime64[s]").astype(np.int64)[rows])
    return latest.astype("datetime64[s]")
