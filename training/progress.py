"""How does a long training say where it is?"""

from collections.abc import Callable

Tell = Callable[[str], None]


def silent(_step: str) -> None:
    """Say nothing."""


def timed_steps(write: Callable[[str], None], seconds: Callable[[], float]) -> Tell:
    """Write each step as a line with the seconds since now, by the clock that is passed in."""
    start = seconds()

    def tell(step: str) -> None:
        write(f"{seconds() - start:6.1f} s  {step} ...")

    return tell
