"""What moved since the training, in words."""

from collections.abc import Sequence

from features.i18n.numbers import counted, number, percent
from features.i18n.text import Bilingual, Language
from models.drift.shifts import Shift

FEATURES_NAMED = 3
MARKS = "mark_mean_year"  # has no value where a child has no mark this year


def says_marks_are_missing(shift: Shift) -> bool:
    """Tell whether a shift is that children have no marks this year, which has a sentence of its own."""
    return shift.of_missing and shift.feature.name == MARKS


def marks_missing(shift: Shift, *, empty_classes: int) -> Bilingual:
    """Say how many children have no mark this year, and how many classes have none at all."""
    none = Bilingual(
        f"; {counted(empty_classes, 'class has', 'classes have', 'en')} none at all" if empty_classes else "",
        f"; {counted(empty_classes, 'clasă nu are', 'clase nu au', 'ro')} niciuna" if empty_classes else "",
    )
    now, then = (percent(share, "ro", 0) for share in (shift.current, shift.usual))  # without decimals alike in both
    return Bilingual(
        f"{now} of the children have no mark this year (in training {then}){none.en}. "
        "Enter the marks before using the list.",
        f"{now} dintre copii nu au nicio notă anul acesta (la antrenare {then}){none.ro}. "
        "Completați notele înainte de a folosi lista.",
    )


def features_moved(shifts: Sequence[Shift], *, everywhere: bool) -> Bilingual:
    """Say what moved, the strongest first, in one school or in all of them."""
    ro, en = ("; ".join(_moved(shift, language) for shift in shifts[:FEATURES_NAMED]) for language in ("ro", "en"))
    where = Bilingual(
        "In all schools together the records are" if everywhere else "The records of this school are",
        "La toate școlile la un loc, datele sunt" if everywhere else "Datele acestei școli sunt",
    )
    return Bilingual(
        f"{where.en} unlike those of the training: {en}. The list is less certain; check whether the way of recording "
        "has changed.",
        f"{where.ro} altfel decât la antrenare: {ro}. Lista este mai puțin sigură; verificați dacă s-a schimbat felul "
        "în care se înregistrează.",
    )


def _moved(shift: Shift, language: Language) -> str:
    feature = shift.feature
    shares = shift.of_missing or feature.unit == "yes/no"
    now, then = (
        percent(value, language, 0) if shares else number(value, language) for value in (shift.current, shift.usual)
    )
    if language == "ro":
        what = "lipsește la" if shift.of_missing else "în medie"
        return f"{feature.title.ro} ({what} {now}, la antrenare {then})"
    what = "missing for" if shift.of_missing else "on average"
    return f"{feature.title.en} ({what} {now}, in training {then})"
