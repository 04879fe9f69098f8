"""Memory is given back where there is a way to, and nothing is done elsewhere."""

import ctypes

import pytest

from serving.given_back import give_back


class Library:
    """A C library that notes what it was asked to trim."""

    def __init__(self) -> None:
        self.trimmed: list[int] = []

    def malloc_trim(self, kept: int) -> int:
        self.trimmed.append(kept)
        return 1


def test_what_is_free_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library()
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: library)
    give_back()
    assert library.trimmed == [0]


@pytest.mark.parametrize("error", [OSError, TypeError])
def test_without_such_a_library_nothing_is_done(monkeypatch: pytest.MonkeyPatch, error: type[Exception]) -> None:
    def no_library(_name: None) -> Library:
        raise error

    monkeypatch.setattr(ctypes, "CDLL", no_library)
    give_back()


def test_a_library_that_cannot_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: object())
    give_back()
