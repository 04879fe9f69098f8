"""Two versions side by side, by what they say of themselves.

Read from the reports of their trainings and their checks; what an older report does not say is a dash.
"""

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, NamedTuple

from features.i18n.text import Language
from models.registry.promotion_check import Check, verdict_word

MOST_DIFFERENT = 5

_COHORT = {
    "outcomes": "outcomes", "as_of": "as-of dates", "horizon_days": "horizon in days", "split": "split",
    "capacity": "capacity", "rows": "children judged", "positives": "with the outcome", "data_fingerprint": "data",
}  # fmt: skip
_SAME_CHILDREN = ("outcomes", "as_of", "horizon_days", "split", "data_fingerprint")
_FIGURES = {
    "auc": "AUC", "average_precision": "average precision", "recall_at_capacity": "recall",
    "precision_at_capacity": "precision", "brier": "Brier",
}  # fmt: skip
_LABEL, _CELL, _DIFFERENCE = 36, 28, 12


@dataclass(frozen=True)
class Side:
    """One of the two: its version, the report of its training (empty where none was kept), and its checks."""

    version: str
    report: Mapping[str, Any]
    checks: Sequence[Check]


class Interval(NamedTuple):
    """A figure of a report with its interval, None where it says nothing."""

    value: float | None = None
    low: float | None = None
    high: float | None = None

    def __str__(self) -> str:
        if self.value is None:
            return "-"
        known = self.low is not None and self.high is not None
        return f"{self.value:.3f} [{self.low:.3f}-{self.high:.3f}]" if known else f"{self.value:.3f}"

    def less(self, other: "Interval") -> float | None:
        """Return the difference, if both are known."""
        return None if self.value is None or other.value is None else self.value - other.value


class Row(NamedTuple):
    """One line of a comparison; the difference is the second version's figure less the first one's."""

    label: str
    first: str
    second: str
    difference: float | None = None


def comparison_lines(first: Side, second: Side, language: Language) -> list[str]:
    """Return the comparison as lines for a terminal, beginning with whether it is one of models at all."""
    blocks = {
        "Trained and judged on": list(_cohort(first, second)),
        "LightGBM, difference": list(_figures(first, second)),
        "Recall by group, most different": _most_different(_groups(first, second)),
        "Share of all reasons, most different": _most_different(_features(first, second)),
        "Settings that differ": list(_settings(first, second)),
        "Checks": list(_checks(first, second, language)),
    }
    lines = textwrap.wrap(same_children(first, second), _LABEL + 2 * _CELL + _DIFFERENCE)
    for title, rows in blocks.items():
        if rows:
            lines += ["", *_cells(Row(title, f"version {first.version}", f"version {second.version}"))]
            lines += [line for row in rows for line in _cells(row)]
    return lines


def same_children(first: Side, second: Side) -> str:
    """Say whether both were judged on the same children; else a difference may be the children's."""
    versions = f"ersions {first.version} and {second.version}"
    sides = first.report, second.report
    unknown = [name for name in _SAME_CHILDREN if any(side.get(name) is None for side in sides)]
    other = [name for name in _SAME_CHILDREN if name not in unknown and sides[0][name] != sides[1][name]]
    if other:
        return (
            f"V{versions} were not judged on the same children (different: {_named(other)}), so a difference may be "
            "the children's, not the model's."
        )
    if unknown:
        return (
            f"Whether v{versions} were judged on the same children cannot be said (not reported: {_named(unknown)}), "
            "so a difference may be the children's, not the model's."
        )
    return f"V{versions} were judged on the same children, so a difference is the models'."


def _named(names: Iterable[str]) -> str:
    return ", ".join(_COHORT[name] for name in names)


def _cohort(first: Side, second: Side) -> Iterator[Row]:
    for name, label in _COHORT.items():
        yield Row(label, _text(first.report.get(name), name), _text(second.report.get(name), name))


def _text(value: Any, name: str = "") -> str:
    if value is None:
        return "-"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return f"{value:g}" if isinstance(value, float) else str(value)[:12] if name == "data_fingerprint" else str(value)


def _figures(first: Side, second: Side) -> Iterator[Row]:
    mine, theirs = (_lightgbm(side.report) for side in (first, second))
    for name, label in _FIGURES.items():
        yield _row(label, _flat(mine, name), _flat(theirs, name))
    slope, other = (_interval((side.report.get("calibration") or {}).get("slope")) for side in (first, second))
    yield _row("calibration slope (1 is right)", slope, other)


def _lightgbm(report: Mapping[str, Any]) -> Mapping[str, Any]:
    return next((model for model in report.get("models") or () if model.get("name") == "lightgbm"), {})


def _groups(first: Side, second: Side) -> Iterator[Row]:
    """Yield the groups about whose recall either version says something."""
    mine, theirs = (
        {f"{group.get('by')}: {group.get('group')}": _interval(group.get("recall")) for group in groups}
        for groups in (side.report.get("groups") or () for side in (first, second))
    )
    for label in {**mine, **theirs}:
        yield _row(label, mine.get(label, Interval()), theirs.get(label, Interval()))


def _features(first: Side, second: Side) -> Iterator[Row]:
    """Yield the features with their share of all reasons; one that a version does not have is a dash and counts 0."""
    mine, theirs = (
        {each["feature"]: each.get("share") for each in side.report.get("features") or ()} for side in (first, second)
    )
    if not mine or not theirs:
        return
    for name in {**mine, **theirs}:
        difference = (theirs.get(name) or 0.0) - (mine.get(name) or 0.0)
        yield Row(name, str(Interval(mine.get(name))), str(Interval(theirs.get(name))), difference)


def _settings(first: Side, second: Side) -> Iterator[Row]:
    mine, theirs = (side.report.get("settings") or {} for side in (first, second))
    for name in {**mine, **theirs}:
        if mine.get(name) != theirs.get(name):
            yield Row(name, _text(mine.get(name)), _text(theirs.get(name)))


def _checks(first: Side, second: Side, language: Language) -> Iterator[Row]:
    mine, theirs = ({check.code: check for check in side.checks} for side in (first, second))
    for code, check in {**mine, **theirs}.items():
        words = (verdict_word(mine.get(code), language), verdict_word(theirs.get(code), language))
        yield Row(check.title(language), *words)


def _flat(figures: Mapping[str, Any], name: str) -> Interval:
    return Interval(figures.get(name), figures.get(f"{name}_low"), figures.get(f"{name}_high"))


def _interval(figure: Mapping[str, Any] | None) -> Interval:
    return Interval(**{name: (figure or {}).get(name) for name in Interval._fields})


def _row(label: str, mine: Interval, theirs: Interval) -> Row:
    return Row(label, str(mine), str(theirs), theirs.less(mine))


def _most_different(rows: Iterable[Row]) -> list[Row]:
    known = [row for row in rows if row.difference]
    return sorted(known, key=lambda row: (-abs(row.difference or 0.0), row.label))[:MOST_DIFFERENT]


def _cells(row: Row) -> Iterator[str]:
    """Yield the lines of a row, each cell wrapped in its column."""
    difference = "" if row.difference is None else f"{row.difference:+.3f}"
    columns = (textwrap.wrap(row.label, _LABEL - 2), textwrap.wrap(row.first, _CELL - 2),
               textwrap.wrap(row.second, _CELL - 2), [difference])  # fmt: skip
    for label, first, second, last in zip_longest(*columns, fillvalue=""):
        yield f"{label:<{_LABEL}}{first:<{_CELL}}{second:<{_CELL}}{last:>{_DIFFERENCE}}".rstrip()
