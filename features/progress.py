"""What long work tells of its steps."""

from collections.abc import Callable

Tell = Callable[[str], None]


def silent(_step: str) -> None:
    """Say nothing."""
