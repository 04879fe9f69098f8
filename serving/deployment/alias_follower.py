"""The process that looks in the registry whether the alias has moved, and points the service to the version there."""

import sys
import threading
from collections.abc import Callable
from pathlib import Path

from features.errors import PrezentError
from serving.model_store.model_cache import pin_version, point_to, version_folder

LOOK_SECONDS = 5  # a look costs MLflow some 40 ms


class AliasFollower:
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


def main(var: Path, tracking_uri: str, alias: str, pointer: Path) -> None:
    """Look now, and again every few seconds, until the standard input ends."""

    def pin() -> Path:
        from models.registry.registry import Registry

        return pin_version(Registry(tracking_uri), alias, var)

    watch = AliasFollower(pin, version_folder(pointer), pointer, say=_say)
    ended = threading.Event()
    threading.Thread(target=_wait_for_the_end, args=(ended,), daemon=True).start()
    while not ended.is_set():
        watch.look()
        ended.wait(LOOK_SECONDS)


def _wait_for_the_end(ended: threading.Event) -> None:
    sys.stdin.buffer.read()
    ended.set()


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3], Path(sys.argv[4]))
