"""Whether the list serves every group of children as well as the others.

The list is the pooled one: the first children by score, as many as the capacity. Each bootstrap sample has a list of
its own, cut by the capacity of that sample, as everywhere in the backtest; all groups have the same samples.
Children tied at the cut are listed in part, which is the mean over all orders of tied rows.

Recall is a share of a group's true cases; what is missed is one minus it, and never a share of the children listed.
Groups that differ in risk differ in recall even under a perfect model (Corbett-Davies et al. 2023, J. Mach. Learn. Res.
24:312). So a gap is set beside that of a reference, another model's list of the same length, before it counts against
the model: what both have in common lies in the children or in the records, and what one has alone is its own.

Some twenty groups are looked at, and of so many one would be far below by chance in every third county. So the more
groups there are, the surer a gap must be (Holm 1979, Scand. J. Statist. 6:65-70, which holds for groups that overlap).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from features.arrays import Floats
from training.metrics.bootstrap import NOTHING, TOO_FEW, Estimate, divided, interval_of, ratio_of
from training.metrics.group_counts import GroupCounts

FAR_BELOW = 0.10  # a recall lower by more than this is no small matter
BY_CHANCE = 0.025  # how likely any group at all may be called far below where none is, as by one end of an interval

_WIDTH = 2 * NormalDist().inv_cdf(0.975)  # of a 95 % interval, in standard errors


@dataclass(frozen=True)
class GroupFigures:
    """How the list serves one group; a figure is None where its own denominator is below ``TOO_FEW``.

    ``listed`` is a mean over the orders of tied children. ``recall`` is the share of the group's cases on the list,
    ``precision`` the share of its listed children that are cases, ``false_alarm_rate`` the share of its non-cases that
    are listed, ``calibration`` its observed by its expected cases, ``calibration_at_cut`` the same of those children
    whose place is between half and one and a half times the length of the list: there it decides who is listed.
    """

    by: str
    group: str
    children: int
    positives: int
    listed: float
    recall: Estimate
    precision: Estimate
    false_alarm_rate: Estimate
    calibration: Estimate
    calibration_at_cut: Estimate


@dataclass(frozen=True)
class GroupGap:
    """The recall of a group minus the recall of all other children, on the same list and the same samples.

    ``beyond_reference`` is this gap minus the gap of the reference; None where there is no reference.
    """

    by: str
    group: str
    positives: int
    gap: Estimate
    beyond_reference: Estimate


def group_figures(counts: GroupCounts) -> tuple[GroupFigures, ...]:
    """Return the figures of every group, in the order of ``GROUPS``."""
    return tuple(_figures(counts, place) for place in range(len(counts.groups)))


def recall_gaps(counts: GroupCounts, reference: GroupCounts | None = None) -> tuple[GroupGap, ...]:
    """Return the recall gap of every group of which it can be said, and how much of it the reference has not.

    It takes ``TOO_FEW`` positives in the group, in as many schools or more, and as many among all other children: an
    interval drawn over a handful of schools is too narrow. The reference is counted on the same rows and samples.
    """
    gaps, positives = _gaps(counts), counts.everyone.positives[0]
    beyond = np.full_like(gaps, np.nan) if reference is None else gaps - _gaps(reference)
    return tuple(
        GroupGap(by, group, int(positives[place]), interval_of(gaps[:, place]), interval_of(beyond[:, place]))
        for place, (by, group) in enumerate(counts.groups)
        if min(positives[place], counts.units[place], positives[-1] - positives[place]) >= TOO_FEW
    )


def far_below(gaps: Iterable[GroupGap]) -> tuple[GroupGap, ...]:
    """Return the groups whose recall is lower by more than ``FAR_BELOW``, beyond noise and beyond the reference's.

    Noise is that of all groups together: the surest gap is held to the number of groups, the next to one less.
    """
    tested = sorted(((_chance_of(each), place, each) for place, each in enumerate(gaps)), key=lambda found: found[:2])
    found = set()
    for number, (chance, place, each) in enumerate(tested):
        if chance * (len(tested) - number) > BY_CHANCE:
            break
        if _is_far(each.gap) and (each.beyond_reference == NOTHING or _is_far(each.beyond_reference)):
            found.add(place)
    return tuple(each for _, place, each in sorted(tested, key=lambda each: each[1]) if place in found)


def _chance_of(gap: GroupGap) -> float:
    """Return how likely so low a gap is by chance, and so low a one beyond the reference's: the likelier of the two."""
    estimates = (gap.gap, *(() if gap.beyond_reference == NOTHING else (gap.beyond_reference,)))
    return max(map(_chance, estimates))


def _chance(estimate: Estimate) -> float:
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return 1.0
    error = (estimate.high - estimate.low) / _WIDTH
    return NormalDist().cdf(estimate.value / error) if error > 0 else float(estimate.value >= 0)


def _gaps(counts: GroupCounts) -> Floats:
    positives, hits = counts.everyone.positives, counts.listed.positives
    return divided(hits, positives) - divided(hits[:, -1:] - hits, positives[:, -1:] - positives)


def _is_far(gap: Estimate) -> bool:
    return gap.value is not None and gap.high is not None and gap.value < -FAR_BELOW and gap.high < 0


def _figures(counts: GroupCounts, place: int) -> GroupFigures:
    everyone, listed, at_cut = counts.everyone, counts.listed, counts.at_cut
    children, positives = everyone.children[:, place], everyone.positives[:, place]
    on_list, hits = listed.children[:, place], listed.positives[:, place]
    by, group = counts.groups[place]
    return GroupFigures(
        by=by,
        group=group,
        children=int(children[0]),
        positives=int(positives[0]),
        listed=float(on_list[0]),
        recall=_share(hits, positives),
        precision=_share(hits, on_list),
        false_alarm_rate=_share(on_list - hits, children - positives),
        calibration=_calibration(positives, everyone.expected[:, place]),
        calibration_at_cut=_calibration(at_cut.positives[:, place], at_cut.expected[:, place]),
    )


def _share(part: Floats, whole: Floats) -> Estimate:
    return ratio_of(part, whole) if whole[0] >= TOO_FEW else NOTHING


def _calibration(observed: Floats, expected: Floats) -> Estimate:
    """Return observed by expected positives: ten of either are enough to see that the other should be as many."""
    return ratio_of(observed, expected) if max(observed[0], expected[0]) >= TOO_FEW else NOTHING
