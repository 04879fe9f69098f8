"""Has the alias moved? Whoever started the service looks in the registry, and points it to the version found there."""

from collections.abc import Callable
from pathlib import Path

from features.errors import PrezentError
from serving.pointer import point_to

LOOK_SECONDS = 5  # a look costs MLflow some 40 ms


class AliasWatch:
    """The pointer that a service reads, kept at the version that has an alias.

    Parameters
    ----------
    pin
        Returns the folder of the version that has the alias, fetched if it has to be.
    folder, pointer
        The version folder that the pointer names so far, and the pointer.
    say
        Told once that a change could not be followed, and once that it can be again.
    """

    def __init__(self, pin: Callable[[], Path], folder: Path, pointer: Path, *, say: Callable[[str], None]) -> None:
        self._pin, self._folder, self._pointer, self._say = pin, folder, pointer, say
        self._in_trouble = False

    def look(self) -> None:
        """Follow the alias; where that is not possible the service goes on with the version it has."""
        try:
            self._follow(self._pin())
        except Exception as error:
            if not self._in_trouble:
                said = " ".join(error.sentences("en")) if isinstance(error, PrezentError) else type(error).__name__
                self._say(f"Model version {self._folder.name} goes on answering, no other can be fetched: {said}")
            self._in_trouble = True
        else:
            if self._in_trouble:
                self._say("Model versions can be fetched again.")
            self._in_trouble = False

    def _follow(self, folder: Path) -> None:
        if folder != self._folder:
            point_to(folder, self._pointer)
            self._folder = folder
