"""Children who were erased, while the records in memory still know them: nothing is kept of them again."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from serving.roster.erasure_book import FOLDER, ErasureBook, LeftOut
from serving.web.configuration.django_settings import started_with


class ErasedMeanwhileError(Exception):
    """Something would be kept of an erased child, as the records here are still those of before."""


def erased_among(pupils: Iterable[str]) -> set[str]:
    """Return those of some children who were erased from this installation."""
    folder = started_with().var / FOLDER
    written = ErasureBook(folder).written_at()
    return set() if written is None else set(_left_out(folder, written).among(pupils))


@lru_cache(maxsize=1)
def _left_out(folder: Path, _written: int) -> LeftOut:
    return ErasureBook(folder).everybody()
