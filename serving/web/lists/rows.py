"""The rows of a list: each child with facts, reasons, trend, state and what is new."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from features.catalogue.feature import Theme
from features.i18n.numbers import percent
from features.i18n.text import Language
from models.explain.comparisons import COMPARISONS
from models.explain.told_reasons import ToldReason, told_theme
from models.ranking.ranked_list import RankedPupil
from serving.output.next_steps import next_steps
from serving.output.text import lowering, raising, reason_text
from serving.web.charts.spark import Spark, spark
from serving.web.lists.address import IDLE_DAYS, ListAddress
from serving.web.lists.facts import ChildFacts
from serving.web.lists.models import ShownList
from serving.web.reviews.states import State
from serving.web.roster.models import Child

CLIMBED = 5  # places towards the top from which on a child is worse off than on the list before
_WIDTH = 100
_IN_WORDS = ("parents", "track")  # levels of schooling and classes are words, of which no bar is drawn


@dataclass(frozen=True)
class Gauge:
    """A bar of a value beside the usual one, in hundredths of the longest on the list."""

    width: int
    usual_x: int
    value: float
    usual: float


@dataclass(frozen=True)
class Why:
    """A reason in words: what was seen, what is usual, and a bar where both are numbers."""

    text: str
    than: str
    gauge: Gauge | None


@dataclass(frozen=True)
class Row:
    """A child of a list as it is shown. ``trend`` is 1 where the last weeks are worse than those before, -1 better."""

    rank: int
    child: Child
    name: str
    facts: ChildFacts
    why: tuple[Why, ...]
    against: tuple[str, ...]
    theme: Theme | None
    spark: Spark
    trend: int
    state: State
    idle: bool
    next_step: str
    news: str
    rank_before: int | None
    score: str


@dataclass(frozen=True)
class Seen:
    """What rows are made of beside the list itself, by the pseudonyms of children.

    ``scores`` are the keys of the children whose number is shown.
    """

    names: Mapping[str, str]
    facts: Mapping[str, ChildFacts]
    states: Mapping[int, State]
    before: ShownList | None
    today: dt.date
    language: Language
    scores: Collection[int] = ()


def rows_of(pupils: Sequence[RankedPupil], children: Mapping[str, Child], seen: Seen) -> list[Row]:
    """Return a row for each child, in the order of the list."""
    ranks = dict(seen.before.places.values_list("child_id", "rank")) if seen.before else {}
    longest = _longest(pupils)
    return [_row(pupil, children[pupil.pupil_id], seen, ranks, longest) for pupil in pupils]


def asked_for(rows: Sequence[Row], address: ListAddress) -> list[Row]:
    """Return the rows that an address asks for, in its order."""
    chosen = [
        row for row in rows
        if address.class_label in ("", row.child.class_label)
        and address.cycle in ("", row.facts.cycle)
        and address.state in ("", row.state.stage)
        and (address.owner == "" or row.state.owner == ("" if address.owner == "-" else address.owner))
        and address.theme in ("", row.theme)
        and (row.idle or not address.idle)
    ]  # fmt: skip
    return sorted(chosen, key=lambda row: _sort_key(row, address.sort))  # stable: by rank among equals


def _row(
    pupil: RankedPupil, child: Child, seen: Seen, ranks: Mapping[int, int], longest: Mapping[str, float]
) -> Row:  # fmt: skip
    facts, state, before = seen.facts[pupil.pupil_id], seen.states[child.pk], ranks.get(child.pk)
    told, acted = raising(pupil), state.last_action_on
    return Row(
        rank=pupil.rank,
        child=child,
        name=seen.names.get(pupil.pupil_id, pupil.pupil_id),
        facts=facts,
        why=tuple(_why(reason, pupil, longest, seen.language) for reason in told),
        against=tuple(reason_text(each, seen.language) for each in lowering(pupil)),
        theme=told_theme(told[0].theme) if told else None,
        spark=spark(facts.weekly),
        trend=_trend(facts.weekly),
        state=state,
        idle=acted is None or (seen.today - acted).days > IDLE_DAYS,
        next_step=next_steps(pupil.told, seen.language, most=1)[0],
        news=_news(pupil.rank, before, seen.before),
        rank_before=before,
        score=percent(pupil.score, seen.language) if child.pk in seen.scores else "",
    )


def _news(rank: int, before: int | None, shown: ShownList | None) -> str:
    """Tell what is new since the list before; of a place beyond the end of that one nothing can be said."""
    if shown is None:
        return ""
    if before is None:
        return "new" if rank <= shown.capacity else ""
    return "worse" if before - rank >= CLIMBED else ""


def _why(reason: ToldReason, pupil: RankedPupil, longest: Mapping[str, float], language: Language) -> Why:
    text, _, than = reason_text(reason, language).rpartition("; ")
    found = _compared(reason, pupil)
    if found is None or not text:
        return Why(text or than, than if text else "", None)
    name, value, usual = found
    end = longest[name] or 1
    return Why(text, than, Gauge(round(_WIDTH * value / end), round((_WIDTH - 1) * usual / end), value, usual))


def _compared(reason: ToldReason, pupil: RankedPupil) -> tuple[str, float, float] | None:
    """Return the feature of which a reason tells a value beside the usual one, and both numbers."""
    comparison = COMPARISONS.get(reason.feature)
    if comparison is not None and comparison.past is not None:
        return None
    if reason.theme in _IN_WORDS:
        return None
    name = comparison.of if comparison else reason.feature
    for each in pupil.reasons:
        if each.feature == name and each.value is not None and each.usual is not None and each.value >= 0:
            return (name, each.value, each.usual)
    return None


def _longest(pupils: Sequence[RankedPupil]) -> dict[str, float]:
    """Return the largest value of each feature on the list, so that bars of one thing can be compared."""
    found: dict[str, float] = {}
    for pupil in pupils:
        for each in pupil.reasons:
            if each.value is not None and each.usual is not None:
                found[each.feature] = max(found.get(each.feature, 0.0), each.value, each.usual)
    return found


def _trend(weekly: Sequence[int]) -> int:
    late, early = sum(weekly[-4:]), sum(weekly[-8:-4])
    return (late > early) - (late < early)


def _sort_key(row: Row, sort: str) -> tuple[object, ...]:
    facts, least = row.facts, -1.0
    keys: dict[str, tuple[object, ...]] = {
        "module": (-_or(facts.unexcused_module, least),),
        "year": (-_or(facts.unexcused_year, least),),
        "days": (-_or(facts.days_in_a_row, least),),
        "below": (-_or(facts.subjects_below, least),),
        "conduct": (_or(facts.conduct_points, 101.0),),
        "class": (row.child.class_label,),
        "action": (row.state.last_action_on or dt.date.min,),
    }
    return (*keys.get(sort, ()), row.rank)


def _or(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value
