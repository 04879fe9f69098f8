"""Several parts at once: all of them are done, each once, and never more at a time than there are threads."""

import threading
from collections.abc import Callable

import pytest

from features.threads import Threads


def test_every_item_comes_with_what_was_made_of_it() -> None:
    assert dict(Threads(2).each(lambda item: item * 10, range(7))) == {item: item * 10 for item in range(7)}


def test_there_may_be_nothing_to_do() -> None:
    assert list(Threads(2).each(str, [])) == []


def test_two_threads_work_on_two_items_at_a_time() -> None:
    """Both wait for each other: one after the other they would never be done."""
    meet = threading.Barrier(2, timeout=10)
    assert len(list(Threads(2).each(lambda _: meet.wait(), range(4)))) == 4


def test_no_more_is_begun_than_is_taken() -> None:
    """A part must not be read while those before it have not been used: memory is bounded by the threads."""
    begun: list[int] = []
    each = Threads(2).each(lambda item: begun.append(item), range(10))
    next(each)
    assert len(begun) <= 2
    each.close()
    assert len(begun) <= 2


def test_what_is_raised_comes_out_and_nothing_new_is_begun() -> None:
    begun: list[int] = []
    with pytest.raises(ValueError, match="part 1"):
        list(Threads(1).each(_failing_at(1, begun), range(5)))
    assert begun == [0, 1]


def _failing_at(wrong: int, begun: list[int]) -> Callable[[int], int]:
    def work(item: int) -> int:
        begun.append(item)
        if item == wrong:
            raise ValueError(f"part {item}")
        return item

    return work
