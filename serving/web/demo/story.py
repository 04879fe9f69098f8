"""What the pages of a demo are made of: lists of invented children, as plain facts that another process can take."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class DemoChild:
    """A child on a list."""

    pupil_id: str
    school_id: str
    class_label: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class DemoList:
    """A school's list of a day, the first child first."""

    school_id: str
    as_of: dt.date
    model_version: str
    data_fingerprint: str
    cohort_size: int
    children: tuple[DemoChild, ...]


@dataclass(frozen=True)
class DemoStory:
    """The lists of a demo, its programme, and where its people work.

    The director, the counsellor and the secretary are of ``school_id``, the form teacher has ``class_label`` there, the
    coordinator has ``county``. ``school_ids`` are those of the programme.
    """

    programme: str
    school_ids: tuple[str, ...]
    school_id: str
    class_label: str
    county: str
    lists: tuple[DemoList, ...]
    today: dt.date


@dataclass(frozen=True)
class WayIn:
    """How a person of the demo signs in; all have one password."""

    role: str
    email: str


@dataclass(frozen=True)
class WaysIn:
    """The people of a demo and their password, which is kept nowhere but as a hash."""

    people: tuple[WayIn, ...]
    password: str
