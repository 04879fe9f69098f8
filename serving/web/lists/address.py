"""What the address of a list asks for: which school, day and capacity, which of its children, in which order."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from features.catalogue.feature import THEME_NAMES
from serving.web.configuration.django_settings import started_with

if TYPE_CHECKING:
    from serving.api.answers import RankingService

CAPACITY, MOST = 20, 500
IDLE_DAYS = 30
CYCLES = ("primary", "lower", "upper")
UNDECIDED_FIRST = "open"
SORTS = (
    UNDECIDED_FIRST, "rank", "child", "class", "module", "year", "days", "below", "conduct", "theme", "trend", "state",
    "owner", "action",
)  # fmt: skip
FIELDS = (
    "school",
    "as_of",
    "k",
    "class",
    "cycle",
    "state",
    "owner",
    "theme",
    "idle",
    "sort",
    "view",
)  # of a saved view


@dataclass(frozen=True)
class ListAddress:
    """What an address asks for; what it says wrongly is as if it said nothing, which ``misread`` tells of day and k."""

    school_id: str
    as_of: dt.date
    capacity: int
    class_label: str = ""
    cycle: str = ""
    state: str = ""
    owner: str = ""
    theme: str = ""
    idle: bool = False
    sort: str = UNDECIDED_FIRST
    all_reasons: bool = False
    score: bool = False
    misread: bool = False

    @property
    def narrows(self) -> bool:
        """Whether only some children of the list are asked for."""
        return bool(self.class_label or self.cycle or self.state or self.owner or self.theme or self.idle)


def read_address(
    given: Mapping[str, str], *, schools: tuple[str, ...], day: dt.date, latest: dt.date | None = None
) -> ListAddress:
    """Read an address; ``day`` is that of a list whose address names none, and the latest where no other one is.

    >>> read_address({"k": "12", "sort": "nonsense"}, schools=("s1",), day=dt.date(2026, 2, 17))
    ListAddress(school_id='s1', as_of=datetime.date(2026, 2, 17), capacity=12, class_label='', cycle='', state='', \
owner='', theme='', idle=False, sort='open', all_reasons=False, score=False, misread=False)
    """
    return ListAddress(
        school_id=given.get("school") or (schools[0] if schools else ""),
        as_of=min(read_day(given.get("as_of")) or day, latest or day),
        capacity=_capacity(given.get("k")),
        class_label=given.get("class", ""),
        cycle=_one_of(CYCLES, given.get("cycle")),
        state=given.get("state", ""),
        owner=given.get("owner", ""),
        theme=_one_of(tuple(THEME_NAMES), given.get("theme")),
        idle=given.get("idle") == "1",
        sort=_one_of((*SORTS, *(f"-{sort}" for sort in SORTS)), given.get("sort")) or UNDECIDED_FIRST,
        all_reasons=given.get("view") == "reasons",
        score=given.get("score") == "1",
        misread=_is_misread(given, latest or day),
    )


def latest_day(service: "RankingService", today: dt.date) -> dt.date:
    """Return today, or the last day on which the records have a child in school where that is over."""
    return today if service.own is None else service.own.latest_day(today)


def first_day(service: "RankingService", today: dt.date) -> dt.date:
    """Return the day of what is shown where no address names one: the latest, or the one that a demo opens on."""
    opens_on = started_with().opens_on
    return latest_day(service, min(today, opens_on) if opens_on else today)


def read_day(text: str | None) -> dt.date | None:
    """Return the day that a text names; None where it names none."""
    try:
        return dt.date.fromisoformat(text or "")
    except ValueError:
        return None


def _is_misread(given: Mapping[str, str], latest: dt.date) -> bool:
    asked, number = given.get("as_of"), given.get("k")
    day = read_day(asked)
    is_no_day = bool(asked) and (day is None or day > latest)
    return is_no_day or bool(number and not (_is_number(number) and int(number) <= MOST))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 5 and int(text) > 0


def _one_of(choices: tuple[str, ...], text: str | None) -> str:
    return text if text in choices else ""


def _capacity(text: str | None) -> int:
    if text and _is_number(text):
        return min(int(text), MOST)
    return CAPACITY
