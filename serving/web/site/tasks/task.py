"""Something to be done, whichever part of the pages it comes from."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Task:
    """Something due of another part of the pages: what, until when, where it is done, and by whom if not by oneself."""

    text: str
    url: str
    due_on: dt.date | None = None
    is_late: bool = False
    who: str = ""
