"""The story is told on a server of its own: nothing of Django is used, or rolled back, in this process."""

import pytest


@pytest.fixture(autouse=True)
def rolled_back() -> None:
    """Nothing is written in this process."""


@pytest.fixture(autouse=True)
def today() -> None:
    """The server has the day it is."""
