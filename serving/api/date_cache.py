"""What was made for the dates that were asked last; requests of one date share it."""

import datetime as dt
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

MOST_DATES = 4  # today, and what a few others ask

T = TypeVar("T")


class DateCache(Generic[T]):
    """Keeps what was made for a few dates, and lets go of the one that was made first.

    While a date is made, the dates that are there already answer on, and nobody makes another one: requests that come
    together make it once, in the memory of one.
    """

    def __init__(self) -> None:
        self._made: dict[dt.date, T] = {}
        self._making = threading.Lock()

    def at(self, date: dt.date, make: Callable[[], T]) -> T:
        """Return what ``make`` gives for a date, made unless it is there; if it raises, nothing is kept."""
        made = self._made  # never changed, only replaced
        if date in made:
            return made[date]
        with self._making:
            if date not in self._made:
                last = list(self._made.items())[-(MOST_DATES - 1) :]
                self._made = {**dict(last), date: make()}
            return self._made[date]
