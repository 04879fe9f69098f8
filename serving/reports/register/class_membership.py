"""In which class of which school each child was on a day, as known at another, and of which cycle that class is."""

import re
from functools import cache

import numpy as np
import pandas as pd

from features.arrays import Booleans, Days, Positions
from features.i18n.text import Bilingual
from features.point_in_time.cohort import begun_enrolments, known_outcomes, standing_outcomes
from features.point_in_time.record_index import RecordIndex
from features.schema.school_time import levels_said
from features.schema.track_words import BRANCHES, partition_of

# The cycles of schooling, in their order, with the last level of each; professional classes are told by their track.
CYCLES = {
    "primary": Bilingual("primary", "primar"),
    "lower_secondary": Bilingual("lower secondary", "gimnazial"),
    "upper_secondary": Bilingual("upper secondary", "liceal"),
    "professional": Bilingual("professional", "profesional"),
    "unknown": Bilingual("cycle not known", "ciclu necunoscut"),
}
_LAST_PRIMARY, _LAST_LOWER = 4, 8
_PROFESSIONAL_BRANCHES = ("professional", "dual")
_BETWEEN_LEVELS = re.compile(r"\s*(?:[-–/,+]|\bși\b|\bsi\b)\s*", re.IGNORECASE)
_NO_CLASS = "—"


def held_enrolments(index: RecordIndex, as_of: int) -> pd.DataFrame:
    """Return the enrolments begun before ``as_of``, oldest first, as known then, with ``cycle`` and ``class_text``.

    ``ends_on`` is the day of the outcome that ended the child's story, where that is earlier.
    """
    enrolments = begun_enrolments(index, as_of)
    standing = standing_outcomes(known_outcomes(index, as_of))
    ended_on = enrolments["pupil"].map(standing["date"][standing["ends"].astype(bool)]).to_numpy(float)
    enrolled_on = enrolments["enrolled_on"].to_numpy(np.int64)
    first = enrolments.groupby("pupil")["enrolled_on"].transform("min").to_numpy(np.int64)
    is_of_story = (enrolled_on < ended_on) | ((enrolled_on == ended_on) & (enrolled_on == first))
    ends_on = enrolments["ends_on"].to_numpy(np.int64)
    clipped = np.where(is_of_story, np.fmin(ends_on, ended_on), ends_on).astype(np.int64)
    level = _levels(enrolments)
    tracks = [each if isinstance(each, str) else "" for each in enrolments["track"]]
    return enrolments.assign(
        ends_on=clipped,
        level=level,
        cycle=_cycles(level, tracks),
        class_text=[*map(cache(_class_text), enrolments["class_label"], level)],
    ).reset_index(drop=True)


def places_held(held: pd.DataFrame, pupils: "pd.Series", *, begun_by: Days, lasting_to: Days) -> Positions:
    """Return, for each pupil and day, the place of the enrolment by which the child is listed then; -1 without any.

    Of several at once it is the latest that is ``main``, or else the latest of which nothing is said, like everywhere.
    """
    asked = pd.DataFrame({"pupil_id": np.asarray(pupils, dtype=object), "begun_by": begun_by, "lasting_to": lasting_to})
    own = held[["pupil_id", "begins_on", "ends_on", "main"]].assign(place=np.arange(len(held)))
    pairs = asked.assign(row=np.arange(len(asked))).merge(own, on="pupil_id")
    pairs = pairs[(pairs["begins_on"] <= pairs["begun_by"]) & (pairs["ends_on"] >= pairs["lasting_to"])]
    preference = np.select([pairs["main"] == 1, pairs["main"] == 0], [2, 0], 1)
    chosen = pairs.assign(preference=preference).sort_values(["preference", "place"])
    chosen = chosen.drop_duplicates("row", keep="last")
    places = np.full(len(asked), -1, np.intp)
    places[chosen["row"].to_numpy(np.intp)] = chosen["place"].to_numpy(np.intp)
    return places


def has_moved(held: pd.DataFrame, before: Positions, after: Positions) -> Booleans:
    """Tell which pairs of enrolments are of different classes; one that there is not is like any other."""
    school, text = held["school_id"].to_numpy(object), held["class_text"].to_numpy(object)
    differs = np.array([school[a] != school[b] or text[a] != text[b] for a, b in zip(before, after, strict=True)], bool)
    return np.asarray((before >= 0) & (after >= 0) & differs)


def class_order(text: str) -> tuple[float, str]:
    """Return by what classes are sorted: their level, the first of several, then their name; without a level last.

    >>> sorted(["X A", "Fluturașii", "V B", "CP", "V A", "I-IV"], key=class_order)
    ['CP', 'I-IV', 'V A', 'V B', 'X A', 'Fluturașii']
    """
    said = float(levels_said(pd.Series([text]))[0])
    level = _first_level(text) if np.isnan(said) else said
    return (np.inf if np.isnan(level) else level, text)


def _levels(enrolments: pd.DataFrame) -> "pd.Series":
    return enrolments["grade_level"].where(enrolments["grade_level"].notna(), levels_said(enrolments["class_label"]))


def _cycles(levels: "pd.Series", tracks: list[str]) -> list[str]:
    professional = {
        track: (place := partition_of(track, BRANCHES)) is not None
        and BRANCHES[place].meaning.en in _PROFESSIONAL_BRANCHES
        for track in set(tracks)
    }
    return [_cycle(level, professional[track]) for level, track in zip(levels, tracks, strict=True)]


def _cycle(level: float, is_professional: bool) -> str:
    if np.isnan(level):
        return "unknown"
    if level <= _LAST_PRIMARY:
        return "primary"
    if level <= _LAST_LOWER:
        return "lower_secondary"
    return "professional" if is_professional else "upper_secondary"


def _class_text(label: object, level: float) -> str:
    """Return the name of a class; one that says no level, such as A, has it before, one of several levels not."""
    known = "" if np.isnan(level) else f"{level:g}"
    if not isinstance(label, str) or not label.strip():
        return known or _NO_CLASS
    text = label.strip()
    says_level = not np.isnan(levels_said(pd.Series([text]))[0]) or not np.isnan(_first_level(text))
    return text if says_level or not known else f"{known} {text}"


def _first_level(text: str) -> float:
    """Return the first of several levels that a class's name says; NaN where it says none."""
    return float(levels_said(pd.Series([_BETWEEN_LEVELS.split(text)[0]]))[0])
