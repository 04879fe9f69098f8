"""Memory is measured, kept for the next partition or given back; without such a C library nothing happens."""

import ctypes
from collections.abc import Callable

import pytest

from features.partitions.process_memory import give_back_memory, keep_memory, peak_bytes


class Library:
    """A C library that notes what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []

    def malloc_trim(self, kept: int) -> int:
        self.asked.append(("trim", kept))
        return 1

    def mallopt(self, number: int, value: int) -> int:
        self.asked.append((f"option {number}", value))
        return 1


@pytest.fixture(autouse=True)
def own_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this process go on with Arrow's memory as it is."""
    monkeypatch.setattr("pyarrow.set_memory_pool", lambda _pool: None)


def test_the_peak_is_more_than_python_itself_takes_and_never_falls():
    before = peak_bytes()
    assert before is not None
    assert before > 5 * 10**6
    assert (peak_bytes() or 0) >= before


def test_what_is_free_is_given_back(monkeypatch: pytest.MonkeyPatch):
    library = Library()
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: library)
    give_back_memory()
    assert library.asked == [("trim", 0)]


def test_what_is_free_is_kept_up_to_gigabytes(monkeypatch: pytest.MonkeyPatch):
    library = Library()
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: library)
    keep_memory()
    assert [name for name, _ in library.asked] == ["option -1", "option -3"]
    assert all(value >= 2**30 for _, value in library.asked)


@pytest.mark.parametrize("told", [keep_memory, give_back_memory])
@pytest.mark.parametrize("error", [OSError, TypeError])
def test_without_such_a_library_nothing_is_done(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception], told: Callable[[], None]
):
    def no_library(_name: str | None) -> Library:
        raise error

    monkeypatch.setattr(ctypes, "CDLL", no_library)
    told()


@pytest.mark.parametrize("told", [keep_memory, give_back_memory])
def test_a_library_that_cannot_is_not_asked(monkeypatch: pytest.MonkeyPatch, told: Callable[[], None]):
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: object())
    told()
