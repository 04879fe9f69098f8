"""How does a long training say where it is?"""

from collections.abc import Callable

Tell = Callable[[str], None]


def silent(_step: str) -> None:
    """Say nothing."""
