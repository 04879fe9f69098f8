"""The rows of a list: each child with facts, reasons, trend, state and what is new."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from features.catalogue.feature import Theme
from features.i18n.numbers import percent
from features.i18n.text import Language
from models.explain.told_reasons import ToldReason, told_theme
from models.ranking.ranked_list import RankedPupil
from serving.output.next_steps import next_steps
from serving.output.text import lowering, raising, reason_text
from serving.web.charts.spark import Spark, spark
from serving.web.lists.address import IDLE_DAYS, ListAddress
from serving.web.lists.facts import ChildFacts
from serving.web.lists.models import ShownList
from serving.web.reviews.states import Stage, State
from serving.web.roster.models import Child

CLIMBED = 5  # places towards the top from which on a child is worse off than on the list before


@dataclass(frozen=True)
class Why:
    """A reason in words: what was seen, and what is usual."""

    text: str
    than: str

    @property
    def words(self) -> str:
        """Both, in one line."""
        return f"{self.text}, {self.than}" if self.than else self.text


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

    @property
    def other_reasons(self) -> str:
        """What raises the risk beside the first reason, and what speaks against it, in one line."""
        raising = [why.words for why in self.why[1:]]
        return " · ".join([*raising, *(gettext("against: %(reason)s") % {"reason": each} for each in self.against)])

    @property
    def all_reasons(self) -> str:
        """All of them in one line, the first first."""
        return " · ".join(each for each in (*(why.words for why in self.why[:1]), self.other_reasons) if each)


@dataclass(frozen=True)
class RowContext:
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


def rows_of(pupils: Sequence[RankedPupil], children: Mapping[str, Child], seen: RowContext) -> list[Row]:
    """Return a row for each child, in the order of the list."""
    ranks = dict(seen.before.places.values_list("child_id", "rank")) if seen.before else {}
    return [_row(pupil, children[pupil.pupil_id], seen, ranks) for pupil in pupils]


def chosen_rows(rows: Sequence[Row], address: ListAddress) -> list[Row]:
    """Return the rows that an address asks for, in its order."""
    return in_order([row for row in rows if _is_wanted(row, address)], address.sort)


def in_order(rows: Sequence[Row], sort: str) -> list[Row]:
    """Return rows in one of ``SORTS``, backwards after a minus; by place among equals, what is not known last.

    Without one, the children about whom nobody has decided come first: a list is there to be read by people.
    """
    name, is_backwards = sort.removeprefix("-"), sort.startswith("-")
    key = _SORT_KEYS[name]
    by_place = sorted(rows, key=lambda row: row.rank)
    known = [row for row in by_place if key(row) is not None]
    unknown = [row for row in by_place if key(row) is None]
    return sorted(known, key=lambda row: _comparable(key(row)), reverse=is_backwards) + unknown


def _is_wanted(row: Row, address: ListAddress) -> bool:
    owner = "" if address.owner == "-" else address.owner
    return (
        address.class_label in ("", row.child.class_label)
        and address.cycle in ("", row.facts.cycle)
        and address.state in ("", row.state.stage)
        and (address.owner == "" or row.state.owner == owner)
        and address.theme in ("", row.theme)
        and (row.idle or not address.idle)
    )


def _row(pupil: RankedPupil, child: Child, seen: RowContext, ranks: Mapping[int, int]) -> Row:
    facts, state, before = seen.facts[pupil.pupil_id], seen.states[child.pk], ranks.get(child.pk)
    told, acted = raising(pupil), state.last_action_on
    return Row(
        rank=pupil.rank,
        child=child,
        name=seen.names.get(pupil.pupil_id, pupil.pupil_id),
        facts=facts,
        why=tuple(_why(reason, seen.language) for reason in told),
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


def _why(reason: ToldReason, language: Language) -> Why:
    text, _, than = reason_text(reason, language).rpartition("; ")
    return Why(text or than, than if text else "")


def _trend(weekly: Sequence[int]) -> int:
    late, early = sum(weekly[-4:]), sum(weekly[-8:-4])
    return (late > early) - (late < early)


SortKey = float | str | tuple[float, str] | None


def _comparable(key: SortKey) -> tuple[float, str]:
    if isinstance(key, tuple):
        return key
    return (0.0, key) if isinstance(key, str) else (0.0 if key is None else float(key), "")


def _most_first(value: float | None) -> float | None:
    return None if value is None else -value


# What each order goes by; the first of a column is the one that a school asks for: most hours, lowest conduct.
_SORT_KEYS: Mapping[str, Callable[[Row], SortKey]] = {
    "open": lambda row: 0.0 if row.state.stage == Stage.PROPOSED else 1.0,
    "rank": lambda row: float(row.rank),
    "child": lambda row: row.name.casefold(),
    "class": lambda row: (99.0 if row.facts.grade_level is None else row.facts.grade_level, row.child.class_label),
    "module": lambda row: _most_first(row.facts.unexcused_module),
    "year": lambda row: _most_first(row.facts.unexcused_year),
    "days": lambda row: _most_first(row.facts.days_in_a_row),
    "below": lambda row: _most_first(row.facts.subjects_below),
    "conduct": lambda row: row.facts.conduct_points,
    "theme": lambda row: row.theme,
    "trend": lambda row: -float(row.trend),
    "state": lambda row: float(list(Stage).index(row.state.stage)),
    "owner": lambda row: row.state.owner.casefold() or None,
    "action": lambda row: float(row.state.last_action_on.toordinal()) if row.state.last_action_on else 0.0,
}
