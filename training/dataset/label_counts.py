"""How many children of each as-of date have a label, and why the others have none."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from features.i18n.dates import date_words
from features.i18n.numbers import counted
from features.i18n.text import Bilingual, Language
from features.i18n.unlabelled import UNLABELLED_NAMES
from training.dataset.cohorts import Cohorts
from training.dataset.labels import UNLABELLED


@dataclass(frozen=True)
class LabelCounts:
    """The children in school at a date, by all that is known.

    Of ``children``, ``positives`` had the outcome and ``negatives`` had not; of the positives, ``derived`` had it
    though nobody wrote it down. ``unlabelled`` counts the others by why they have no label.
    """

    as_of: dt.date
    children: int
    positives: int
    negatives: int
    derived: int
    unlabelled: Mapping[str, int]


def count_labels(cohorts: Cohorts) -> tuple[LabelCounts, ...]:
    """Count the children of each as-of date, oldest first."""
    pupils, labels = cohorts.pupils, cohorts.labels
    as_of, why = pupils["as_of"].to_numpy(object), pupils["unlabelled"].to_numpy(object)
    derived = pupils["derived"].to_numpy(bool)
    counts = []
    for date in cohorts.plan.dates:
        mine = as_of == date
        came = mine & (labels == 1)
        reasons = {code: int((why[mine] == code).sum()) for code in UNLABELLED}
        counts.append(
            LabelCounts(
                as_of=date,
                children=int(mine.sum()),
                positives=int(came.sum()),
                negatives=int((mine & (labels == 0)).sum()),
                derived=int((came & derived).sum()),
                unlabelled={code: count for code, count in reasons.items() if count},
            )
        )
    return tuple(counts)


def unlabelled_words(counts: Mapping[str, int], language: Language) -> str:
    """Say how many children have no label, and why.

    >>> unlabelled_words({"transferred": 3, "gone": 20}, "en")
    '23 without a label (3 transferred, 20 gone without an outcome)'
    """
    total = int(np.sum(list(counts.values()), dtype=int))
    if not total:
        return "all have a label" if language == "en" else "toți au etichetă"
    names = {code: UNLABELLED_NAMES[code].said(language) for code in counts}
    if language == "ro":
        return f"{total} fără etichetă ({', '.join(f'{names[code]}: {count}' for code, count in counts.items())})"
    return f"{total} without a label ({', '.join(f'{count} {names[code]}' for code, count in counts.items())})"


def count_lines(counts: Sequence[LabelCounts]) -> list[Bilingual]:
    """Say of each as-of date how many children there are, with and without the outcome and without a label."""
    return [Bilingual(_line(each, "en"), _line(each, "ro")) for each in counts]


def _line(each: LabelCounts, language: Language) -> str:
    if language == "ro":
        derived = f" (dintre care {each.derived} din înscrieri sau absențe)" if each.derived else ""
        children = counted(each.children, "copil", "copii", "ro")
        with_it, without = f"{each.positives} cu situația urmărită{derived}", f"{each.negatives} fără"
    else:
        derived = f" ({each.derived} of them derived from enrolments or absences)" if each.derived else ""
        children = counted(each.children, "child", "children", "en")
        with_it, without = f"{each.positives} with the outcome{derived}", f"{each.negatives} without"
    at = f"{'La' if language == 'ro' else 'At'} {date_words(each.as_of, language)}"
    return f"{at}, {children}: {with_it}, {without}, {unlabelled_words(each.unlabelled, language)}."
