"""What was made of the records for the dates that were asked last; requests of one date share it."""

import datetime as dt
import threading
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

MOST_DATES = 4  # today, and what a few others ask

T = TypeVar("T")


class DateCache(Generic[T]):
    """Keeps what was made for a few dates, and lets go of the one that was made first.

    What was made of records with one watermark is never given for another, and let go of when those are asked for.
    While a date is made, the dates that are there already answer on, and nobody makes another one: requests that come
    together make it once, in the memory of one.
    """

    def __init__(self) -> None:
        self._made: dict[tuple[Hashable, dt.date], T] = {}
        self._making = threading.Lock()

    def at(self, watermark: Hashable, date: dt.date, *, make: Callable[[], T]) -> T:
        """Return what ``make`` gives for records and a date, made unless it is there; if it raises, nothing is kept."""
        key, made = (watermark, date), self._made  # never changed, only replaced
        if key in made:
            return made[key]
        with self._making:
            if key not in self._made:
                same = [each for each in self._made.items() if each[0][0] == watermark]
                self._made = {**dict(same[-(MOST_DATES - 1) :]), key: make()}
            return self._made[key]
