"""How long the rest of a country will take, judged by what is done."""

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

Item = TypeVar("Item")

_MINUTE = 60  # seconds


class Pace(Generic[Item]):
    """Judges the time left by the share that is done, item by item.

    Parameters
    ----------
    seconds
        A clock; it is started now.
    sizes
        How large each item is, in any unit.
    """

    def __init__(self, seconds: Callable[[], float], sizes: Mapping[Item, int]) -> None:
        self.seconds, self.sizes = seconds, sizes
        self.start, self.done = seconds(), 0

    def left_after(self, item: Item) -> str:
        """Say about how long the items will take that are not done, now that this one is."""
        self.done += self.sizes[item]
        left = sum(self.sizes.values()) - self.done
        return about((self.seconds() - self.start) * left / max(self.done, 1))


def about(seconds: float) -> str:
    """Say a time as one plans by it.

    >>> about(12.4), about(89), about(100), about(3599), about(5400)
    ('about 12 s', 'about 89 s', 'about 2 min', 'about 1 h 0 min', 'about 1 h 30 min')
    """
    if seconds < 1.5 * _MINUTE:
        return f"about {seconds:.0f} s"
    minutes = round(seconds / _MINUTE)
    return f"about {minutes} min" if minutes < 60 else f"about {minutes // 60} h {minutes % 60} min"
