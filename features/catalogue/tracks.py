"""Features of the track: the parts of which it is composed, and parts that are declared."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from features.arrays import Floats
from features.catalogue.feature import Feature, FeatureGroup, feature
from features.i18n.text import Bilingual
from features.point_in_time.snapshot import Snapshot
from features.reading.declared_words import DeclaredTrack
from features.schema.track_words import BRANCHES, FORMS, PROFILES, TrackPart, has_words, partition_of, plain_words

_GROUP = FeatureGroup("grades", (), ("the track is not recorded", "nu s-au trecut filiera și profilul"))


def _texts(title: Bilingual, parts: Sequence[TrackPart]) -> tuple[dict[float, str], dict[float, str]]:
    return (
        {place: f"{title.en}: {part.meaning.en}" for place, part in enumerate(parts, start=1)},
        {place: f"{title.ro}: {part.meaning.ro}" for place, part in enumerate(parts, start=1)},
    )


_BRANCH, _PROFILE, _FORM = Bilingual("branch", "filiera"), Bilingual("profile", "profilul"), Bilingual("form", "forma")


@feature(_GROUP, theme="track", unit="branch", title=_BRANCH, text=_texts(_BRANCH, BRANCHES))
def track_branch(snapshot: Snapshot) -> Floats:
    """Branch that the track names: 1 theoretical, 2 vocational, 3 technological, 4 professional, 5 dual."""
    return _places(snapshot, BRANCHES)


@feature(_GROUP, theme="track", unit="profile", title=_PROFILE, text=_texts(_PROFILE, PROFILES))
def track_profile(snapshot: Snapshot) -> Floats:
    """Profile that the track names.

    1 military, 2 sciences, 3 pedagogical, 4 humanities, 5 theological, 6 arts, 7 sports, 8 services, 9 natural
    resources, 10 technical.
    """
    return _places(snapshot, PROFILES)


@feature(_GROUP, theme="track", unit="form", title=_FORM, text=_texts(_FORM, FORMS))
def track_form(snapshot: Snapshot) -> Floats:
    """Form of schooling that the track names: 1 day, 2 evening, 3 reduced attendance."""
    return _places(snapshot, FORMS)


TRACKS: tuple[Feature, ...] = (track_branch, track_profile, track_form)


def track_features(declared: Sequence[DeclaredTrack]) -> tuple[Feature, ...]:
    """Make a feature of each declared part of tracks, in the order of their declaration."""
    return tuple(map(_declared_feature, declared))


def _declared_feature(track: DeclaredTrack) -> Feature:
    words = [plain_words(word) for word in track.words]

    def compute(snapshot: Snapshot) -> Floats:
        return _of_tracks(snapshot, lambda text: float(has_words(text, words)))

    english, romanian = track.meaning.en, track.meaning.ro
    compute.__name__ = f"track_{track.name}"
    compute.__doc__ = f"1 where the track names {english}, as declared with the records, 0 where it does not."
    texts = (
        {1.0: f"track: {english}", 0.0: f"track: not {english}"},
        {1.0: f"filiera sau profilul: {romanian}", 0.0: f"filiera sau profilul: nu {romanian}"},
    )
    return feature(_GROUP, theme="track", unit="yes/no", title=track.meaning, text=texts)(compute)


def _places(snapshot: Snapshot, parts: Sequence[TrackPart]) -> Floats:
    def place(text: str) -> float:
        found = partition_of(text, parts)
        return np.nan if found is None else found + 1.0

    return _of_tracks(snapshot, place)


def _of_tracks(snapshot: Snapshot, value_of: Callable[[str], float]) -> Floats:
    """Return the value of each child's track, looking at each distinct track once; missing where there is no track."""
    codes, tracks = pd.factorize(snapshot.cohort["track"])
    return np.array([*(value_of(str(track)) for track in tracks), np.nan])[codes]
