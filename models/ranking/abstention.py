"""Children of whom nothing can be said yet, and what is to be done first."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from features.errors import Refused
from features.i18n.dates import date_words
from features.i18n.text import Bilingual, Language
from features.point_in_time.register_recency import RecordingRate, StaleClass, stale_classes
from features.point_in_time.snapshot import Snapshot

STALE_CLASS = "stale_class"
OBJECTION = "objection"

_NOTHING: Mapping[str, Bilingual] = {
    "attendance": Bilingual("no absence", "nicio absență"),
    "grades": Bilingual("no mark", "nicio notă"),
}


_TO_DO = Bilingual(
    "; bring the class register up to date, then ask for the list again.",
    "; completați catalogul, apoi cereți lista din nou.",
)


_UNLISTED: Mapping[str, Bilingual] = {
    "story_ended": Bilingual(
        "Enrolled, but an outcome says that the child left or finished; if it was typed on the wrong child, delete it.",
        "Înscris, dar un parcurs spune că elevul a plecat sau a terminat; dacă a fost trecut la alt copil, ștergeți-l.",
    ),
    "other_school": Bilingual(
        "Enrolled in two schools at once and listed in the other one; mark the main one in the column main.",
        "Înscris la două școli în același timp și aflat pe lista celeilalte; marcați-o pe cea principală în coloana "
        "main.",
    ),
    "not_begun": Bilingual(
        "Enrolled for a school year that has not begun at this date.",
        "Înscris pentru un an școlar care nu a început la această dată.",
    ),
}


_OBJECTED = Bilingual(
    "A parent or the child objected to the use of the list, and the school agreed: no place, score or reason is told.",
    "Un părinte sau copilul s-a opus folosirii listei, iar școala a fost de acord: nu se spune niciun loc, scor sau "
    "motiv.",
)


@dataclass(frozen=True)
class NotScored:
    """A child for whom nothing can be said yet: why, as a short code and as a sentence."""

    pupil_id: str
    reason: str
    text_ro: str
    text_en: str

    def text(self, language: Language) -> str:
        """Return the sentence, which is the same for all children of a class."""
        return self.text_ro if language == "ro" else self.text_en

    def lack(self, language: Language) -> str:
        """Return the sentence without what is to be done about a stale class, for where that stands once above all."""
        return self.text(language).removesuffix(_TO_DO.said(language))


class CannotSay(Refused):
    """Asked about a child for whom nothing can be said yet."""

    def __init__(self, child: NotScored) -> None:
        super().__init__(Bilingual(child.text_en, child.text_ro))
        self.child = child


def objected(pupil_id: str) -> NotScored:
    """Return a child for whom the list is not to be used, since somebody who may object to that did."""
    return NotScored(pupil_id, OBJECTION, _OBJECTED.ro, _OBJECTED.en)


def not_scored(snapshot: Snapshot, rates: Sequence[RecordingRate]) -> Mapping[str, NotScored]:
    """Return the children of stale classes by their pupil_id; none where the training knew no rate of recording."""
    stale = [(each, _sentence(each)) for each in stale_classes(snapshot, rates)]
    return {
        pupil_id: NotScored(pupil_id, STALE_CLASS, text.ro, text.en)
        for each, text in stale
        for pupil_id in each.pupil_ids
    }


def not_listed(snapshot: Snapshot) -> Mapping[str, tuple[NotScored, ...]]:
    """Return, by school, the children who are enrolled there and on no list of it.

    Their story ended by an outcome, or they are listed in another school, or their year has not begun.
    """
    by_school: dict[str, tuple[NotScored, ...]] = {}
    unlisted = snapshot.unlisted()
    for pupil_id, school_id, why in zip(unlisted["pupil_id"], unlisted["school_id"], unlisted["why"], strict=True):
        text = _UNLISTED[why]
        by_school[school_id] = (*by_school.get(school_id, ()), NotScored(pupil_id, why, text.ro, text.en))
    return by_school


def _sentence(stale: StaleClass) -> Bilingual:
    school, label = stale.school_id, stale.class_label
    en, ro = _silence(stale)
    who_en, who_ro = (
        (f"Class {label}", f"Clasa {label}") if label else ("Children without a class", "Copiii fără clasă")
    )
    return Bilingual(
        f"{who_en} (school {school}): {en}{_TO_DO.en}",
        f"{who_ro} (școala {school}): {ro}{_TO_DO.ro}",
    )


def _silence(stale: StaleClass) -> Bilingual:
    """Say what is missing since when, tables silent since the same day together.

    No absence and no mark since 3 October 2025; no absence since 3 October 2025 and no mark since 10 October 2025.
    """
    tables_of: dict[dt.date, list[Bilingual]] = {}
    for table, since in stale.silent_since.items():
        tables_of.setdefault(since, []).append(_NOTHING[table])
    en = (
        f"{' and '.join(each.en for each in nothing)} since {date_words(since, 'en')}"
        for since, nothing in tables_of.items()
    )
    ro = (
        f"{' și '.join(each.ro for each in nothing)} din {date_words(since, 'ro')}"
        for since, nothing in tables_of.items()
    )
    return Bilingual(" and ".join(en), " și ".join(ro))
