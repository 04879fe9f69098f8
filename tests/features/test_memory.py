"""Memory is measured, and kept where the C library can be told so; elsewhere nothing happens."""

import ctypes

import pytest

from features.memory import keep_memory, peak_bytes


def test_the_peak_is_more_than_python_itself_takes_and_never_falls():
    before = peak_bytes()
    assert before is not None
    assert before > 5 * 10**6
    assert (peak_bytes() or 0) >= before


@pytest.mark.parametrize("error", [OSError, TypeError, AttributeError])
def test_without_such_a_c_library_nothing_happens(monkeypatch: pytest.MonkeyPatch, error: type[Exception]):
    def no_library(_name: str | None) -> None:
        raise error

    monkeypatch.setattr(ctypes, "CDLL", no_library)
    monkeypatch.setattr("pyarrow.set_memory_pool", lambda _pool: None)  # this process goes on with its own
    keep_memory()
