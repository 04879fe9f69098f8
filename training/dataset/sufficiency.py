"""Whether there are outcomes enough to fit and to judge, and if not, which option would help."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from features.arrays import Positions
from features.as_of import known_before
from features.days import NEVER, date_of, day_of
from features.derived_outcomes.not_reenrolled import NOT_REENROLLED, not_reenrolled
from features.errors import Refused
from features.i18n.dates import date_words
from features.i18n.numbers import counted
from features.i18n.text import Bilingual
from features.point_in_time.cohort import known_outcomes
from features.schema.tables import FAILED, LEFT_EARLY
from training.dataset.cohorts import Cohorts, LabelledRows
from training.dataset.label_counts import count_labels, unlabelled_words
from training.plan.plan import POSITIVES_TO_FIT, POSITIVES_TO_JUDGE

Fold = tuple[Positions, Positions]

_TO_FIT = Bilingual("to fit a model", "pentru a ajusta un model")
_TO_JUDGE = Bilingual("to judge a model", "pentru a evalua un model")
_ADD = Bilingual(
    "Add outcomes, as-of dates or school years.", "Adăugați parcursuri, date de referință sau ani școlari."
)
_ENOUGH = POSITIVES_TO_FIT + POSITIVES_TO_JUDGE  # another outcome that so many children had may be a target


def require_enough(rows: LabelledRows, folds: Sequence[Fold], *, cohorts: Cohorts | None) -> None:
    """Refuse labelled rows with too few outcomes to fit in every fold, or to judge.

    The sentence speaks of the children of the records; with the ``cohorts`` it says of how many there is no label, and
    which option would help.
    """
    parts = [train for train, _ in folds]
    smallest = min(_fewer(rows, train) for train in parts)
    if smallest < POSITIVES_TO_FIT:
        used = np.unique(np.concatenate(parts))
        raise _too_few(rows, used, purpose=_TO_FIT, least=POSITIVES_TO_FIT, smallest=smallest, cohorts=cohorts)
    judged = np.concatenate([test for _, test in folds])
    if (smallest := _fewer(rows, judged)) < POSITIVES_TO_JUDGE:
        raise _too_few(rows, judged, purpose=_TO_JUDGE, least=POSITIVES_TO_JUDGE, smallest=smallest, cohorts=cohorts)


def _fewer(rows: LabelledRows, places: Positions) -> int:
    """Return how many rows have the outcome, or have it not, whichever is fewer."""
    positives = int(rows.labels[places].sum())
    return min(positives, len(places) - positives)


def _too_few(
    rows: LabelledRows, places: Positions, *, purpose: Bilingual, least: int, smallest: int, cohorts: Cohorts | None
) -> Refused:
    ids, labels = rows.ids[places], rows.labels[places]
    of, positives = len(set(ids)), len(set(ids[labels == 1]))
    fold = Bilingual("", "")
    if min(positives, of - positives) >= least:
        fold = Bilingual(
            f" (the smallest fold is fitted on {smallest})", f" (cea mai mică grupă este ajustată pe {smallest})"
        )
    told = Bilingual("", "") if cohorts is None else _without_label(cohorts)
    advice = _ADD if cohorts is None else _advice(cohorts)
    children = counted(of, "copil", "copii", "ro")
    return Refused(
        Bilingual(
            f"Too few outcomes {purpose.en}: {positives} among {of} children, where at least {least} are needed and as "
            f"many without{fold.en}. {told.en}{advice.en}",
            f"Prea puține cazuri {purpose.ro}: {positives} la {children}; trebuie cel puțin {least} și tot atâția "
            f"copii fără situația urmărită{fold.ro}. {told.ro}{advice.ro}",
        )
    )


def _without_label(cohorts: Cohorts) -> Bilingual:
    """Say at which dates how many children have no label, and why."""
    counts = [each for each in count_labels(cohorts) if each.unlabelled]
    en = "; ".join(f"at {date_words(each.as_of, 'en')}, {unlabelled_words(each.unlabelled, 'en')}" for each in counts)
    ro = "; ".join(f"la {date_words(each.as_of, 'ro')}, {unlabelled_words(each.unlabelled, 'ro')}" for each in counts)
    return Bilingual(f"Not counted: {en}. ", f"Nu s-au numărat: {ro}. ") if counts else Bilingual("", "")


def _advice(cohorts: Cohorts) -> Bilingual:
    found = list(_options(cohorts))
    if not found:
        return _ADD
    en, ro = ("; ".join(option.said(language) for option in found) for language in ("en", "ro"))
    return Bilingual(f"What would help: {en}.", f"Ce ar ajuta: {ro}.")


def _options(cohorts: Cohorts) -> Iterator[Bilingual]:
    """Name the options that would give more outcomes, with how many."""
    plan, rows = cohorts.plan, _rows_of_outcomes(cohorts)
    first, last = day_of(plan.dates[0]), day_of(plan.dates[-1])
    wanted = rows[rows["outcome"].isin(plan.outcomes)]
    earlier = wanted[known_before(wanted["known_on"].to_numpy(), first)]
    later = wanted[wanted["date"] > last + plan.horizon(plan.dates[-1])]
    if len(earlier):
        day, count = date_of(int(earlier["known_on"].min())), len(earlier)
        yield Bilingual(
            f"an earlier --as-of, not after {day} ({count} were known before {plan.dates[0]})",
            f"un --as-of mai devreme, cel târziu {day} ({count} se știau înainte de {plan.dates[0]})",
        )
    if len(later):
        day, count = date_of(int(later["date"].max())), len(later)
        yield Bilingual(
            f"a longer --horizon or --until, to {day} at most, or a later --as-of ({count} came after the horizon)",
            f"un --horizon sau --until mai lung, cel mult până la {day}, sau un --as-of mai târziu ({count} au venit "
            "după orizont)",
        )
    others = _others(cohorts, rows)
    if others:
        named = ", ".join(f"{outcome} ({count})" for outcome, count in others.items())
        yield Bilingual(f"another --outcome: {named}", f"alt --outcome: {named}")


def _rows_of_outcomes(cohorts: Cohorts) -> pd.DataFrame:
    """Return the outcomes of all children, written down and derived."""
    index = cohorts.index
    derived = not_reenrolled(index)
    derived = derived.assign(pupil=np.searchsorted(index.pupils, derived["pupil_id"].to_numpy(object)))
    names = ["pupil", "date", "known_on", "outcome"]
    return pd.concat([known_outcomes(index, NEVER)[names], derived[names]], ignore_index=True)


def _others(cohorts: Cohorts, rows: pd.DataFrame) -> dict[str, int]:
    """Return the outcomes that are not wanted and that children of the dates had enough of, the most frequent first."""
    plan, counts = cohorts.plan, pd.Series(dtype=int)
    names = [name for name in (*LEFT_EARLY, *FAILED, NOT_REENROLLED) if name not in plan.outcomes]
    rows = rows[rows["outcome"].isin(names)]
    for date in plan.dates:
        start = day_of(date)
        counted_here = ~known_before(rows["known_on"].to_numpy(), start) & (
            rows["date"].to_numpy() <= start + plan.horizon(date)
        )
        counts = counts.add(
            rows[counted_here].drop_duplicates(["pupil", "outcome"])["outcome"].value_counts(), fill_value=0
        )
    counts = counts[counts >= _ENOUGH].sort_values(ascending=False, kind="stable")
    return {str(name): int(count) for name, count in counts.items()}
