"""How long the rest of a country will take, judged by what is done."""

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from features.i18n.text import Bilingual

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

    def left_after(self, item: Item) -> Bilingual:
        """Say about how long the items will take that are not done, now that this one is."""
        self.done += self.sizes[item]
        left = sum(self.sizes.values()) - self.done
        return about((self.seconds() - self.start) * left / max(self.done, 1))


def about(seconds: float) -> Bilingual:
    """Say a time as one plans by it.

    >>> [about(each).en for each in (12.4, 89, 100, 3599, 5400)]
    ['about 12 s', 'about 89 s', 'about 2 min', 'about 1 h 0 min', 'about 1 h 30 min']
    """
    minutes = round(seconds / _MINUTE)
    if seconds < 1.5 * _MINUTE:
        text = f"{seconds:.0f} s"
    else:
        text = f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
    return Bilingual(f"about {text}", f"aproximativ {text}")
