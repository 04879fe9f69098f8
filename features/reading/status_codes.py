"""What records declare of attendance in ``prezent.toml``: codes of a roll call, totals that grow."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from features.i18n.text import Bilingual
from features.reading.declaration_values import TRUTH, is_number, not_a_section, one_of, unknown_keys, value_problem
from features.schema.problems import Problem
from features.schema.tables import ATTENDANCE_KINDS, EXCUSED

NOT_RECORDED = "not_recorded"  # the kind of a status code that says that nobody took the register
DAY_HOURS = 6.0

_KEYS = frozenset({"codes", "day_hours", "cumulative"})
_KINDS = (*ATTENDANCE_KINDS, NOT_RECORDED)
_LATE_HOURS = 1.0
_LONGEST_DAY = 24

_HOURS = Bilingual(f"hours from 0 to {_LONGEST_DAY}", f"ore de la 0 la {_LONGEST_DAY}")
_CODE = Bilingual(
    f'one of {", ".join(_KINDS)}, or a kind with hours and excused, such as {{ kind = "absent", hours = 1 }}',
    f'unul dintre {", ".join(_KINDS)} sau un kind cu hours și excused, de pildă {{ kind = "absent", hours = 1 }}',
)


@dataclass(frozen=True)
class StatusCode:
    """What a code of a roll call means: a kind of attendance, ``hours`` of it, and ``lessons`` held at the time.

    ``excused`` is one of the schema's words, "" where the code does not say.
    """

    code: str
    kind: str
    hours: float
    lessons: float
    excused: str = ""


@dataclass(frozen=True)
class AttendanceRules:
    """What is declared of attendance: the codes of ``status``, and whether a later total replaces an earlier one."""

    codes: tuple[StatusCode, ...] = ()
    cumulative: bool = False


def parse_attendance(content: Mapping[str, Any]) -> tuple[AttendanceRules, list[Problem]]:
    """Read ``[attendance]``: the hours of a school day, and under ``codes`` what each status means."""
    section = content.get("attendance", {})
    if not isinstance(section, dict):
        return AttendanceRules(), [not_a_section("attendance", "attendance", section)]
    day_hours, codes, cumulative = (
        section.get(key, usual) for key, usual in (("day_hours", DAY_HOURS), ("codes", {}), ("cumulative", False))
    )
    problems = unknown_keys(section, _KEYS, "attendance")
    if not isinstance(cumulative, bool):
        problems.append(value_problem("attendance.cumulative", cumulative, TRUTH))
    if not _are_hours(day_hours):
        problems.append(value_problem("attendance.day_hours", day_hours, _HOURS))
        day_hours = DAY_HOURS
    if not isinstance(codes, dict):
        problems.append(not_a_section("attendance.codes", "attendance.codes", codes))
        codes = {}
    made = [_code(code, said, float(day_hours)) for code, said in codes.items()]
    rules = AttendanceRules(tuple(each for each, _ in made), cumulative is True)
    return rules, problems + [problem for _, found in made for problem in found]


def _code(code: str, said: object, day_hours: float) -> tuple[StatusCode, list[Problem]]:
    """Return what a code means; "not recorded" where that is not said rightly."""
    where, entry = f"attendance.codes.{code}", {"kind": said} if isinstance(said, str) else said
    if not isinstance(entry, dict) or not _is_one_of(entry.get("kind"), _KINDS):
        return StatusCode(code.strip(), NOT_RECORDED, 0.0, 0.0), [value_problem(where, said, _CODE)]
    kind, excused = entry["kind"], entry.get("excused", "")
    usual = min(_LATE_HOURS, day_hours) if kind == "late" else day_hours
    hours = entry.get("hours", usual)
    problems = unknown_keys(entry, frozenset({"kind", "hours", "excused"}), where)
    if excused != "" and not _is_one_of(excused, EXCUSED):
        problems.append(value_problem(f"{where}.excused", excused, one_of(EXCUSED)))
        excused = ""
    if not _are_hours(hours):
        problems.append(value_problem(f"{where}.hours", hours, _HOURS))
        hours = usual
    return StatusCode(code.strip(), kind, float(hours), max(float(hours), day_hours), excused), problems


def _are_hours(value: object) -> bool:
    return is_number(value) and 0 <= value <= _LONGEST_DAY


def _is_one_of(value: object, allowed: Iterable[str]) -> bool:
    return isinstance(value, str) and value in tuple(allowed)
